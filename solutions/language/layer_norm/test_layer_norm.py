"""Outputs and gradients against torch's layer norm, in float64, and against float64 where float32 gets into trouble."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use `nn.LayerNorm`")

DOUBLE = torch.float64
SHAPES = [(5, 4), (4, 4), (2, 3, 6), (2, 1, 3, 5), (7,), (1, 3), (1, 1, 2), (3, 1)]


@pytest.mark.concept("language/layer-norm-biased")
def test_four_numbers(probes, device):
    """1, 3, 5 and 7 become −1.3416, −0.4472, 0.4472 and 1.3416."""
    state = {"weight": torch.ones(4, device=device), "bias": torch.zeros(4, device=device)}
    x = torch.tensor([1.0, 3.0, 5.0, 7.0], device=device)
    expected = torch.tensor([-1.3416, -0.4472, 0.4472, 1.3416], device=device)
    assert_close(probes.normalized(state, x, x)["output"], expected, rtol=0, atol=1e-4)


@pytest.mark.asks("`weight` and `bias` are parameters of shape (n_features,)")
@pytest.mark.concept("modules/parameter-or-tensor")
@pytest.mark.parametrize("n_features", [5, 1])
def test_the_parameters(probes, n_features):
    """`weight` and `bias` are the module's parameters, each of shape (n_features,)."""
    seen = {name: tuple(value.shape) for name, value in probes.fresh(n_features)["parameters"].items()}
    assert seen == {"weight": (n_features,), "bias": (n_features,)}, "names and shapes of the parameters"


@pytest.mark.asks("`state_dict()` has the keys `weight` and `bias` and no others")
@pytest.mark.concept("language/layer-norm-in-eval")
def test_what_is_saved(probes):
    """The state_dict has the keys `weight` and `bias` and no others."""
    assert sorted(probes.fresh(5)["state"]) == ["bias", "weight"], "keys of the state_dict"


@pytest.mark.asks("initialized to 1 and 0")
@pytest.mark.concept("language/layer-norm-initialization")
@pytest.mark.parametrize("n_features", [5, 1])
def test_how_it_starts(probes, n_features):
    """In a new module the weight is 1 and the bias 0 for each feature."""
    wanted = {"weight": torch.ones(n_features), "bias": torch.zeros(n_features)}
    assert_close(probes.fresh(n_features)["parameters"], wanted, rtol=0, atol=0)


@pytest.mark.asks(
    "Write the class `LayerNorm(n_features, eps=1e-5)`",
    "`mean` and `variance` are those of each vector along the last dim",
    "The variance is the biased one, the mean of the squared differences from the mean",
)
@pytest.mark.concept("language/layer-norm-dims")
@pytest.mark.concept("language/layer-norm-biased")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_output(probes, rng, device, shape):
    """Each vector along the last dim is normalized to mean 0 and variance 1, then scaled by the weight and shifted by the bias; also in a
    batch of one."""
    state, x, weights = draw(rng, device, shape)
    assert_close(probes.normalized(state, x, weights)["output"], reference(state, x, weights)["output"])


@pytest.mark.asks("Gradients flow to x through every occurrence of x in the formula")
@pytest.mark.concept("language/layer-norm-gradient")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradients(probes, rng, device, shape):
    """The gradients with respect to x, weight and bias are those of torch's layer norm."""
    state, x, weights = draw(rng, device, shape)
    compare(probes.normalized(state, x, weights), reference(state, x, weights))


@pytest.mark.asks("Gradients flow to x through every occurrence of x in the formula")
@pytest.mark.concept("language/layer-norm-gradient")
def test_no_gradient_along_a_shift(probes, rng, device):
    """Adding a constant to a vector changes nothing, so the gradients of each vector sum to 0."""
    state, x, weights = draw(rng, device, (5, 8))
    seen = probes.normalized(state, x, weights)["gradients"][0]
    assert seen is not None, "no gradient flows to x"
    assert_close(seen.sum(-1), torch.zeros(5, dtype=DOUBLE, device=device), rtol=0, atol=1e-10)


@pytest.mark.asks("Write the class `LayerNorm(n_features, eps=1e-5)`")
@pytest.mark.concept("language/eps-under-the-root")
@pytest.mark.parametrize("eps", [None, 0.5, 1e-12], ids=str)
def test_eps(probes, rng, device, eps):
    """eps is added to the variance, under the root; its default is 1e-5."""
    state, x, weights = draw(rng, device, (4, 6))
    x = x * 0.01  # small variance, so that eps matters
    compare(probes.normalized(state, x, weights, eps=eps), reference(state, x, weights, eps or 1e-5))


@pytest.mark.asks("no statistics are kept between calls")
@pytest.mark.concept("language/layer-norm-in-eval")
def test_nothing_is_remembered(probes, rng, device):
    """The output depends on the vector only: not on the rest of its batch, earlier calls or the mode."""
    state, first, _ = draw(rng, device, (6, 4))
    batches = [first, 10 * first[:1] + 3, first[:2], first]
    seen = probes.several(state, batches)
    expected = [F.layer_norm(x, (4,), state["weight"], state["bias"]) for x in batches]
    assert_close(seen["outputs"], expected)
    assert_close(seen["state"], state, rtol=0, atol=0)


