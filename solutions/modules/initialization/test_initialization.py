"""Fans by hand, distributions by their moments and quantiles, the standard deviations against NumPy in float64."""

import math

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = [pytest.mark.asks("Do not use `torch.nn.init`.")]

SHAPES = [(300, 200), (100, 400), (96, 32, 3, 5)]
FILLS = ["xavier_uniform_", "kaiming_normal_"]
CONSTANT = 0.75  # of all parameters of a model before it is initialized


@pytest.mark.asks("`shape` is that of a weight", "Returns the ints (fan_in, fan_out).", "For a linear layer they are `in` and `out`.")
@pytest.mark.asks("For a convolution, C_in and C_out are multiplied by the kernel size kh · kw.")
@pytest.mark.concept("initialization/fan-in-linear")
@pytest.mark.concept("initialization/fan-in-conv")
@pytest.mark.parametrize(
    ("shape", "expected"),
    [((5, 3), (3, 5)), ((1, 7), (7, 1)), ((10, 3, 5, 5), (75, 250)), ((4, 6, 2, 3), (36, 24)), ((8, 1, 1, 1), (1, 8))],
)
def test_fans(probes, shape, expected):
    """`fans` returns fan_in and fan_out of linear layers and of convolutions."""
    assert probes.fans(shape) == expected, f"fan_in and fan_out of a weight of shape {shape}"


@pytest.mark.asks("fills `weight` with values of the uniform distribution on [−a, a]", "It can be float32 or float64.")
@pytest.mark.concept("initialization/xavier-variance")
@pytest.mark.concept("initialization/uniform-bound")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("gain", [None, 1.6])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_xavier_uniform(probes, seed, device, shape, gain, dtype):
    """`xavier_uniform_` fills the weight with values of the uniform distribution on [−a, a], with a = gain · √(6 / (fan_in + fan_out))."""
    like = torch.full(shape, math.nan, dtype=dtype, device=device)
    got = probes.filled("xavier_uniform_", like, seed, *([] if gain is None else [gain]))
    bound = (gain or 1.0) * math.sqrt(6 / sum(fans(shape)))
    assert_uniform(got, bound, like)


@pytest.mark.asks("fills `weight` with values of the normal distribution with mean 0 and variance", "It can be float32 or float64.")
@pytest.mark.asks("The negative slope is that of the leaky ReLU that follows; 0 is ReLU.")
@pytest.mark.concept("initialization/kaiming-variance")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("slope", [None, 0.5, 1.0])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_kaiming_normal(probes, seed, device, shape, slope, dtype):
    """`kaiming_normal_` fills the weight with normal values of mean 0 and variance 2 / ((1 + negative_slope²) · fan_in)."""
    like = torch.full(shape, math.nan, dtype=dtype, device=device)
    got = probes.filled("kaiming_normal_", like, seed, *([] if slope is None else [slope]))
    assert_normal(got, math.sqrt(2 / (1 + (slope or 0) ** 2) / fans(shape)[0]), like)


@pytest.mark.asks("The weight is changed in place, and returned.")
@pytest.mark.concept("optimizers/update-in-place")
@pytest.mark.parametrize("name", FILLS)
def test_the_weight_is_changed_in_place(probes, seed, device, name):
    """The weight itself is changed and returned: a view of it that was created before sees the values."""
    seen = probes.returned(name, torch.full((30, 20), math.nan, device=device), seed)
    assert not seen["view"].isnan().any(), f"{name} does not write into the memory of the weight"
    assert seen["is_the_weight"], f"{name} does not return the weight itself"


@pytest.mark.asks("It can require grad; it is still a leaf afterwards.")
@pytest.mark.concept("autograd/in-place-leaf")
@pytest.mark.parametrize("name", FILLS)
def test_the_weight_is_still_a_leaf(probes, seed, device, name):
    """A weight that requires grad is accepted, and is still a leaf that requires grad."""
    seen = probes.returned(name, torch.full((30, 20), math.nan, device=device), seed)
    assert (seen["leaf"], seen["requires_grad"]) == (True, True), f"is_leaf and requires_grad of the weight after {name}"


@pytest.mark.asks("All random values are drawn from `generator`, and torch's default generator is then not used.")
@pytest.mark.concept("initialization/generator")
@pytest.mark.parametrize("name", FILLS)
def test_the_generator(probes, seed, device, name):
    """Generators with the same seed give the same weights, and the second weight from a generator differs from the first one."""
    like = torch.zeros(30, 20, device=device)
    first, second = probes.twice(name, like, seed)
    assert_close(probes.filled(name, like, seed), first, rtol=0, atol=0, msg="two generators with the same seed give different weights")
    assert not torch.equal(first, second), "two weights in a row from one generator are equal"


