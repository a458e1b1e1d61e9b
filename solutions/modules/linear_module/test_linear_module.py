"""The module against x · weightᵀ + bias: outputs, names, gradients, training, copies, hooks."""

import pytest
import torch
from torch.testing import assert_close

KEYS = ["linear.weight", "linear.bias"]


@pytest.fixture
def state(rng, device):
    return draw_state(3, rng, device)


@pytest.fixture
def x(rng, device):
    return torch.randn(5, 3, generator=rng).to(device)


@pytest.mark.concept("modules/forward-returns")
@pytest.mark.parametrize(("n", "n_features"), [(5, 3), (4, 1), (1, 3), (1, 1)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_output(probes, rng, device, n, n_features, dtype):
    """`model(x)` gives x · weightᵀ + bias, of shape (N, 1), in the precision of the model."""
    state = draw_state(n_features, rng, device, dtype)
    x = torch.randn(n, n_features, generator=rng, dtype=dtype).to(device)
    same_output(probes.output(state, x), state, x)


@pytest.mark.concept("modules/plain-list")
@pytest.mark.parametrize("n_features", [3, 1])
def test_the_module_knows_its_parts(probes, rng, device, n_features):
    """The state_dict has the keys `linear.weight` and `linear.bias`, and `parameters()` gives these two and no other."""
    state = draw_state(n_features, rng, device)
    seen = probes.parts(state, n_features)
    assert list(seen["state"]) == KEYS
    assert_close(seen["state"], state, rtol=0, atol=0)
    assert [tuple(p.shape) for p in seen["parameters"]] == [(1, n_features), (1,)]
    assert_close(seen["parameters"], list(state.values()), rtol=0, atol=0)


@pytest.mark.concept("modules/layer-in-forward")
def test_the_same_input_gives_the_same_output(probes, x):
    """A model that is not trained in between gives the same output for the same input, each time."""
    first, second = probes.called_twice(x)
    assert isinstance(first, torch.Tensor), f"model(x) gave {first}"
    assert_close(second, first, rtol=0, atol=0)


def test_gradients_and_three_steps_of_training(probes, rng, state, x):
    """The loss sends its gradient to weight and bias, and three SGD steps bring both where the arithmetic says."""
    y = torch.randn(5, 1, generator=rng).to(x.device)
    seen = probes.trained(state, x, y, lr=0.1, steps=3)
    gradients, weights = descend(state, x, y, lr=0.1, steps=3)
    assert None not in seen["gradients"].values(), "a parameter got no gradient"
    assert_close(seen["gradients"], gradients)
    assert_close(seen["weights"], weights)


@pytest.mark.concept("modules/call-not-forward")
def test_a_deep_copy_is_a_model_of_its_own(probes, rng, device, state, x):
    """A deep copy that is given other weights computes with those, and the original with its own."""
    other = draw_state(3, rng, device)
    seen = probes.copied(state, other, x)
    same_output(seen["copy"], other, x)
    same_output(seen["model"], state, x)


def test_two_models_share_nothing(probes, rng, device, state, x):
    """Two models with different weights give each its own output."""
    other = draw_state(3, rng, device)
    first, second = probes.two_models(state, other, x)
    same_output(first, state, x)
    same_output(second, other, x)


def test_it_is_a_layer_for_others(probes, state, x):
    """Inside an nn.Sequential the module works and keeps its names, below those of the Sequential."""
    seen = probes.in_a_sequential(state, x)
    assert list(seen["state"]) == [f"0.{key}" for key in KEYS]
    assert_close(list(seen["state"].values()), list(state.values()), rtol=0, atol=0)
    assert_close(seen["output"], (x @ state["linear.weight"].T + state["linear.bias"]).tanh())


@pytest.mark.concept("modules/call-not-forward")
def test_predict_runs_the_hooks(probes, rng, state, x):
    """A forward hook on the model runs once for each prediction."""
    shifts = [1 + torch.rand(1, generator=rng).item() for _ in range(3)]
    bare = x @ state["linear.weight"].T + state["linear.bias"]
    # Whenever it runs, the hook adds the next of the shifts: twice for a prediction would add another one.
    for output, shift in zip(probes.predicted(state, x, shifts), shifts, strict=True):
        assert isinstance(output, torch.Tensor), f"the model gave {output}, not a tensor"
        assert output.shape != bare.shape or not torch.allclose(output, bare), "the hook did not run"
        same_output(output - shift, state, x)


@pytest.mark.concept("modules/call-not-forward")
def test_predict_gives_what_the_hooks_leave(probes, x):
    """For any module, `predict` gives its output as its hooks leave it."""
    assert_close(probes.predicted_by_another(x), 2 * x + 1)


def draw_state(n_features, rng, device, dtype=torch.float32):
    shapes = {"linear.weight": (1, n_features), "linear.bias": (1,)}
    return {key: torch.randn(shape, generator=rng, dtype=dtype).to(device) for key, shape in shapes.items()}


def same_output(output, state, x):
    assert isinstance(output, torch.Tensor), f"the model gave {output}, not a tensor"
    assert_close(output, x @ state["linear.weight"].T + state["linear.bias"])


def descend(state, x, y, lr, steps):
    weight, bias = state["linear.weight"], state["linear.bias"]
    first, history = {}, []
    for _ in range(steps):
        error = x @ weight.T + bias - y
        gradients = {"linear.weight": 2 * (error * x).mean(0, keepdim=True), "linear.bias": 2 * error.mean(0)}
        first = first or gradients
        weight, bias = weight - lr * gradients["linear.weight"], bias - lr * gradients["linear.bias"]
        history.append({"linear.weight": weight, "linear.bias": bias})
    return first, history
