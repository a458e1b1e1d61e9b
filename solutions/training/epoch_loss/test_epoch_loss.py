"""The reported losses against a mean over all rows, with frozen weights and with moving ones, on batches that do not come out even."""

import pytest
import torch
from torch.testing import assert_close


@pytest.fixture
def state(rng, device):
    return {"weight": torch.randn(1, 2, generator=rng).to(device), "bias": torch.randn(1, generator=rng).to(device)}


def draw(n, rng, device):
    """Rows of which the last one is far off: a last batch of few rows then differs much from the others."""
    x, y = torch.randn(n, 2, generator=rng), torch.randn(n, 1, generator=rng)
    y[-1] += 20
    return x.to(device), y.to(device)


def predict(state, x):
    return x @ state["weight"].T + state["bias"]


@pytest.mark.concept("training/mean-of-means")
@pytest.mark.concept("training/weight-by-rows")
@pytest.mark.parametrize("n", [13, 9, 8, 3], ids=["last of one", "last of one again", "even", "one small batch"])
def test_with_frozen_weights_it_is_the_loss_of_the_whole_data_set(probes, rng, state, device, n):
    """With a learning rate of 0 each epoch reports the loss of the whole data set, whatever is left for the last batch of 4."""
    x, y = draw(n, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=1)
    expected = ((predict(state, x) - y) ** 2).mean().item()
    assert_close(numbers(seen), [expected], rtol=1e-4, atol=1e-5)  # sums in float32, in another order


@pytest.mark.concept("training/weight-by-rows")
def test_it_averages_the_loss_function_it_was_given(probes, rng, state, device):
    """What is averaged is the loss function that was passed in: here the absolute error, over shuffled batches."""
    x, y = draw(11, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=1, loss="absolute", shuffle=True)
    assert_close(numbers(seen), [(predict(state, x) - y).abs().mean().item()], rtol=1e-4, atol=1e-5)


@pytest.mark.concept("training/fresh-total")
def test_each_epoch_starts_anew(probes, rng, state, device, curves):
    """There is one number an epoch, and with frozen weights three epochs report the same loss three times."""
    x, y = draw(10, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=3)
    expected = ((predict(state, x) - y) ** 2).mean().item()
    curves(seen["history"], [expected] * 3)
    assert_close(numbers(seen), [expected] * 3, rtol=1e-4, atol=1e-5)


@pytest.mark.concept("training/moving-weights")
@pytest.mark.concept("training/fresh-total")
def test_weights_and_losses_of_a_real_training(probes, rng, state, device, curves):
    """When the weights move, each batch makes one step, and its loss counts as it was before this step."""
    x, y = draw(10, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.02, n_epochs=3)
    history, weight, bias = reference(state, x, y, batch_size=4, lr=0.02, n_epochs=3)
    curves(seen["history"], history)
    # Nine steps in float32.
    assert_close([seen["weight"], seen["bias"]], [weight, bias], rtol=1e-3, atol=1e-4)
    assert_close(numbers(seen), history, rtol=1e-3, atol=1e-4)


@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_list_holds_plain_floats(probes, rng, state, device):
    """The list holds plain Python floats, not tensors."""
    x, y = draw(1, rng, device)  # the loss of a single row is the same, however rows are averaged
    seen = probes.train_linear(state, x, y, batch_size=1, lr=0.01, n_epochs=1)
    assert not any(isinstance(entry, torch.Tensor) for entry in seen["history"]), "the list holds tensors"
    assert_close(seen["history"], [((predict(state, x) - y) ** 2).item()], rtol=1e-4, atol=1e-5)
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"]


@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_graph_outlives_its_step(probes, rng, state, device):
    """While a batch is at work, no graph of the batches before the last one is kept."""
    x, y = draw(20, rng, device)
    counts = probes.graphs_alive(x, y, batch_size=2)
    assert counts, "the loss function that was passed in was never called"
    # One may be left: the name `loss` holds the last graph until the next loss takes the name. One more is for a second such name.
    assert max(counts) <= 2, f"up to {max(counts)} graphs of earlier batches were still held when the next loss was computed"
    # Counts are only the worker's word. Twenty graphs that hold 128 MiB each are more than the system gives a worker (1 GiB); three are not.
    seen = probes.train_linear(state, x, y, batch_size=1, lr=0.001, n_epochs=1, ballast=128)
    _, weight, bias = reference(state, x, y, batch_size=1, lr=0.001, n_epochs=1)
    assert_close([seen["weight"], seen["bias"]], [weight, bias], rtol=1e-3, atol=1e-4)


@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False], ids=["came training", "came evaluating"])
def test_the_model_trains_in_training_mode(probes, rng, device, training):
    """The model is in training mode while it trains, whatever mode it came in: its batch norm sees every batch of every epoch."""
    x, y = draw(12, rng, device)
    seen = probes.statistics(x, y, batch_size=4, n_epochs=2, training=training)
    assert not torch.equal(seen["mean"], torch.zeros_like(seen["mean"])), "batch norm saw no batch: the model was not in training mode"
    assert_close(seen, running_statistics(x, batch_size=4, n_epochs=2), rtol=1e-4, atol=1e-5)


@pytest.mark.concept("training/mean-of-means")
def test_the_four_rows_of_the_notes(probes, device):
    """The four points (1, 2), (2, 4), (3, 6), (4, 8) of y = 2x, with w = 0, have the loss 30, also in batches of three and one."""
    x = torch.tensor([[1.0], [2.0], [3.0], [4.0]], device=device)
    state = {"weight": torch.zeros(1, 1, device=device), "bias": torch.zeros(1, device=device)}
    assert_close(numbers(probes.train_linear(state, x, 2 * x, batch_size=3, lr=0.0, n_epochs=2)), [30.0, 30.0])


def numbers(seen):
    """The history as floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(entry) for entry in seen["history"]]


def running_statistics(x, batch_size, n_epochs):
    """What batch norm learns of its inputs: of each batch a tenth goes into mean and variance, which start at 0 and 1."""
    mean, var = torch.zeros_like(x[0]), torch.ones_like(x[0])
    for batch in x.split(batch_size) * n_epochs:
        mean, var = 0.9 * mean + 0.1 * batch.mean(0), 0.9 * var + 0.1 * batch.var(0)
    return {"mean": mean, "var": var}


def reference(state, x, y, batch_size, lr, n_epochs):
    """Losses of the epochs and the weights at the end, from the gradient on paper."""
    weight, bias, history = state["weight"].clone(), state["bias"].clone(), []
    for _ in range(n_epochs):
        squares = []
        for rows, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
            error = rows @ weight.T + bias - targets
            squares.append(error**2)
            weight, bias = weight - lr * 2 * (error * rows).mean(0, keepdim=True), bias - lr * 2 * error.mean(0)
        history.append(torch.cat(squares).mean().item())
    return history, weight, bias
