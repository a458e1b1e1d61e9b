"""Model and optimizer against AdamW's own formula, the loop against gradients on paper; in float64, since AdamW divides by tiny numbers."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def data(rng, device):
    x = torch.randn(10, 3, generator=rng, dtype=DOUBLE)
    y = torch.randn(10, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 10  # the rows of the small last batch differ from the others
    return x.to(device), y.to(device)


@pytest.mark.concept("modules/linear-needs-sizes")
def test_the_model(probes, state, data):
    """`configure` gives a linear model from n_features numbers to one, with the names `weight` and `bias`."""
    seen = probes.configured(state, data[0], [], lr=0.1)
    assert {name: tuple(value.shape) for name, value in seen["fresh"].items()} == {"weight": (1, 3), "bias": (1,)}
    assert_close(seen["output"], data[0] @ state["weight"].T + state["bias"])


@pytest.mark.concept("optimisers/adamw-home")
@pytest.mark.concept("optimisers/adamw-decay")
@pytest.mark.parametrize("lr", [0.1, 0.004])
def test_the_optimizer(probes, rng, device, state, data, lr):
    """Its steps are those of AdamW with the given learning rate and torch's defaults: with fresh gradients, with none left, step by step."""
    gradients = [draw_state(rng, device) for _ in range(4)] + [{name: torch.zeros_like(value) for name, value in state.items()}]
    seen = probes.configured(state, data[0], gradients, lr)["weights"]
    assert_close(seen, [values for _, values in zip(gradients, AdamW(state, lr).steps(gradients), strict=True)])


@pytest.mark.concept("optimisers/zero-or-no-grad")
@pytest.mark.concept("training/fresh-total")
@pytest.mark.concept("training/weight-by-rows")
def test_the_loop_with_another_optimizer(probes, state, data, curves):
    """With plain SGD in its hands `train` makes one clean step a batch, and reports each epoch's mean over its rows."""
    seen = probes.trained(state, *data, batch_size=4, lr=0.02, n_epochs=3)
    losses, weights = reference(state, *data, batch_size=4, n_epochs=3, lr=0.02)
    curves(seen["losses"][0], losses)
    assert_close(seen["weights"], weights)
    assert_close([float(loss) for loss in seen["losses"][0]], losses)
    assert seen["types"] == ["float"] * 3


@pytest.mark.concept("optimisers/zero-or-no-grad")
def test_a_second_call_goes_on(probes, state, data):
    """A second call goes on from the first; no gradient is left over from the first one."""
    seen = probes.trained(state, *data, batch_size=4, lr=0.02, n_epochs=1, calls=2)
    losses, weights = reference(state, *data, batch_size=4, n_epochs=2, lr=0.02)
    assert_close(seen["weights"], weights)
    assert_close([float(loss) for call in seen["losses"] for loss in call], losses)


@pytest.mark.parametrize("batch_size", [4, 10, 3], ids=["last of two", "one batch", "last of one"])
def test_the_whole_recap(probes, state, data, batch_size, curves):
    """From top to bottom: after two epochs weights and losses are those of AdamW with one clean gradient a batch."""
    seen = probes.from_top_to_bottom(state, *data, batch_size=batch_size, lr=0.05, n_epochs=2)
    losses, weights = reference(state, *data, batch_size, n_epochs=2, lr=0.05, kind="adamw")
    curves(seen["losses"], losses)
    assert_close(seen["weights"], weights)
    assert_close([float(loss) for loss in seen["losses"]], losses)


@pytest.mark.concept("training/train-again")
def test_training_mode(probes, data):
    """A model that comes in evaluation mode trains in training mode: its batch norm learns from every batch."""
    expected = torch.zeros(3, dtype=DOUBLE, device=data[0].device)
    for rows in data[0].split(5):
        expected = 0.9 * expected + 0.1 * rows.mean(0)
    assert_close(probes.statistics(*data, batch_size=5), expected)


class AdamW:
    """AdamW from its paper, with torch's defaults."""

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


class SGD(AdamW):
    def step(self, gradients):
        self.values = {name: value - self.lr * gradients[name] for name, value in self.values.items()}


def reference(state, x, y, batch_size, n_epochs, lr, kind="sgd"):
    optimizer = {"sgd": SGD, "adamw": AdamW}[kind](state, lr)
    losses = []
    for _ in range(n_epochs):
        squares = []
        for rows, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
            error = rows @ optimizer.values["weight"].T + optimizer.values["bias"] - targets
            squares.append(error**2)
            optimizer.step({"weight": 2 * (error * rows).mean(0, keepdim=True), "bias": 2 * error.mean(0)})
        losses.append(torch.cat(squares).mean().item())
    return losses, optimizer.values


def draw_state(rng, device):
    shapes = {"weight": (1, 3), "bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
