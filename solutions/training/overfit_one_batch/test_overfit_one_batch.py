"""Output, gradients and steps of Adam, all worked out by hand in float64; and the sanity check itself."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.fixture
def state(rng, device):
    return net_state(3, 5, rng, device)


@pytest.fixture
def data(rng, device):
    return draw(8, 3, rng, device)


@pytest.mark.asks("is an `nn.Module` with two linear layers, `hidden` and `out`", "it returns out(tanh(hidden(x))), of shape (N, 1)")
@pytest.mark.parametrize(("n_samples", "n_features", "n_hidden"), [(8, 3, 5), (1, 3, 5), (6, 1, 2), (4, 5, 1)])
def test_the_output(probes, rng, device, n_samples, n_features, n_hidden):
    """`model(x)` returns out(tanh(hidden(x))), of shape (N, 1), with positive and negative values."""
    state, (x, _) = net_state(n_features, n_hidden, rng, device), draw(n_samples, n_features, rng, device)
    assert_close(probes.output(state, x), forward(state, x)[1])


@pytest.mark.asks("Gradients reach every parameter, and also x")
@pytest.mark.concept("training/who-has-no-gradient")
def test_the_gradients(probes, rng, state, data):
    """Gradients reach each of the four parameters, and x."""
    x, _ = data
    weights = torch.randn(8, 1, generator=rng, dtype=DOUBLE).to(x.device)
    seen = probes.gradients(state, x, weights)
    missing = [name for name, gradient in seen.items() if gradient is None]
    assert not missing, f"no gradient reached {', '.join(missing)}"
    assert_close(seen, backward(state, x, weights))


@pytest.mark.asks("It returns a list of plain floats, the loss before each step")
@pytest.mark.concept("training/loss-to-the-last-digit", "training/grad-on-demand", "training/moving-weights")
def test_the_losses(probes, state, data, curves):
    """`overfit` returns the mean squared error of all samples before each step."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=6)
    losses, _ = reference(state, *data, lr=0.05, n_steps=6)
    curves(seen["losses"], losses)
    assert_close(numbers(seen), losses)


@pytest.mark.asks("It returns a list of plain floats")
@pytest.mark.concept("training/list-of-losses")
def test_the_losses_are_floats(probes, state, data):
    """The losses are plain Python floats, one for each step."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=3)
    assert seen["types"] == ["float"] * 3, "types in the list"
    assert_close(numbers(seen), reference(state, *data, lr=0.05, n_steps=3)[0])


@pytest.mark.asks(
    "`n_steps` steps of `torch.optim.Adam` with the learning rate `lr` and its other defaults", "Every parameter of the model is trained"
)
@pytest.mark.concept("training/loss-to-the-last-digit", "training/grad-on-demand")
@pytest.mark.parametrize(("n_samples", "lr"), [(8, 0.05), (8, 0.2), (1, 0.05)])
def test_the_steps(probes, rng, device, state, n_samples, lr):
    """`overfit` makes Adam's steps with the learning rate `lr`, on the mean squared error of all samples, for every parameter of `Net`."""
    x, y = draw(n_samples, 3, rng, device)
    assert_close(probes.trained(state, x, y, lr=lr, n_steps=6)["weights"], reference(state, x, y, lr=lr, n_steps=6)[1])


