"""The metric against the RMSE over all samples at once, on uneven batches; models whose output depends on mode and recording."""

import math

import pytest
import torch
from torch.testing import assert_close

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # sums in float32, in another order


@pytest.fixture
def state(rng, device):
    return {"weight": torch.randn(1, 3, generator=rng).to(device), "bias": torch.randn(1, generator=rng).to(device)}


@pytest.mark.asks("`RMSE()` starts empty", "NaN (`math.nan`) if the metric is empty")
@pytest.mark.concept("training/metric-reset")
def test_a_new_metric_is_empty(probes):
    """A new metric is empty, and `compute` of an empty metric returns NaN."""
    assert_close(float(probes.measured([])), math.nan, equal_nan=True)


@pytest.mark.asks("with every sample counting the same")
@pytest.mark.concept("training/mean-of-rmse")
def test_four_rows_by_the_numbers(probes, device):
    """The errors 1, 1, 1 and 5, in batches of three and one, have the RMSE 2.6458."""
    zeros = torch.zeros(4, device=device)
    errors = torch.tensor([1.0, 1.0, 1.0, 5.0], device=device)
    got = probes.measured(list(zip(errors.split(3), zeros.split(3), strict=True)))
    assert_close(float(got), math.sqrt(7), **NEAR)


@pytest.mark.asks("Write the class `RMSE`", "adds a batch: two float tensors", "with every sample counting the same")
@pytest.mark.concept("training/rmse-parts", "training/mean-of-rmse")
@pytest.mark.parametrize("batch_sizes", [(4, 4, 1), (5,), (1,), (1, 3, 2)])
@pytest.mark.parametrize("shape", ["(N,)", "(N, 1)"])
def test_it_is_the_rmse_of_all_rows(probes, rng, device, batch_sizes, shape):
    """However the samples are split into batches, `compute` returns the RMSE over all of them."""
    batches = draw(batch_sizes, rng, device, columns=(1,) if shape == "(N, 1)" else ())
    assert_close(float(probes.measured(batches)), rmse(batches), **NEAR)


@pytest.mark.asks("`compute()` returns a plain float")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_compute_gives_a_float(probes, rng, device):
    """`compute` returns a plain Python float, not a tensor."""
    batches = draw((3, 2), rng, device)
    got = probes.measured(batches)
    assert isinstance(got, float), f"compute returned a {type(got).__name__}, not a float"
    assert_close(got, rmse(batches), **NEAR)


@pytest.mark.asks("It changes nothing: more batches may follow")
@pytest.mark.concept("training/metric-reset")
def test_compute_changes_nothing(probes, rng, device):
    """`compute` may be called after each batch and any number of times, and returns the RMSE so far."""
    batches = draw((3, 2, 4), rng, device)
    so_far = [rmse(batches[: n + 1]) for n in range(3) for _ in range(2)]
    assert_close([float(value) for value in probes.asked_after_each(batches)], [math.nan, *so_far], equal_nan=True, **NEAR)


@pytest.mark.asks("`reset()` makes it empty again")
@pytest.mark.concept("training/metric-reset")
def test_reset_forgets_everything(probes, rng, device):
    """After `reset` the metric is empty, and only later batches count."""
    before, after = draw((4, 3), rng, device), draw((2, 5), rng, device)
    seen = [float(value) for value in probes.with_a_reset(before, after)]
    assert_close(seen, [rmse(before), math.nan, rmse(after)], equal_nan=True, **NEAR)


@pytest.mark.asks("`RMSE()` starts empty")
def test_two_metrics_share_nothing(probes, rng, device):
    """Two metrics that are updated in turn do not affect each other."""
    first, second = draw((3, 2), rng, device), draw((4, 1), rng, device)
    assert_close([float(value) for value in probes.two_metrics(first, second)], [rmse(first), rmse(second)], **NEAR)


