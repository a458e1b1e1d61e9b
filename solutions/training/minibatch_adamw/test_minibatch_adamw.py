"""Model and optimizer against the formula of AdamW, the loop against gradients worked out by hand; in float64, for small divisors."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
# The only device apart from the CPU that every machine has. Its tensors have shapes and no values.
NO_NUMBERS = "meta"

pytestmark = [
    pytest.mark.given("Together they are a complete mini-batch training loop, written from memory, and it contains more than one bug."),
]


@pytest.fixture
def state(rng, device):
    shapes = {"weight": (1, 3), "bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


@pytest.fixture
def data(rng, device):
    return draw(10, 3, rng, device)


@pytest.mark.asks("Fix `configure(n_features, lr, device)`", "a linear model with `n_features` inputs, one output and a bias")
@pytest.mark.concept("modules/linear-needs-sizes")
@pytest.mark.parametrize("n_features", [3, 1, 6])
def test_the_model(probes, rng, device, n_features):
    """`configure` returns a linear model with n_features inputs and one output."""
    x, _ = draw(7, n_features, rng, device)
    seen = probes.configured(x, [], lr=0.1)
    (line,) = seen["lines"]
    assert tuple(seen["output"].shape) == (7, 1), "shape of the output for 7 samples"
    assert_close(seen["output"], x @ line["weight"].T + line["bias"])


@pytest.mark.asks("on the device")
@pytest.mark.concept("modules/move-then-optimizer")
def test_the_device(probes):
    """The model is on the device that was passed in, here one without values (meta), and the optimizer has its parameters."""
    assert probes.elsewhere(4, NO_NUMBERS) == {"devices": [NO_NUMBERS], "not held": 0}, "devices, and parameters not in the optimizer"


@pytest.mark.asks("AdamW with the learning rate `lr` and torch's defaults", "and a bias")
@pytest.mark.concept("optimizers/adamw-decay")
@pytest.mark.parametrize("lr", [0.1, 0.004])
def test_the_optimizer(probes, rng, device, data, lr):
    """Its steps are those of AdamW with the given learning rate and torch's defaults, for weight and bias."""
    x, _ = data
    # The first gradient is as small as AdamW's eps, and the last is 0, so that its defaults show.
    coefficients = [torch.randn(10, 1, generator=rng, dtype=DOUBLE).to(device) * size for size in (1e-8, 1, 1, 1, 0)]
    start, *seen = probes.configured(x, coefficients, lr)["lines"]
    assert_close(seen, list(AdamW(start, lr).steps({"weight": each.T @ x, "bias": each.sum(0)} for each in coefficients)))


@pytest.mark.asks(
    "for each epoch the mean loss over all its samples", "the last may be smaller", "`train` iterates over the loader `n_epochs` times"
)
@pytest.mark.concept("training/fresh-total", "training/weight-by-batch-size")
@pytest.mark.parametrize("n_epochs", [3, 1])
@pytest.mark.parametrize("batch_size", [4, 10, 3])
def test_the_losses(probes, state, data, curves, batch_size, n_epochs):
    """`train` returns the mean loss of each epoch over its samples, with the loss of each batch taken before its step."""
    seen = probes.trained(state, *data, batch_size=batch_size, lr=0.02, n_epochs=n_epochs)["losses"][0]
    losses, _ = reference(state, *data, batch_size=batch_size, n_epochs=n_epochs, lr=0.02)
    curves(seen, losses)
    assert_close([float(loss) for loss in seen], losses)


@pytest.mark.asks("`train` returns a list of `n_epochs` floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, state, data):
    """The losses are plain Python floats."""
    seen = probes.trained(state, *data, batch_size=4, lr=0.02, n_epochs=3)
    assert seen["types"] == ["float"] * 3, "types in the list"
    assert_close([float(loss) for loss in seen["losses"][0]], reference(state, *data, batch_size=4, n_epochs=3, lr=0.02)[0])


@pytest.mark.asks("`train(model, optimizer, loader, n_epochs)`", "Each batch makes one step")
@pytest.mark.concept("optimizers/zero-grad-place")
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_each_batch_makes_one_step(probes, state, data, momentum):
    """Each batch makes one step of the optimizer that was passed in, here plain SGD, with the gradient of this batch alone."""
    setting = {"batch_size": 4, "lr": 0.02, "n_epochs": 3, "momentum": momentum}
    assert_close(probes.trained(state, *data, **setting)["weights"], reference(state, *data, **setting)[1])


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, state, data):
    """Gradients left over from before the call do not affect the first step."""
    setting = {"batch_size": 4, "lr": 0.02, "n_epochs": 1}
    assert_close(probes.trained(state, *data, **setting, leftover=5.0)["weights"], reference(state, *data, **setting)[1])


