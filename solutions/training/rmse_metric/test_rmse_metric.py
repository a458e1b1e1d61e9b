"""The metric against the root over all rows at once, on uneven batches; models whose numbers tell mode and recording."""

import math

import pytest
import torch
from torch.testing import assert_close

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # sums in float32, in another order


@pytest.fixture
def state(rng, device):
    return {"weight": torch.randn(1, 3, generator=rng).to(device), "bias": torch.randn(1, generator=rng).to(device)}


@pytest.mark.concept("training/rmse-parts")
@pytest.mark.concept("training/mean-of-rmse")
@pytest.mark.parametrize("sizes", [(4, 4, 1), (5,), (1,), (1, 3, 2)], ids=str)
@pytest.mark.parametrize("tail", [(), (1,)], ids=["(N,)", "(N, 1)"])
def test_it_is_the_rmse_of_all_rows(probes, rng, device, sizes, tail):
    """However the rows are cut into batches, `compute` gives the RMSE of all of them as a plain float."""
    batches = draw(sizes, rng, device, tail)
    got = probes.measured(batches)
    assert isinstance(got, float), f"compute gave a {type(got).__name__}, not a float"
    assert_close(got, rmse(batches), **NEAR)


@pytest.mark.concept("training/mean-of-rmse")
def test_four_rows_by_the_numbers(probes, device):
    """The errors 1, 1, 1 and 5, in batches of three and one, have the RMSE 2.6458."""
    zeros = torch.zeros(4, device=device)
    errors = torch.tensor([1.0, 1.0, 1.0, 5.0], device=device)
    got = probes.measured(list(zip(errors.split(3), zeros.split(3), strict=True)))
    assert_close(float(got), math.sqrt(7), **NEAR)


@pytest.mark.concept("training/metric-reset")
def test_compute_changes_nothing(probes, rng, device):
    """`compute` may be asked at any time and as often as one likes: NaN while the metric is empty, then the RMSE so far."""
    batches = draw((3, 2, 4), rng, device)
    so_far = [rmse(batches[: n + 1]) for n in range(3) for _ in range(2)]
    assert_close([float(value) for value in probes.asked_after_each(batches)], [math.nan, *so_far], equal_nan=True, **NEAR)


@pytest.mark.concept("training/metric-reset")
def test_reset_forgets_everything(probes, rng, device):
    """After `reset` the metric is empty, and later batches count alone."""
    before, after = draw((4, 3), rng, device), draw((2, 5), rng, device)
    seen = [float(value) for value in probes.with_a_reset(before, after)]
    assert_close(seen, [rmse(before), math.nan, rmse(after)], equal_nan=True, **NEAR)


def test_two_metrics_share_nothing(probes, rng, device):
    """Two metrics that are filled in turn keep their numbers apart."""
    first, second = draw((3, 2), rng, device), draw((4, 1), rng, device)
    assert_close([float(value) for value in probes.two_metrics(first, second)], [rmse(first), rmse(second)], **NEAR)


@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", [((4, 1), (4,)), ((4,), (4, 1)), ((4,), (1,)), ((2,), (3,))], ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Predictions and targets of different shapes raise a ValueError, and the metric stays as it was."""
    good = draw((3,), rng, device)
    wrong = tuple(torch.randn(shape, generator=rng).to(device) for shape in shapes)
    seen = probes.refused(good[0], wrong)
    assert seen["error"] is not None, "the batch was taken in without an error"
    assert seen["error"] == "ValueError"
    assert_close(float(seen["rmse"]), rmse(good), **NEAR)


@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_graph_is_kept(probes, rng, device):
    """Predictions that hang on a graph leave numbers behind, and no graph."""
    batches = draw((1,) * 16, rng, device)
    # Sixteen graphs that hold 128 MiB each are more than the system gives a worker (1 GiB); one at a time is not.
    assert_close(float(probes.recorded(batches, mebibytes=128)), rmse(batches), **NEAR)


@pytest.mark.concept("training/rmse-parts")
def test_no_tensors_pile_up(probes, rng, device):
    """The metric needs no more memory for many batches than for one."""
    batches = draw((2,) * 48, rng, device)
    # One tensor kept of each batch would hold 40 MiB, all of them nearly 2 GiB: more than the system gives a worker (1 GiB).
    assert_close(probes.piled_up(batches), rmse(batches), **NEAR)


@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_evaluation_mode_and_no_graph(probes, rng, state, device, mode):
    """`evaluate` gives the RMSE over the whole loader of the model in evaluation mode, and records no graph meanwhile."""
    x, y = rows(11, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=100.0, training=10.0, mode=mode)
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, x), y)])], **NEAR)


@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_the_model_keeps_its_mode(probes, rng, state, device, mode):
    """After `evaluate` the model is in the mode it came in, and autograd records as before."""
    x, y = rows(6, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=4, recording=0.0, training=10.0, mode=mode)
    assert_close(seen["moved"], torch.zeros_like(seen["moved"]), **NEAR)
    assert seen["recording"], "autograd is still switched off after evaluate"


@pytest.mark.concept("training/metric-reset")
def test_each_evaluation_starts_empty(probes, rng, state, device):
    """What the metric has taken in before, in an earlier evaluation or by hand, does not count in this one."""
    x, y = rows(7, rng, device)
    seen = probes.evaluated(state, x, y, batch_size=3, recording=0.0, training=0.0, mode=True, calls=2)
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, x), y)])] * 2, **NEAR)


@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_dropout_and_batch_norm(probes, rng, state, device, mode):
    """A model with dropout and batch norm gives the same value twice, and batch norm learns nothing from what it is measured on."""
    x, y = rows(9, rng, device)
    seen = probes.evaluated_with_layers(state, x, y, batch_size=4, mode=mode)
    normed = x / math.sqrt(1 + 1e-5)  # a new batch norm knows the mean 0 and the variance 1
    assert_close([float(value) for value in seen["results"]], [rmse([(predict(state, normed), y)])] * 2, **NEAR)
    assert_close([seen["mean"], seen["var"]], [torch.zeros(3, device=device), torch.ones(3, device=device)])


def draw(sizes, rng, device, tail=()):
    """Batches of predictions and targets; the last row is far off, so a last batch of few rows differs much from the others."""
    batches = [tuple(torch.randn((n, *tail), generator=rng) for _ in range(2)) for n in sizes]
    batches[-1][1][-1] += 8
    return [tuple(part.to(device) for part in batch) for batch in batches]


def rows(n, rng, device):
    x, y = torch.randn(n, 3, generator=rng), torch.randn(n, 1, generator=rng)
    y[-1] += 8
    return x.to(device), y.to(device)


def predict(state, x):
    return x @ state["weight"].T + state["bias"]


def rmse(batches):
    errors = torch.cat([(p - y).double().flatten() for p, y in batches])
    return (errors**2).mean().sqrt().item()
