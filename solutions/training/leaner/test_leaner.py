"""The numbers against gradients on paper; the work against itself, for eight times as many rows."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
FEW, MANY = 12, 96
# Right answers run as much for many rows as for few; a loop over rows runs at least once for each of the 84 that are more.
SLACK = 30


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.mark.concept("training/stale-predictions")
@pytest.mark.parametrize("n", [MANY, 5, 1])
def test_the_training(probes, rng, device, state, n, curves):
    """`train` makes SGD steps on the mean squared error of all rows: losses before each step, and the weights at the end."""
    x, y = draw(n, rng, device)
    seen = probes.trained(state, x, y, lr=0.05, n_steps=5)
    losses, weights = reference(state, x, y, lr=0.05, n_steps=5)
    curves(seen["losses"], losses)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close(seen["weights"], weights)


@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, rng, device, state):
    """The losses are plain Python floats, one for each step."""
    x, y = draw(5, rng, device)
    seen = probes.trained(state, x, y, lr=0.05, n_steps=3)
    assert seen["types"] == ["float"] * 3
    assert_close([float(loss) for loss in seen["losses"]], reference(state, x, y, lr=0.05, n_steps=3)[0])


@pytest.mark.concept("training/detached-too-late")
@pytest.mark.parametrize("n", [MANY, 5, 1])
def test_the_evaluation(probes, rng, device, state, n):
    """`evaluate` gives the mean squared error and the share of hits over all rows, as plain floats; the model runs without recording."""
    x, y = draw(n, rng, device)
    seen = probes.evaluated(state, x, y, tolerance=0.7)
    assert_close(seen["found"], measured(state, x, y, tolerance=0.7))
    assert seen["types"] == {"loss": "float", "hits": "float"}


def test_a_row_at_the_tolerance(probes, device):
    """A row whose error is exactly the tolerance is a hit, be the prediction too high or too low."""
    state = {"weight": torch.tensor([[1.0, 0.0, 0.0]], dtype=DOUBLE).to(device), "bias": torch.zeros(1, dtype=DOUBLE).to(device)}
    x = torch.tensor([[0.0], [2.0], [4.0], [-3.0]], dtype=DOUBLE).to(device) * torch.ones(3, dtype=DOUBLE).to(device)
    seen = probes.evaluated(state, x, torch.tensor([2.0, 2.0, 1.0, -5.0], dtype=DOUBLE).to(device), tolerance=2.0)
    assert_close(seen["found"], {"loss": 17 / 4, "hits": 3 / 4})


@pytest.mark.concept("training/stale-predictions")
def test_the_evaluation_knows_the_newest_weights(probes, rng, device):
    """The same model with the same rows gives other numbers when its weights have changed."""
    x, y = draw(20, rng, device)
    states = [draw_state(rng, device) for _ in range(2)]
    assert_close(probes.evaluated_again(states, x, y, tolerance=0.7), [measured(state, x, y, 0.7) for state in states])


@pytest.mark.concept("training/operations-not-rows")
@pytest.mark.parametrize("part", ["train", "evaluate"])
def test_the_work_in_torch(probes, rng, device, state, part):
    """For eight times as many rows the same number of torch operations runs."""
    few, many = (work(probes, rng, device, state, n)[part]["operations"] for n in (FEW, MANY))
    assert many <= few + SLACK, f"`{part}` runs {few} torch operations for {FEW} rows, and {many} for {MANY}"


@pytest.mark.concept("training/operations-not-rows")
@pytest.mark.parametrize("part", ["train", "evaluate"])
def test_the_work_in_python(probes, rng, device, state, part):
    """For eight times as many rows the same number of your lines runs."""
    few, many = (work(probes, rng, device, state, n)[part]["lines"] for n in (FEW, MANY))
    assert many <= few + SLACK, f"in `{part}` {few} lines run for {FEW} rows, and {many} for {MANY}"


def work(probes, rng, device, state, n):
    """The counts, after a look whether the work that was counted gave the right numbers."""
    x, y = draw(n, rng, device)
    seen = probes.work(state, x, y, n_steps=2, tolerance=0.7)
    losses, weights = reference(state, x, y, lr=0.01, n_steps=2)
    assert_close(seen["losses"], losses)
    assert_close(seen["found"], measured(weights, x, y, tolerance=0.7))
    return seen["counts"]


def draw_state(rng, device):
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in {"weight": (1, 3), "bias": (1,)}.items()}


def draw(n, rng, device):
    return torch.randn(n, 3, generator=rng, dtype=DOUBLE).to(device), torch.randn(n, generator=rng, dtype=DOUBLE).to(device)


def errors(state, x, y):
    return x @ state["weight"][0] + state["bias"] - y


def measured(state, x, y, tolerance):
    sizes = errors(state, x, y).abs()
    return {"loss": (sizes**2).mean().item(), "hits": int((sizes <= tolerance).sum()) / len(sizes)}


def reference(state, x, y, lr, n_steps):
    """The losses before each step, and the weights in the end."""
    weight, bias, losses = state["weight"], state["bias"], []
    for _ in range(n_steps):
        error = errors({"weight": weight, "bias": bias}, x, y)
        losses.append((error**2).mean().item())
        weight, bias = weight - lr * 2 * (error @ x)[None] / len(x), bias - lr * 2 * error.mean()
    return losses, {"weight": weight, "bias": bias}