@pytest.mark.asks("it raises a `ValueError`")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", [((4, 1), (4,)), ((4,), (4, 1)), ((4,), (1,)), ((2,), (3,))])
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Predictions and targets of different shapes raise a ValueError."""
    good, wrong = draw((3,), rng, device), one_of_each(shapes, rng, device)
    error = probes.refused(good[0], wrong)["error"]
    assert error is not None, "the batch was added without an error"
    assert error == "ValueError", "type of the error"


@pytest.mark.asks("nothing is added")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", [((4, 1), (4,)), ((4,), (1,)), ((2,), (3,))])
def test_a_refused_batch_does_not_count(probes, rng, device, shapes):
    """A batch that raises an error does not change the metric."""
    good, wrong = draw((3,), rng, device), one_of_each(shapes, rng, device)
    assert_close(float(probes.refused(good[0], wrong)["rmse"]), rmse(good), **NEAR)


@pytest.mark.asks("Neither tensor is modified")
def test_the_batch_is_not_changed(probes, rng, device):
    """The values of predictions and targets do not change."""
    batches = draw((3, 2), rng, device)
    assert_close(probes.batches_afterwards(batches), [list(batch) for batch in batches], rtol=0, atol=0)


@pytest.mark.asks("no graph of the predictions")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_graph_is_kept(probes, rng, device):
    """After an update the metric does not keep the graph of the predictions."""
    batches = draw((1,) * 4, rng, device)
    assert probes.graphs_alive(batches) == [0] * 4, "number of graphs that are still held after each update"
    # Counts are only the worker's word. Two graphs of 600 MiB are more than the system gives a worker (1 GiB); one is not.
    assert_close(float(probes.recorded(batches, mebibytes=600)), rmse(batches), **NEAR)


@pytest.mark.asks("no tensors that accumulate")
@pytest.mark.concept("training/rmse-parts")
def test_no_tensors_pile_up(probes, rng, device):
    """The metric needs no more memory for many batches than for one."""
    batches = draw((2,) * 48, rng, device)
    # One tensor kept of each batch would hold 40 MiB, all of them nearly 2 GiB: more than the system gives a worker (1 GiB).
    assert_close(probes.piled_up(batches), rmse(batches), **NEAR)


@pytest.mark.asks("and the function `evaluate`", "on all batches `(x, y)` of the loader", "It returns the float")
@pytest.mark.concept("training/rmse-parts")
@pytest.mark.parametrize("n_samples", [11, 8, 1])
def test_evaluate_measures_all_batches(probes, rng, state, device, n_samples):
    """`evaluate` returns the RMSE of the model over all samples of the loader, as a plain float."""
    x, y = samples(n_samples, rng, device)
    (result,) = probes.evaluated(state, x, y, batch_size=4, recording=0.0, in_training=0.0, training=False)["results"]
    assert isinstance(result, float), f"evaluate returned a {type(result).__name__}, not a float"
    assert_close(result, rmse([(predict(state, x), y)]), **NEAR)


@pytest.mark.asks("evaluates the model with it")
@pytest.mark.concept("training/metric-reset")
def test_evaluate_uses_the_metric_it_is_given(probes, rng, state, device):
    """The metric that was passed in contains the batches afterwards: its `compute` returns the same as `evaluate`."""
    x, y = samples(7, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=3, recording=0.0, in_training=0.0, training=False)
    expected = rmse([(predict(state, x), y)])
    assert_close([*map(float, seen["results"]), float(seen["computed"])], [expected] * 2, **NEAR)


@pytest.mark.asks("`evaluate(model, metric, loader)` resets the metric")
@pytest.mark.concept("training/metric-reset")
def test_each_evaluation_starts_empty(probes, rng, state, device):
    """Earlier updates of the metric, in an evaluation or by hand, do not count in this evaluation."""
    x, y = samples(7, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=3, recording=0.0, in_training=0.0, training=True, calls=2)
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, x), y)])] * 2, **NEAR)


@pytest.mark.asks("in evaluation mode and without recording a graph")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, state, device, training):
    """The model is in evaluation mode during the evaluation, whatever its mode was before."""
    x, y = samples(11, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=0.0, in_training=10.0, training=training)
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, x), y)])], **NEAR)


@pytest.mark.asks("in evaluation mode and without recording a graph")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_no_graph_is_recorded(probes, rng, state, device, training):
    """No graph is recorded during the evaluation."""
    x, y = samples(11, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=100.0, in_training=0.0, training=training)
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, x), y)])], **NEAR)


@pytest.mark.asks("in evaluation mode and without recording a graph")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_dropout_and_batch_norm(probes, rng, state, device, training):
    """During the evaluation dropout is off, and batch norm does not update its running statistics."""
    x, y = samples(9, rng, device)
    seen = probes.evaluated_with_layers(state, x, y, batch_size=4, training=training)
    normed = x / math.sqrt(1 + 1e-5)  # a new batch norm has running mean 0 and running variance 1
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, normed), y)])] * 2, **NEAR)
    assert_close([seen["mean"], seen["var"]], [torch.zeros(3, device=device), torch.ones(3, device=device)])


@pytest.mark.asks("Afterwards it restores the previous mode of the model")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_model_keeps_its_mode(probes, rng, state, device, training):
    """After `evaluate` the model is in its previous mode, training or evaluation."""
    x, y = samples(6, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=0.0, in_training=10.0, training=training)
    assert_close(seen["afterwards"], predict(state, x) + 10.0 * training, **NEAR)


@pytest.mark.asks("without recording a graph")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again(probes, rng, state, device):
    """After `evaluate` autograd records operations again, so that training can continue."""
    x, y = samples(6, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=0.0, in_training=0.0, training=True)
    assert_close(seen["gradient"], x.sum(0, keepdim=True))


def draw(sizes, rng, device, columns=()):
    """Batches of predictions and targets; the last sample is an outlier, so a small last batch differs much from the others."""
    batches = [tuple(torch.randn((n, *columns), generator=rng) for _ in range(2)) for n in sizes]
    batches[-1][1][-1] += 8
    return [tuple(part.to(device) for part in batch) for batch in batches]


def one_of_each(shapes, rng, device):
    return tuple(torch.randn(shape, generator=rng).to(device) for shape in shapes)


def samples(n, rng, device):
    x, y = torch.randn(n, 3, generator=rng), torch.randn(n, 1, generator=rng)
    y[-1] += 8
    return x.to(device), y.to(device)


def predict(state, x):
    return x @ state["weight"].T + state["bias"]


def rmse(batches):
    errors = torch.cat([(p - y).double().flatten() for p, y in batches])
    return (errors**2).mean().sqrt().item()