@pytest.mark.asks("trains the given model in place, whichever it is", "Every parameter of the model is trained")
@pytest.mark.concept("optimizers/new-model-old-optimizer", "optimizers/parameters-handed-over")
def test_it_trains_the_model_that_was_given(probes, rng, device, data, curves):
    """`overfit` trains every parameter of whichever model it is given, here a linear layer with one more parameter."""
    shapes = {"scale": (1,), "line.weight": (1, 3), "line.bias": (1,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    seen = probes.line_trained(state, *data, lr=0.1, n_steps=6)
    losses, weights = line_reference(state, *data, lr=0.1, n_steps=6)
    curves(seen["losses"], losses)
    assert_close(numbers(seen), losses)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, state, data):
    """Gradients left over from before the call do not affect the first step."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=2, leftover=5.0)
    assert_close(seen["weights"], reference(state, *data, lr=0.05, n_steps=2)[1])


@pytest.mark.asks("`overfit(model, x, y, lr, n_steps)`")
@pytest.mark.concept("training/what-needs-a-start")
def test_a_second_call_has_a_new_optimizer(probes, state, data):
    """A second call continues from the weights of the first, with a new Adam that has no state."""
    seen = probes.trained(state, *data, lr=0.05, n_steps=3, calls=2)
    first, weights = reference(state, *data, lr=0.05, n_steps=3)
    second, weights = reference(weights, *data, lr=0.05, n_steps=3)
    assert_close(numbers(seen), first + second)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("A new `Net(3, 32)` with 8 samples, `lr=0.02` and `n_steps=400` ends with a loss below 0.05")
@pytest.mark.concept("modules/can-it-learn-at-all")
def test_eight_rows_are_overfitted(probes, rng, device):
    """The sanity check: a new net overfits eight samples with random targets to a loss below 0.05."""
    corners = torch.cartesian_prod(*[torch.tensor([-1.5, 1.5])] * 3)
    x = (corners + 0.3 * (2 * torch.rand(8, 3, generator=rng) - 1)).to(device)
    signs = torch.tensor([1.0, -1.0] * 4)[torch.randperm(8, generator=rng)]
    y = (signs + 0.2 * (2 * torch.rand(8, generator=rng) - 1))[:, None].to(device)
    # Of 16,000 nets on such data the worst had a loss of 0.002. The better one of two is practically never above 0.05 by chance.
    trials = [probes.learned(x, y, lr=0.02, n_steps=400) for _ in range(2)]
    # The loss is worked out here, from the weights, and not taken from the list.
    loss = min(((forward(seen["weights"], x)[1] - y) ** 2).mean().item() for seen in trials)
    assert loss < 0.05, f"after 400 steps the loss on the eight samples is {loss:.3g}"


def net_state(n_features, n_hidden, rng, device):
    shapes = {"hidden.weight": (n_hidden, n_features), "hidden.bias": (n_hidden,), "out.weight": (1, n_hidden), "out.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


def draw(n_samples, n_features, rng, device):
    return [torch.randn(n_samples, width, generator=rng, dtype=DOUBLE).to(device) for width in (n_features, 1)]


def numbers(seen):
    """The losses as floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in seen["losses"]]


def forward(state, x):
    hidden = torch.tanh(x @ state["hidden.weight"].T + state["hidden.bias"])
    return hidden, hidden @ state["out.weight"].T + state["out.bias"]


def backward(state, x, outer):
    """The gradients worked out by hand, where `outer` is the gradient with respect to the outputs."""
    hidden, _ = forward(state, x)
    inner = outer * state["out.weight"] * (1 - hidden**2)
    return {
        "hidden.weight": inner.T @ x,
        "hidden.bias": inner.sum(0),
        "out.weight": outer.T @ hidden,
        "out.bias": outer.sum(0),
        "x": inner @ state["hidden.weight"],
    }


def reference(state, x, y, lr, n_steps):
    def gradients(values):
        error = forward(values, x)[1] - y
        return (error**2).mean().item(), backward(values, x, 2 * error / len(y))

    return adam(state, gradients, lr, n_steps)


def line_reference(state, x, y, lr, n_steps):
    def gradients(values):
        line = x @ values["line.weight"].T + values["line.bias"]
        error = values["scale"] * line - y
        outer = 2 * error / len(y)
        inner = outer * values["scale"]
        found = {"scale": (outer * line).sum(0), "line.weight": inner.T @ x, "line.bias": inner.sum(0)}
        return (error**2).mean().item(), found

    return adam(state, gradients, lr, n_steps)


def adam(state, gradients_at, lr, n_steps):
    """The loss before each step, and the final weights."""
    values, losses = dict(state), []
    means = {name: torch.zeros_like(value) for name, value in state.items()}
    squares = {name: torch.zeros_like(value) for name, value in state.items()}
    for t in range(1, n_steps + 1):
        loss, gradients = gradients_at(values)
        losses.append(loss)
        for name in state:
            means[name] = 0.9 * means[name] + 0.1 * gradients[name]
            squares[name] = 0.999 * squares[name] + 0.001 * gradients[name] ** 2
            root = (squares[name] / (1 - 0.999**t)).sqrt() + 1e-8
            values[name] = values[name] - lr * means[name] / (1 - 0.9**t) / root
    return losses, values
