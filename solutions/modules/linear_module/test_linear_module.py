"""The module against x · weightᵀ + bias: outputs, names, gradients, training, copies, hooks."""

import pytest
import torch
from torch.testing import assert_close

# The only device apart from the CPU that every machine has; its tensors have shapes and no values.
OTHER_DEVICE = "meta"
KEYS = ["linear.weight", "linear.bias"]


@pytest.fixture
def state(rng, device):
    return draw_state(3, rng, device)


@pytest.fixture
def x(rng, device):
    return torch.randn(5, 3, generator=rng).to(device)


@pytest.mark.asks("Fix the class `LinearRegression(n_features)`", "A call `model(x)` with x of shape (N, n_features)")
@pytest.mark.concept("modules/forward-returns")
@pytest.mark.parametrize(("n", "n_features"), [(5, 3), (4, 1), (1, 3), (1, 1)])
def test_the_output(probes, rng, device, n, n_features):
    """`model(x)` returns x · weightᵀ + bias, of shape (N, 1)."""
    state = draw_state(n_features, rng, device)
    x = torch.randn(n, n_features, generator=rng).to(device)
    same_output(probes.output(state, x), state, x)


@pytest.mark.asks("A call `model(x)` with x of shape (N, n_features)")
@pytest.mark.concept("modules/layer-in-forward")
def test_the_same_input_gives_the_same_output(probes, x):
    """A model that is not trained in between gives the same output for the same input, each time."""
    first, second = probes.called_twice(x)
    assert isinstance(first, torch.Tensor), f"model(x) returned {first}"
    assert_close(second, first, rtol=0, atol=0)


@pytest.mark.asks("with one linear layer, called `linear`", "has exactly the keys `linear.weight` and `linear.bias`")
@pytest.mark.concept("modules/plain-list")
@pytest.mark.parametrize("n_features", [3, 1])
def test_the_state_dict(probes, rng, device, n_features):
    """The state_dict has the keys `linear.weight` and `linear.bias` and no other, and saved weights can be loaded."""
    state = draw_state(n_features, rng, device)
    seen = probes.parts(state, n_features)["state"]
    assert list(seen) == KEYS, "keys of the state_dict"
    assert_close(seen, state, rtol=0, atol=0)


@pytest.mark.asks("`model.parameters()` yields these two.")
@pytest.mark.concept("modules/parameter-or-tensor")
@pytest.mark.parametrize("n_features", [3, 1])
def test_the_parameters(probes, rng, device, n_features):
    """`parameters()` yields weight and bias and no other."""
    state = draw_state(n_features, rng, device)
    seen = probes.parts(state, n_features)["parameters"]
    assert [tuple(p.shape) for p in seen] == [(1, n_features), (1,)], "shapes of the parameters"
    assert_close(seen, list(state.values()), rtol=0, atol=0)


@pytest.mark.asks("So `model.double()`, `model.to(device)`, an optimizer and saved weights apply to both.")
@pytest.mark.concept("modules/plain-list")
def test_another_dtype(probes, rng, device):
    """`double()` converts weight and bias: a float64 model takes float64 inputs and returns float64 outputs."""
    state = draw_state(3, rng, device, torch.float64)
    x = torch.randn(5, 3, generator=rng, dtype=torch.float64).to(device)
    same_output(probes.output(state, x), state, x)


@pytest.mark.asks("So `model.double()`, `model.to(device)`, an optimizer and saved weights apply to both.")
@pytest.mark.concept("modules/plain-list")
def test_another_device(probes):
    """`to(device)` moves weight and bias."""
    assert probes.moved(3, OTHER_DEVICE) == [OTHER_DEVICE, OTHER_DEVICE], "devices of the parameters after `to(device)`"


@pytest.mark.asks("A loss computed from the output gives both a gradient.")
@pytest.mark.concept("autograd/detach-shares")
def test_the_gradients(probes, rng, state, x):
    """A loss computed from the output gives weight and bias their gradients."""
    y = torch.randn(5, 1, generator=rng).to(x.device)
    seen = probes.trained(state, x, y, lr=0.1, steps=1)["gradients"]
    assert None not in seen.values(), "a parameter got no gradient"
    assert_close(seen, descend(state, x, y, lr=0.1, steps=1)[0])


