"""Losses and weights against gradients worked out by hand, and what is plotted against arrays computed in NumPy."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # float32 inside
AFTER_STEPS = {"rtol": 1e-3, "atol": 1e-4}  # some steps in float32

pytestmark = [pytest.mark.given("Colors, labels and titles are up to you")]


@pytest.fixture
def state(rng):
    return {"weight": torch.randn(1, 1, generator=rng), "bias": torch.randn(1, generator=rng)}


@pytest.fixture
def data(numpy_rng):
    return draw(12, numpy_rng)


@pytest.mark.asks("the loss before each step", "one of shape (N,), both float64")
@pytest.mark.concept("losses/mse-only-warns", "training/float64-input-error")
@pytest.mark.parametrize(("n_samples", "lr"), [(12, 0.05), (7, 0.1), (1, 0.05)])
def test_the_losses(probes, numpy_rng, state, n_samples, lr, curves):
    """`fit` returns the mean squared error of all samples before each step."""
    x, y = draw(n_samples, numpy_rng)
    seen = probes.fitted(state, x, y, lr=lr, n_steps=5)["losses"]
    losses, _ = reference(state, x, y, lr=lr, n_steps=5)
    curves(seen, losses)
    assert_allclose([float(loss) for loss in seen], losses, **NEAR)


@pytest.mark.asks("It returns a list of plain floats")
@pytest.mark.concept("training/list-of-losses")
def test_the_losses_are_plain_floats(probes, state, data):
    """The losses are plain Python floats, one for each step."""
    seen = probes.fitted(state, *data, lr=0.01, n_steps=3)
    assert seen["types"] == ["float"] * 3, "types in the list"
    assert_allclose([float(loss) for loss in seen["losses"]], reference(state, *data, lr=0.01, n_steps=3)[0], **NEAR)


@pytest.mark.asks("trains the model in place: `n_steps` steps of plain SGD with the learning rate `lr` on all samples")
@pytest.mark.concept("losses/mse-only-warns")
@pytest.mark.parametrize(("n_samples", "lr"), [(12, 0.05), (7, 0.1), (1, 0.05)])
def test_the_steps(probes, numpy_rng, state, n_samples, lr):
    """`fit` trains the model that it is given, by SGD steps on the mean squared error of all samples."""
    x, y = draw(n_samples, numpy_rng)
    seen = probes.fitted(state, x, y, lr=lr, n_steps=5)["weights"]
    assert_allclose([seen["weight"].item(), seen["bias"].item()], reference(state, x, y, lr=lr, n_steps=5)[1], **AFTER_STEPS)


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, state, data):
    """Gradients left over from before the call do not affect the first step."""
    seen = probes.fitted(state, *data, lr=0.05, n_steps=2, leftover=5.0)["weights"]
    assert_allclose([seen["weight"].item(), seen["bias"].item()], reference(state, *data, lr=0.05, n_steps=2)[1], **AFTER_STEPS)


@pytest.mark.asks("`model` takes float32 tensors of shape (N, 1) and returns tensors of shape (N, 1)")
@pytest.mark.concept("optimizers/parameters-handed-over")
def test_any_model(probes, rng, data):
    """`fit` trains any model with inputs and outputs of shape (N, 1), here one with a hidden layer."""
    shapes = {"0.weight": (4, 1), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)}
    state = {name: torch.randn(shape, generator=rng) for name, shape in shapes.items()}
    seen = probes.fitted(state, *data, lr=0.02, n_steps=3)["weights"]
    for name, expected in by_autograd(state, *data, lr=0.02, n_steps=3).items():
        assert_allclose(seen[name].numpy(), expected.numpy(), **AFTER_STEPS)


@pytest.mark.asks("`model` takes float32 tensors of shape (N, 1) and returns tensors of shape (N, 1)")
@pytest.mark.concept("training/float64-input-error")
def test_the_model_stays_float32(probes, state, data):
    """After `fit` the model accepts float32 tensors as before."""
    weights = probes.fitted(state, *data, lr=0.05, n_steps=2)["weights"]
    assert [str(value.dtype) for value in weights.values()] == ["torch.float32"] * 2, "dtypes of the model's weights"
    assert_allclose([weights["weight"].item(), weights["bias"].item()], reference(state, *data, lr=0.05, n_steps=2)[1], **AFTER_STEPS)


@pytest.mark.asks("on the mean squared error")
@pytest.mark.concept("losses/mse-only-warns")
def test_a_hundred_points(probes, state):
    """On 100 points with noise (NumPy seed 1), 100 steps with lr = 0.1 reach the least-squares fit: w 82.4845, b 4.0540, loss 332.5676."""
    x, y = hundred_points()
    seen = probes.fitted(state, x, y, lr=0.1, n_steps=100)
    got = [seen["weights"]["weight"].item(), seen["weights"]["bias"].item(), float(seen["losses"][-1])]
    assert_allclose(got, [82.4845, 4.0540, 332.5676], rtol=1e-4)


@pytest.mark.asks("`predict(model, x)` returns the predictions of the model as a NumPy array, float32, of shape (N,)")
@pytest.mark.concept("training/before-the-plot")
@pytest.mark.parametrize("n_samples", [12, 1])
def test_the_predictions(probes, numpy_rng, state, n_samples):
    """`predict` returns a float32 array of shape (N,)."""
    x, _ = draw(n_samples, numpy_rng)
    got = probes.predicted(state, x)
    assert isinstance(got, np.ndarray), f"predict returned a {type(got).__name__}, not an array"
    assert (str(got.dtype), got.shape) == ("float32", (n_samples,)), "dtype and shape of the predictions"
    assert_allclose(got, (x * state["weight"].item() + state["bias"].item())[:, 0], **NEAR)


@pytest.mark.asks("the points (x, y) with one call of `plt.scatter`")
@pytest.mark.concept("training/before-the-plot")
def test_the_points(probes, state, data):
    """The data are plotted as points, x first, with one call of `scatter`."""
    x, y = data
    calls = points_of("scatter", probes.drawn(state, x, y))
    assert len(calls) == 1, f"scatter was called {len(calls)} times"
    same_points(calls[0], by_x(x[:, 0], y))


@pytest.mark.asks("the predictions at all x with one call of `plt.plot`, from the smallest x to the largest", "`draw(plt, model, x, y)`")
@pytest.mark.concept("training/line-in-order")
def test_the_line(probes, numpy_rng):
    """The line connects the predictions at all x, from the smallest x to the largest, with one call of `plot`."""
    x, y = draw(40, numpy_rng)
    # Steep enough for the curve to fall and rise again, whatever the data are: in a curve that only rises, wrong orders may look right.
    state = {"weight": torch.full((1, 1), -1.5), "bias": torch.full((1,), 0.25)}
    calls = points_of("plot", probes.drawn(state, x, y))
    assert len(calls) == 1, f"plot was called {len(calls)} times"
    u = x[:, 0] * state["weight"].item() + state["bias"].item()
    wanted = by_x(x[:, 0], u**2 + np.sin(3 * u))
    assert calls[0][0].size == calls[0][1].size == y.size, f"{y.size} points wanted, got {calls[0][0].size} x and {calls[0][1].size} y"
    assert_allclose(calls[0][0].ravel(), wanted[0], **NEAR)
    assert_allclose(calls[0][1].ravel(), wanted[1], rtol=1e-3, atol=1e-4)


@pytest.mark.asks("`plt` gets NumPy arrays of shape (N,), x first")
@pytest.mark.concept("training/before-the-plot")
@pytest.mark.parametrize("n_samples", [12, 1])
@pytest.mark.parametrize("call", ["scatter", "plot"])
def test_plt_gets_arrays(probes, numpy_rng, state, n_samples, call):
    """`scatter` and `plot` get NumPy arrays of shape (N,)."""
    kinds = [each["kinds"] for each in probes.drawn(state, *draw(n_samples, numpy_rng)) if each["name"] == call]
    assert kinds == [[f"ndarray ({n_samples},)"] * 2], f"what {call} gets"


@pytest.mark.asks("then `plt.show()`, once")
@pytest.mark.concept("training/show-then-savefig")
def test_the_picture_is_shown(probes, state, data):
    """`plt.show()` is called once, after both plots."""
    names = [call["name"] for call in probes.drawn(state, *data)]
    assert names.count("show") == 1, f"plt.show was called {names.count('show')} times"
    assert sorted(names[:-1]) == ["plot", "scatter"], f"calls of plt, in order: {', '.join(names)}"


@pytest.mark.asks("they are not changed")
def test_the_arrays_are_left_alone(probes, state, data):
    """The arrays that were passed in are not changed."""
    for got, wanted in zip(probes.arrays_afterwards(state, *data), data, strict=True):
        assert_allclose(got, wanted, rtol=0, atol=0)


def draw(n, numpy_rng):
    x = numpy_rng.normal(size=(n, 1))
    return x, 3 * x[:, 0] + 1 + numpy_rng.normal(size=n)


def hundred_points():
    random = np.random.RandomState(1)  # the legacy generator, whose values are the same in each version of NumPy
    x = random.standard_normal((100, 1))
    weight = 100 * random.uniform(size=(1, 1))
    return x, (x @ weight)[:, 0] + random.normal(scale=20, size=(100, 1))[:, 0]


def reference(state, x, y, lr, n_steps):
    """The losses before each step, and the final weight and bias."""
    w, b, losses = state["weight"].item(), state["bias"].item(), []
    for _ in range(n_steps):
        error = x[:, 0] * w + b - y
        losses.append((error**2).mean())
        w, b = w - lr * 2 * (error * x[:, 0]).mean(), b - lr * 2 * error.mean()
    return losses, [w, b]


def by_autograd(state, x, y, lr, n_steps):
    """The final weights of a model with a hidden layer."""
    x, y = torch.tensor(x), torch.tensor(y)
    values = {name: value.double() for name, value in state.items()}
    for _ in range(n_steps):
        leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
        hidden = torch.tanh(x @ leaves["0.weight"].T + leaves["0.bias"])
        loss = ((hidden @ leaves["2.weight"].T + leaves["2.bias"])[:, 0] - y).square().mean()
        gradients = torch.autograd.grad(loss, list(leaves.values()))
        values = {name: value - lr * gradient for (name, value), gradient in zip(values.items(), gradients, strict=True)}
    return values


def points_of(name, calls):
    return [call["points"] for call in calls if call["name"] == name]


def by_x(x, y):
    order = np.argsort(x)
    return [x[order], y[order]]


def same_points(got, wanted):
    """The same points, in any order."""
    assert got[0].size == got[1].size == wanted[0].size, f"{wanted[0].size} points wanted, got {got[0].size} x and {got[1].size} y"
    got = by_x(got[0].ravel(), got[1].ravel())
    assert_allclose(got[0], wanted[0], **NEAR)
    assert_allclose(got[1], wanted[1], **NEAR)
