"""Both curves and the weights against a loop on paper, in float64, with a model that tells its mode."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.fixture
def state(rng, device):
    drawn = {"0.weight": (1, 3), "0.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in drawn.items()}


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def held_out(rng, device):
    return draw(7, rng, device)


@pytest.mark.concept("training/last-point")
@pytest.mark.parametrize(("n_epochs", "every"), [(5, 2), (6, 3), (4, 1), (3, 10)])
def test_where_the_points_are(probes, state, train, held_out, n_epochs, every):
    """There is a point for each of the epochs 0, `every`, 2 · `every`, …, on both curves alike."""
    curves = probes.fitted(state, train, held_out, 0.01, n_epochs, every)["curves"]
    assert curves["epochs"] == list(range(0, n_epochs, every))
    expected = reference(state, train, held_out, 0.01, n_epochs, every)
    assert [len(curves["train"]), len(curves["test"])] == [len(expected["train"]), len(expected["test"])]


@pytest.mark.concept("training/loss-after-the-loop")
@pytest.mark.concept("training/weight-by-rows")
@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_the_training_curve(probes, state, train, held_out, mode, every, curves):
    """A point of the training curve is the mean loss over all training rows of this epoch, each before its step, in training mode."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=7, every=every, mode=mode)["curves"]["train"]
    expected = reference(state, train, held_out, 0.01, 7, every)["train"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.concept("training/eval-without-brackets")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("every", [1, 3])
def test_the_test_curve(probes, state, train, held_out, every, curves):
    """A point of the test curve is the mean loss over all test rows at the end of this epoch, in evaluation mode, with no graph."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=7, every=every)["curves"]["test"]
    expected = reference(state, train, held_out, 0.01, 7, every)["test"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.concept("training/list-of-losses")
@pytest.mark.concept("training/item-without-brackets")
def test_the_losses_are_floats(probes, state, train, held_out):
    """The losses are plain Python floats."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=3, every=2)
    assert seen["types"] == ["float"] * 4
    expected = reference(state, train, held_out, 0.01, 3, 2)
    assert_close(numbers(seen["curves"]["train"] + seen["curves"]["test"]), expected["train"] + expected["test"])


@pytest.mark.concept("training/only-one-plots")
@pytest.mark.concept("training/item-without-brackets")
def test_a_plot_can_read_them(probes, state, train, held_out):
    """NumPy, and so a plot, takes each of the three lists, and all have the same length."""
    seen = probes.plotted(state, train, held_out, 0.01, n_epochs=5, every=2)
    expected = reference(state, train, held_out, 0.01, 5, 2)
    assert_allclose(seen["epochs"], np.array([0.0, 2.0, 4.0]))
    assert_allclose(seen["train"], np.array(expected["train"]))
    assert_allclose(seen["test"], np.array(expected["test"]))


@pytest.mark.concept("training/test-loop-differs")
@pytest.mark.parametrize("every", [1, 2, 10])
def test_each_epoch_trains(probes, state, train, held_out, every):
    """Every epoch makes one step a training batch, with or without a point, and the test rows change nothing."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=4, every=every)["weights"]
    assert_close(seen, reference(state, train, held_out, 0.01, 4, every)["weights"])


def test_the_loss_function_that_was_given(probes, state, train, held_out):
    """Both curves are of the loss function that was passed in; here the absolute error, with weights that stay."""
    curves = probes.fitted(state, train, held_out, 0.0, n_epochs=2, every=1, loss="absolute")["curves"]
    expected = reference(state, train, held_out, 0.0, 2, 1, loss="absolute")
    assert_close([numbers(curves["train"]), numbers(curves["test"])], [expected["train"], expected["test"]])


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE)
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the rows of a small last batch differ from the others
    return x.to(device), y.to(device)


def numbers(losses):
    """The losses as floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in losses]


def reference(state, train, held_out, lr, n_epochs, every, loss="squared"):
    """Curves and weights from the gradient of the squared error on paper; with another loss the weights must stay (lr = 0)."""
    weight, bias = state["0.weight"].clone(), state["0.bias"].clone()
    measure = {"squared": torch.square, "absolute": torch.abs}[loss]
    curves = {"train": [], "test": []}
    for epoch in range(n_epochs):
        losses = []
        for x, y in zip(train[0].split(4), train[1].split(4), strict=True):
            error = 1.5 * (x @ weight.T + bias) - y
            losses.append(measure(error))
            weight, bias = weight - lr * 3 * (error * x).mean(0, keepdim=True), bias - lr * 3 * error.mean(0)  # 3 = 2 · 1.5
        if epoch in range(0, n_epochs, every):
            curves["train"].append(torch.cat(losses).mean().item())
            curves["test"].append(measure(held_out[0] @ weight.T + bias - held_out[1]).mean().item())
    return {**curves, "weights": {"0.weight": weight, "0.bias": bias}}