@pytest.mark.asks("Training and evaluation mode give the same result")
@pytest.mark.concept("language/layer-norm-in-eval")
def test_evaluation_mode(probes, rng, device):
    """Evaluation mode gives the same outputs and gradients as training mode."""
    state, x, weights = draw(rng, device, (5, 4))
    compare(probes.normalized(state, x, weights, training=False), reference(state, x, weights))


@pytest.mark.asks("Write the class `LayerNorm(n_features, eps=1e-5)`")
def test_inputs_that_are_not_contiguous(probes, rng, device):
    """Inputs may be transposed or sliced views."""
    state, x, weights = draw(rng, device, (6, 4))
    for view in (torch.randn(4, 6, generator=rng, dtype=DOUBLE).to(device).T, torch.cat([x, x], dim=1)[:, ::2]):
        compare(probes.normalized(state, view, weights), reference(state, view, weights))


@pytest.mark.asks("The dtype is that of the model and its input")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_precision_is_kept(probes, rng, device, dtype):
    """A float32 model gives float32, a float64 model float64."""
    state, x, weights = draw(rng, device, (3, 5), dtype)
    compare(probes.normalized(state, x, weights), reference(state, x, weights), rtol=1e-4, atol=1e-5)


@pytest.mark.asks("In float32 the result must be right to three digits")
@pytest.mark.concept("language/square-minus-square")
@pytest.mark.parametrize("mean", [1000.0, -3000.0])
def test_far_from_zero(probes, rng, device, mean):
    """In float32 the output is right to three digits if the mean is 1000 or 3000 times the standard deviation."""
    state, x, weights = draw(rng, device, (4, 64), torch.float32)
    x = x + mean
    exact = {key: value.double() for key, value in state.items()}
    expected = reference(exact, x.double(), weights.double())["output"].float()
    # The mean, too, is rounded: at 3000 by up to 2e-4, times a weight of up to 5.
    assert_close(probes.normalized(state, x, weights)["output"], expected, rtol=1e-3, atol=4e-3)


@pytest.mark.asks("A vector of equal elements gives `bias`")
@pytest.mark.concept("language/eps-under-the-root")
@pytest.mark.parametrize("n_features", [4, 1])
def test_equal_numbers(probes, rng, device, n_features):
    """A vector of equal elements gives the bias, and so does a vector of one element."""
    state, _, weights = draw(rng, device, (2, n_features))
    x = torch.tensor([[2.0] * n_features, [0.0] * n_features], dtype=DOUBLE, device=device)
    assert_close(probes.normalized(state, x, weights)["output"], state["bias"].expand(2, n_features))


@pytest.mark.asks("with finite gradients")
@pytest.mark.concept("language/eps-under-the-root")
def test_the_gradients_of_equal_numbers(probes, rng, device):
    """If all elements of a vector are equal, the gradients are finite and right."""
    state, _, weights = draw(rng, device, (2, 4))
    x = torch.tensor([[2.0] * 4, [0.0] * 4], dtype=DOUBLE, device=device)
    compare(probes.normalized(state, x, weights), reference(state, x, weights))


@pytest.mark.asks("x is not changed")
def test_the_input_is_left_alone(probes, rng, device):
    """The input tensor is not changed."""
    state, x, _ = draw(rng, device, (3, 4))
    assert_close(probes.afterwards(state, x), x, rtol=0, atol=0)


def draw(rng, device, shape, dtype=DOUBLE):
    """Weights and biases that are not 1 and 0, vectors whose means and variances differ, and weights for the sum of the outputs."""
    state = {name: torch.randn(shape[-1], generator=rng, dtype=dtype).to(device) for name in ("weight", "bias")}
    stretch = 0.5 + 2 * torch.rand(*shape[:-1], 1, generator=rng, dtype=dtype)
    x = stretch * (torch.randn(shape, generator=rng, dtype=dtype) + torch.randn(*shape[:-1], 1, generator=rng, dtype=dtype))
    return state, x.to(device), torch.randn(shape, generator=rng, dtype=dtype).to(device)


def reference(state, x, weights, eps=1e-5):
    given = [x.clone().requires_grad_(), *(state[name].clone().requires_grad_() for name in ("weight", "bias"))]
    out = F.layer_norm(given[0], (x.shape[-1],), given[1], given[2], eps)
    return {"output": out.detach(), "gradients": list(torch.autograd.grad((out * weights).sum(), given))}


def compare(seen, expected, **near):
    for name, gradient in zip(("x", "weight", "bias"), seen["gradients"], strict=True):
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen["output"], expected["output"], **near)
    assert_close(seen["gradients"], expected["gradients"], **near)