@pytest.mark.asks("All random values are drawn from `generator`, and torch's default generator is then not used.")
@pytest.mark.concept("initialization/generator")
@pytest.mark.parametrize("name", FILLS)
def test_the_default_generator_is_not_used(probes, seed, device, name):
    """With a generator, torch's default generator does not advance."""
    got = probes.default_generator_afterwards(name, torch.zeros(30, 20, device=device), seed, seed + 1)
    expected = torch.rand(4, generator=torch.Generator().manual_seed(seed + 1))
    assert_close(got, expected, rtol=0, atol=0, msg=lambda text: f"values of the default generator after the call: {text}")


@pytest.mark.asks("If it is None, the default generator is used.")
@pytest.mark.concept("initialization/generator")
@pytest.mark.parametrize("name", FILLS)
def test_without_a_generator(probes, seed, device, name):
    """Without a generator, `torch.manual_seed` determines the values."""
    like = torch.zeros(30, 20, device=device)
    first, again, other = (probes.filled_by_default(name, like, start) for start in (seed, seed, seed + 1))
    assert_close(again, first, rtol=0, atol=0, msg="the same torch.manual_seed gives different weights")
    assert not torch.equal(first, other), "different seeds give the same weights"


@pytest.mark.asks(
    "initializes each `nn.Linear` and each `nn.Conv2d` in the model, however deeply it is nested", "`init_model_` passes its generator on."
)
@pytest.mark.concept("initialization/apply-to-modules")
def test_weights_of_the_model(probes, seed, device):
    """`init_model_` fills the weights of all linear layers and convolutions, nested ones too, from the generator."""
    first, second = probes.model_afterwards(seed, seed + 1, device, CONSTANT)
    for name, layer in (
        ("0.weight", "convolution"),
        ("3.weight", "convolution without bias"),
        ("4.layers.0.weight", "nested linear layer"),
    ):
        assert_normal(first[name], math.sqrt(2 / fans(first[name].shape)[0]), first[name], layer)
    last = first["4.layers.2.weight"]
    assert_normal(last, math.sqrt(2 / fans(last.shape)[0]), last, "linear layer without bias")
    assert_close(second, first, rtol=0, atol=0, msg="the weights depend on the default generator")


@pytest.mark.asks("initializes each `nn.Linear` and each `nn.Conv2d` in the model, however deeply it is nested")
@pytest.mark.concept("initialization/apply-to-modules")
def test_a_model_of_one_layer(probes, seed, device):
    """The model itself can be a linear layer."""
    got = probes.one_layer_afterwards(seed, device)
    assert_normal(got["weight"], math.sqrt(2 / 100), got["weight"])
    assert_close(got["bias"], torch.zeros_like(got["bias"]), rtol=0, atol=0)


@pytest.mark.asks("and its bias with zeros", "A layer can have no bias.")
@pytest.mark.concept("initialization/zero-biases")
def test_biases_of_the_model(probes, seed, device):
    """The biases of linear layers and convolutions are 0."""
    got, _ = probes.model_afterwards(seed, seed + 1, device, CONSTANT)
    for name in ("0.bias", "4.layers.0.bias"):
        assert_close(got[name], torch.zeros_like(got[name]), rtol=0, atol=0, msg=lambda text, name=name: f"{name}: {text}")


@pytest.mark.asks("All other parameters keep their values.")
@pytest.mark.concept("initialization/apply-to-modules")
def test_other_parameters_of_the_model(probes, seed, device):
    """The parameters of other modules, such as BatchNorm2d, LayerNorm, PReLU and Embedding, keep their values."""
    got, _ = probes.model_afterwards(seed, seed + 1, device, CONSTANT)
    for name in ("1.weight", "1.bias", "2.weight", "4.scale", "4.layers.1.weight", "4.layers.1.bias", "5.weight"):
        assert_close(got[name], torch.full_like(got[name], CONSTANT), rtol=0, atol=0, msg=lambda text, name=name: f"{name}: {text}")