@pytest.mark.asks("with the gradient of its own mean squared error alone")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_a_second_call_goes_on(probes, state, data):
    """A second call continues from the weights of the first; nothing else of the first call has an effect."""
    seen = probes.trained(state, *data, batch_size=4, lr=0.02, n_epochs=1, calls=2)
    losses, weights = reference(state, *data, batch_size=4, n_epochs=2, lr=0.02)
    assert_close(seen["weights"], weights)
    assert_close([float(loss) for call in seen["losses"] for loss in call], losses)


@pytest.mark.asks("The model is in training mode")
@pytest.mark.concept("training/train-again", "training/train-sets-a-flag")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, state, data, training):
    """The model and all its layers are in training mode during training, whatever mode they were in before: batch norm sees every batch."""
    x, y = data
    seen = probes.in_which_mode(state, x, y, batch_size=5, training=training)
    mean = torch.zeros_like(x[0])
    for batch in x.split(5):
        mean = 0.9 * mean + 0.1 * batch.mean(0)
    assert_close(seen["mean"], mean)
    normed = torch.cat([(batch - batch.mean(0)) / (batch.var(0, unbiased=False) + 1e-5).sqrt() for batch in x.split(5)])
    # A model that is in training mode itself doubles its output.
    assert_close([float(loss) for loss in seen["losses"]], [((2 * predict(state, normed) - y) ** 2).mean().item()])


@pytest.mark.asks("The loader yields batches `(x, y)` of shapes (N, n_features) and (N, 1)")
@pytest.mark.parametrize(("n_features", "batch_size"), [(3, 4), (1, 10), (5, 3)])
def test_the_whole_recap(probes, rng, device, curves, n_features, batch_size):
    """Both functions together: after two epochs weights and losses are those of AdamW with one gradient per batch."""
    x, y = draw(10, n_features, rng, device)
    seen = probes.from_top_to_bottom(x, y, batch_size=batch_size, lr=0.05, n_epochs=2)
    losses, weights = reference(seen["first"], x, y, batch_size, n_epochs=2, lr=0.05, kind=AdamW)
    curves(seen["losses"], losses)
    assert_close(seen["last"], weights)
    assert_close([float(loss) for loss in seen["losses"]], losses)


class AdamW:
    """AdamW as in its paper, with torch's defaults."""

    def __init__(self, state, lr):
        self.values, self.lr, self.count = dict(state), lr, 0
        self.first = {name: torch.zeros_like(value) for name, value in state.items()}
        self.second = {name: torch.zeros_like(value) for name, value in state.items()}

    def step(self, gradients):
        self.count += 1
        for name, g in gradients.items():
            self.first[name] = 0.9 * self.first[name] + 0.1 * g
            self.second[name] = 0.999 * self.second[name] + 0.001 * g**2
            mean, square = self.first[name] / (1 - 0.9**self.count), self.second[name] / (1 - 0.999**self.count)
            self.values[name] = self.values[name] * (1 - 0.01 * self.lr) - self.lr * mean / (square.sqrt() + 1e-8)
        return dict(self.values)

    def steps(self, many):
        return (self.step(gradients) for gradients in many)


class SGD:
    def __init__(self, state, lr, momentum=0.0):
        self.values, self.lr, self.momentum = dict(state), lr, momentum
        self.velocity = {name: torch.zeros_like(value) for name, value in state.items()}

    def step(self, gradients):
        for name, gradient in gradients.items():
            self.velocity[name] = self.momentum * self.velocity[name] + gradient
            self.values[name] = self.values[name] - self.lr * self.velocity[name]


def reference(state, x, y, batch_size, n_epochs, lr, kind=SGD, **more):
    optimizer = kind(state, lr, **more)
    losses = []
    for _ in range(n_epochs):
        squares = []
        for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
            error = predict(optimizer.values, inputs) - targets
            squares.append(error**2)
            optimizer.step({"weight": 2 * (error * inputs).mean(0, keepdim=True), "bias": 2 * error.mean(0)})
        losses.append(torch.cat(squares).mean().item())
    return losses, optimizer.values


def predict(state, x):
    return x @ state["weight"].T + state["bias"]


def draw(n_samples, n_features, rng, device):
    x = torch.randn(n_samples, n_features, generator=rng, dtype=DOUBLE)
    y = torch.randn(n_samples, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 10  # the samples of the small last batch differ from the others
    return x.to(device), y.to(device)