@pytest.mark.asks("an optimizer and saved weights apply to both")
def test_three_steps_of_training(probes, rng, state, x):
    """Three steps of SGD on `model.parameters()` update weight and bias correctly."""
    y = torch.randn(5, 1, generator=rng).to(x.device)
    seen = probes.trained(state, x, y, lr=0.1, steps=3)["weights"]
    assert_close(seen, descend(state, x, y, lr=0.1, steps=3)[1])


@pytest.mark.asks("Two models share nothing.")
@pytest.mark.concept("modules/layer-in-forward")
def test_two_models_share_nothing(probes, rng, device, state, x):
    """Two models with different weights each return their own output."""
    other = draw_state(3, rng, device)
    first, second = probes.two_models(state, other, x)
    same_output(first, state, x)
    same_output(second, other, x)


@pytest.mark.asks("That holds for a deep copy, too.")
@pytest.mark.concept("modules/call-not-forward")
def test_a_deep_copy_is_a_model_of_its_own(probes, rng, device, state, x):
    """A deep copy with other weights uses those, and the original keeps its own."""
    other = draw_state(3, rng, device)
    seen = probes.copied(state, other, x)
    same_output(seen["copy"], other, x)
    same_output(seen["model"], state, x)


@pytest.mark.asks("The module works as a layer of another one, such as `nn.Sequential`.")
@pytest.mark.concept("modules/nested-keys")
def test_it_is_a_layer_for_others(probes, state, x):
    """The module works inside an nn.Sequential, and its keys get the prefix of the Sequential."""
    seen = probes.in_a_sequential(state, x)
    assert list(seen["state"]) == [f"0.{key}" for key in KEYS], "keys of the Sequential's state_dict"
    assert_close(list(seen["state"].values()), list(state.values()), rtol=0, atol=0)
    assert_close(seen["output"], (x @ state["linear.weight"].T + state["linear.bias"]).tanh())


@pytest.mark.asks("a forward hook runs exactly once per prediction")
@pytest.mark.concept("modules/call-not-forward")
def test_predict_runs_the_hooks(probes, rng, state, x):
    """A forward hook on the model runs once for each prediction."""
    shifts = [1 + torch.rand(1, generator=rng).item() for _ in range(3)]
    bare = x @ state["linear.weight"].T + state["linear.bias"]
    # Whenever it runs, the hook adds the next of the shifts: twice for a prediction would add another one.
    for output, shift in zip(probes.predicted(state, x, shifts), shifts, strict=True):
        assert isinstance(output, torch.Tensor), f"the model returned {output}, not a tensor"
        assert output.shape != bare.shape or not torch.allclose(output, bare), "the hook did not run"
        same_output(output - shift, state, x)


@pytest.mark.asks("`predict(model, x)` returns the output of any module for x, and runs all its hooks")
@pytest.mark.concept("modules/call-not-forward")
def test_predict_gives_what_the_hooks_leave(probes, x):
    """For any module, `predict` returns the output after its forward pre-hooks and forward hooks."""
    assert_close(probes.predicted_by_another(x), 2 * (x + 3) + 1)


@pytest.mark.asks("The model stays in its mode, training or evaluation.")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_predict_leaves_the_mode(probes, x, training):
    """`predict` uses the model in its current mode, and does not change the mode."""
    expected = 2 * x if training else x
    assert_close(probes.predicted_in_mode(x, training), [expected, expected])


def draw_state(n_features, rng, device, dtype=torch.float32):
    shapes = {"linear.weight": (1, n_features), "linear.bias": (1,)}
    return {key: torch.randn(shape, generator=rng, dtype=dtype).to(device) for key, shape in shapes.items()}


def same_output(output, state, x):
    assert isinstance(output, torch.Tensor), f"the model returned {output}, not a tensor"
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
