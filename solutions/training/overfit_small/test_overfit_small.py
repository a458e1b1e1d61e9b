"""Output, gradients and steps of Adam, all worked out on paper in float64; and the trial itself."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.fixture
def state(rng, device):
    shapes = {"hidden.weight": (5, 3), "hidden.bias": (5,), "out.weight": (1, 5), "out.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


@pytest.fixture
def data(rng, device):
    return draw(8, rng, device)


@pytest.mark.parametrize("n", [8, 1])
def test_the_output(probes, rng, device, state, n):
    """`model(x)` gives out(tanh(hidden(x))), of shape (N, 1): positive numbers and negative ones."""
    x, _ = draw(n, rng, device)
    assert_close(probes.output(state, x), forward(state, x)[1])


@pytest.mark.concept("training/who-has-no-gradient")
def test_the_gradients(probes, rng, state, data):
    """A gradient reaches each of the four parameters, and x."""
    x, _ = data
    weights = torch.randn(8, 1, generator=rng, dtype=DOUBLE).to(x.device)
    seen = probes.gradients(state, x, weights)
    missing = [name for name, gradient in seen.items() if gradient is None]
    assert not missing, f"no gradient reached {', '.join(missing)}"
    assert_close(seen, backward(state, x, weights))


@pytest.mark.concept("training/loss-to-the-last-digit")
@pytest.mark.concept("training/grad-on-demand")
def test_the_steps(probes, state, data, curves):
    """`overfit` makes Adam's steps with the rate `lr`, on the mean squared error of all rows, with every parameter of `Net`."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=6)
    losses, weights = reference(state, *data, lr=0.05, n_steps=6)
    curves(seen["losses"], losses)
    assert_close(numbers(seen), losses)
    assert_close(seen["weights"], weights)


@pytest.mark.concept("optimisers/new-model-old-optimizer")
def test_it_trains_the_model_that_was_given(probes, rng, device, data, curves):
    """`overfit` trains whichever model it is given, here a single linear layer."""
    shapes = {"weight": (1, 3), "bias": (1,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    seen = probes.line_trained(state, *data, lr=0.1, n_steps=6)
    losses, weights = line_reference(state, *data, lr=0.1, n_steps=6)
    curves(seen["losses"], losses)
    assert_close(numbers(seen), losses)
    assert_close(seen["weights"], weights)


@pytest.mark.concept("training/list-of-losses")
def test_the_losses_are_floats(probes, state, data):
    """The losses are plain Python floats, one for each step."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=3)
    assert seen["types"] == ["float"] * 3
    assert_close(numbers(seen), reference(state, *data, lr=0.05, n_steps=3)[0])


@pytest.mark.concept("modules/can-it-learn-at-all")
def test_eight_rows_by_heart(probes, rng, device):
    """The trial: a new net learns eight rows with random targets until its loss is below 0.05."""
    x, y = (part.float() for part in draw(8, rng, device))
    seen = probes.learned(x, y, lr=0.02, n_steps=400)
    assert len(seen["losses"]) == 400
    # The loss is worked out here, from the weights: what the list says is another matter.
    loss = ((forward(seen["weights"], x)[1] - y) ** 2).mean().item()
    assert loss < 0.05, f"after 400 steps the loss on the eight rows is {loss:.3g}"


def draw(n, rng, device):
    return [torch.randn(n, k, generator=rng, dtype=DOUBLE).to(device) for k in (3, 1)]


def numbers(seen):
    """The losses as floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in seen["losses"]]


def forward(state, x):
    hidden = torch.tanh(x @ state["hidden.weight"].T + state["hidden.bias"])
    return hidden, hidden @ state["out.weight"].T + state["out.bias"]


def backward(state, x, slope):
    """The gradients on paper, where `slope` is the gradient of the outputs."""
    hidden, _ = forward(state, x)
    inner = slope * state["out.weight"] * (1 - hidden**2)
    return {
        "hidden.weight": inner.T @ x,
        "hidden.bias": inner.sum(0),
        "out.weight": slope.T @ hidden,
        "out.bias": slope.sum(0),
        "x": inner @ state["hidden.weight"],
    }


def reference(state, x, y, lr, n_steps):
    def slopes(values):
        error = forward(values, x)[1] - y
        return (error**2).mean().item(), backward(values, x, 2 * error / len(y))

    return adam(state, slopes, lr, n_steps)


def line_reference(state, x, y, lr, n_steps):
    def slopes(values):
        error = x @ values["weight"].T + values["bias"] - y
        return (error**2).mean().item(), {"weight": 2 * (error * x).mean(0, keepdim=True), "bias": 2 * error.mean(0)}

    return adam(state, slopes, lr, n_steps)


def adam(state, slopes, lr, n_steps):
    """The loss before each step, and the weights in the end."""
    values, losses = dict(state), []
    means = {name: torch.zeros_like(value) for name, value in state.items()}
    squares = {name: torch.zeros_like(value) for name, value in state.items()}
    for t in range(1, n_steps + 1):
        loss, gradients = slopes(values)
        losses.append(loss)
        for name in state:
            means[name] = 0.9 * means[name] + 0.1 * gradients[name]
            squares[name] = 0.999 * squares[name] + 0.001 * gradients[name] ** 2
            root = (squares[name] / (1 - 0.999**t)).sqrt() + 1e-8
            values[name] = values[name] - lr * means[name] / (1 - 0.9**t) / root
    return losses, values