@pytest.mark.asks("`x` has shape (N, d₀), N ≥ 1.", "`weights` is a list of weights, of shapes (d₁, d₀), (d₂, d₁) and so on.")
@pytest.mark.asks("The layers have no bias, and there is a ReLU between them")
@pytest.mark.asks("Returns a 1-D tensor with the standard deviation of each zₗ over all its values, with `correction=0`.")
@pytest.mark.concept("initialization/variance-of-a-sum")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize(("n", "sizes"), [(6, [3, 5, 4, 2]), (1, [4, 3, 5]), (3, [2, 2]), (5, [3, 3, 3, 3, 3])], ids=str)
def test_preactivation_stds(probes, rng, device, n, sizes, dtype):
    """The standard deviations are those of the outputs of the linear layers, before the ReLU, over all samples and features."""
    x, weights = draw(rng, device, n, sizes, dtype)
    expected = stds_by_hand(x, weights)
    near = 1e-5 if dtype == torch.float32 else 1e-12  # few products and sums of values of about 1
    assert_close(probes.stds(x, weights)["stds"], torch.tensor(expected, dtype=dtype, device=device), rtol=near, atol=near)


@pytest.mark.asks("`x` and the weights are not changed.")
@pytest.mark.concept("optimizers/update-in-place")
def test_the_arguments_are_not_changed(probes, rng, device):
    """`preactivation_stds` changes neither x nor the weights."""
    x, weights = draw(rng, device, 4, [3, 5, 2], torch.float32)
    assert_close(probes.stds(x, weights)["arguments"], [x, *weights], rtol=0, atol=0)


@pytest.mark.asks("In 20 ReLU layers of equal width, Kaiming initialization keeps the order of magnitude of the standard deviation.")
@pytest.mark.asks("With Xavier initialization each layer multiplies it by about 1 / √2.")
@pytest.mark.concept("initialization/half-of-relu")
@pytest.mark.parametrize(("name", "per_layer"), [("kaiming_normal_", 1.0), ("xavier_uniform_", 0.5**0.5)])
def test_twenty_layers(probes, rng, seed, device, name, per_layer):
    """In 20 ReLU layers, the standard deviation stays of the same order with Kaiming, and falls by about 1 / √2 per layer with Xavier."""
    stds = probes.deep_stds(name, torch.randn(64, 512, generator=rng).to(device), 20, seed)
    ratio, expected = (stds[-1] / stds[0]).item(), per_layer**19
    # The logarithm of this ratio has a standard deviation of about sqrt(5 · 20 / 512) / 2 = 0.22; a factor of 3 is five of them.
    assert expected / 3 < ratio < 3 * expected, (
        f"standard deviation of layer 20 over that of layer 1: {ratio:.3g}, expected about {expected:.3g}"
    )


def fans(shape):
    size = math.prod(shape[2:])
    return shape[1] * size, shape[0] * size


def assert_uniform(got, bound, like):
    """From 40,000 values on, the largest is within 1 % of the bound, and half of them are below half of it, up to 0.25 % or so."""
    assert (got.shape, got.dtype) == (like.shape, like.dtype), f"shape and dtype of the weight: {tuple(got.shape)}, {got.dtype}"
    largest, inner = got.abs().max().item() / bound, (got.abs() < bound / 2).double().mean().item()
    assert 0.99 < largest < 1.0001, f"the largest absolute value is {largest:.4f} times the bound a = {bound:.4f}"
    assert abs(inner - 0.5) < 0.02, f"{inner:.1%} of the absolute values are below a / 2, expected 50 %"
    assert abs(got.mean().item()) < 0.02 * bound, f"the mean is {got.mean().item():.4f}, expected about 0"


def assert_normal(got, std, like, what="weight"):
    """From 10,000 values on, the standard deviation is known to 0.7 %, and the fraction within one of them, 68.3 %, to 0.5 %."""
    assert (got.shape, got.dtype) == (like.shape, like.dtype), f"shape and dtype of the weight: {tuple(got.shape)}, {got.dtype}"
    ratio, inner = got.std().item() / std, (got.abs() < std).double().mean().item()
    assert abs(ratio - 1) < 0.04, f"the standard deviation of the {what} is {got.std().item():.4f}, expected about {std:.4f}"
    assert abs(inner - 0.6827) < 0.03, f"{inner:.1%} of the values of the {what} are within one standard deviation, expected 68 %"
    assert abs(got.mean().item()) < 0.06 * std, f"the mean of the {what} is {got.mean().item():.4f}, expected about 0"


def draw(rng, device, n, sizes, dtype):
    x = torch.randn(n, sizes[0], generator=rng, dtype=dtype) + 0.5
    return x.to(device), [torch.randn(b, a, generator=rng, dtype=dtype).to(device) for a, b in zip(sizes[:-1], sizes[1:], strict=True)]


def stds_by_hand(x, weights):
    h, stds = x.cpu().numpy().astype(np.float64), []
    for weight in weights:
        z = np.einsum("ni,oi->no", h, weight.cpu().numpy().astype(np.float64))
        stds.append(math.sqrt(((z - z.sum() / z.size) ** 2).sum() / z.size))
        h = np.maximum(z, 0)
    return stds
