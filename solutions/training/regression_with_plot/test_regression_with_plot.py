"""Losses and weights against gradients on paper, and what is drawn against arrays worked out in NumPy."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # float32 inside


@pytest.fixture
def state(rng):
    return {"weight": torch.randn(1, 1, generator=rng), "bias": torch.randn(1, generator=rng)}


@pytest.fixture
def data(numpy_rng):
    return draw(12, numpy_rng)


@pytest.mark.concept("losses/mse-only-warns")
@pytest.mark.concept("training/float32-at-the-border")
@pytest.mark.parametrize("n", [12, 1])
def test_the_fit(probes, numpy_rng, state, n, curves):
    """`fit` makes SGD steps on the mean squared error of all rows: losses before each step, and the weights at the end."""
    x, y = draw(n, numpy_rng)
    seen = probes.fitted(state, x, y, lr=0.05, n_steps=5)
    losses, w, b = reference(state, x, y, lr=0.05, n_steps=5)
    curves(seen["losses"], losses)
    assert_allclose([float(loss) for loss in seen["losses"]], losses, rtol=1e-4)
    assert_allclose([seen["weights"]["weight"].item(), seen["weights"]["bias"].item()], [w, b], rtol=1e-3, atol=1e-4)


@pytest.mark.concept("training/list-of-losses")
def test_the_losses_are_plain_floats(probes, state, data):
    """The losses are plain Python floats, one for each step."""
    seen = probes.fitted(state, *data, lr=0.01, n_steps=3)
    assert seen["types"] == ["float"] * 3
    assert_allclose([float(loss) for loss in seen["losses"]], reference(state, *data, lr=0.01, n_steps=3)[0], rtol=1e-4)


@pytest.mark.concept("losses/mse-only-warns")
def test_the_notes_points(probes, state):
    """On 100 points with noise (NumPy seed 1), 100 steps with lr = 0.1 reach the best line: weight 82.4845, bias 4.0540, loss 332.5676."""
    x, y = notes_data()
    seen = probes.fitted(state, x, y, lr=0.1, n_steps=100)
    got = [seen["weights"]["weight"].item(), seen["weights"]["bias"].item(), float(seen["losses"][-1])]
    assert_allclose(got, [82.4845, 4.0540, 332.5676], rtol=1e-4)


@pytest.mark.concept("training/before-the-plot")
@pytest.mark.parametrize("n", [12, 1])
def test_the_predictions(probes, numpy_rng, state, n):
    """`predict` gives a float32 array of the shape (N,)."""
    x, _ = draw(n, numpy_rng)
    got = probes.predicted(state, x)
    assert isinstance(got, np.ndarray), f"predict gave a {type(got).__name__}, not an array"
    assert (str(got.dtype), got.shape) == ("float32", (n,))
    assert_allclose(got, (x * state["weight"].item() + state["bias"].item())[:, 0], **NEAR)


@pytest.mark.concept("training/before-the-plot")
def test_the_points(probes, state, data):
    """The data are drawn as points, x first, with one call of `scatter`."""
    x, y = data
    found = [call[1:] for call in probes.drawn(state, x, y) if call[0] == "scatter"]
    assert len(found) == 1, f"scatter was called {len(found)} times"
    same_points(found[0], by_x(x[:, 0], y))


@pytest.mark.concept("training/line-in-order")
def test_the_line(probes, numpy_rng):
    """The line goes through the predictions at all x, from the smallest x to the largest, with one call of `plot`."""
    x, y = draw(40, numpy_rng)
    # Steep enough for the curve to fall and rise again, whatever the data are: in a curve that only rises every order is the same.
    state = {"weight": torch.full((1, 1), -1.5), "bias": torch.full((1,), 0.25)}
    found = [call[1:] for call in probes.drawn(state, x, y) if call[0] == "plot"]
    assert len(found) == 1, f"plot was called {len(found)} times"
    u = x[:, 0] * state["weight"].item() + state["bias"].item()
    wanted = by_x(x[:, 0], u**2 + np.sin(3 * u))
    assert found[0][0].shape == found[0][1].shape == y.shape, (
        f"{y.shape} is the shape of x and y, got {found[0][0].shape}, {found[0][1].shape}"
    )
    assert_allclose(found[0][0], wanted[0], **NEAR)
    assert_allclose(found[0][1], wanted[1], rtol=1e-3, atol=1e-4)


@pytest.mark.concept("training/show-is-a-call")
def test_the_picture_is_shown(probes, state, data):
    """When all is drawn the picture is shown, once."""
    names = [call[0] for call in probes.drawn(state, *data)]
    assert names.count("show") == 1, f"the picture is shown {names.count('show')} times"
    assert sorted(names[:-1]) == ["plot", "scatter"], f"what is drawn, in order: {', '.join(names)}"


def test_the_arrays_are_left_alone(probes, state, data):
    """The arrays that were passed in are not changed."""
    for got, wanted in zip(probes.arrays_afterwards(state, *data), data, strict=True):
        assert_allclose(got, wanted, rtol=0, atol=0)


def draw(n, numpy_rng):
    x = numpy_rng.normal(size=(n, 1))
    return x, 3 * x[:, 0] + 1 + numpy_rng.normal(size=n)


def notes_data():
    random = np.random.RandomState(1)  # the old generator, for the numbers of the notes
    x = random.standard_normal((100, 1))
    slope = 100 * random.uniform(size=(1, 1))
    return x, (x @ slope)[:, 0] + random.normal(scale=20, size=(100, 1))[:, 0]


def reference(state, x, y, lr, n_steps):
    w, b, losses = state["weight"].item(), state["bias"].item(), []
    for _ in range(n_steps):
        error = x[:, 0] * w + b - y
        losses.append((error**2).mean())
        w, b = w - lr * 2 * (error * x[:, 0]).mean(), b - lr * 2 * error.mean()
    return losses, w, b


def by_x(x, y):
    order = np.argsort(x)
    return [x[order], y[order]]


def same_points(got, wanted):
    """The same points, in whatever order they were drawn."""
    assert got[0].size == got[1].size == wanted[0].size, f"{wanted[0].size} points wanted, got {got[0].size} x and {got[1].size} y"
    got = by_x(got[0].ravel(), got[1].ravel())
    assert_allclose(got[0], wanted[0], **NEAR)
    assert_allclose(got[1], wanted[1], **NEAR)
