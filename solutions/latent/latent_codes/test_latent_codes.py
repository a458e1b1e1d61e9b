"""Codes and pictures against convolutions of 2 × 2 written as products, with the running statistics as they came."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = {
    **{"down.0.weight": (4, 1, 2, 2), "down.0.bias": (4,), "down.1.weight": (4,), "down.1.bias": (4,), "down.1.running_mean": (4,)},
    **{"to_mu.weight": (2, 4, 1, 1), "to_mu.bias": (2,), "to_logvar.weight": (2, 4, 1, 1), "to_logvar.bias": (2,)},
    **{"up.0.weight": (2, 1, 2, 2), "up.0.bias": (1,), "up.1.weight": (1,), "up.1.bias": (1,), "up.1.running_mean": (1,)},
}


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def train(rng, device):
    return draw_images(11, rng, device)


@pytest.mark.concept("latent_diffusion/why-a-scale")
@pytest.mark.concept("latent_diffusion/scale-once")
@pytest.mark.parametrize("batch_size", [4, 11, 50])
def test_the_scale(probes, state, train, batch_size):
    """The scale is 1 / std of all numbers of the training codes together, whatever the size of the batches that they come in."""
    seen = probes.measured(state, train, batch_size)
    assert isinstance(seen["scale"], float), "scale should be a float"
    assert_close(seen["scale"], 1 / mean_of(state, train).std().item())


@pytest.mark.concept("latent_diffusion/mean-or-sample")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_codes(probes, rng, device, dtype):
    """A code is the mean times the scale, the same alone as among others, in the precision of the pictures, which are not changed."""
    state = {name: value.to(dtype) if value.is_floating_point() else value for name, value in draw_state(rng, device).items()}
    train, images = (draw_images(n, rng, device).to(dtype) for n in (11, 5))
    seen = probes.encoded(state, train, 4, images)
    expected = mean_of(state, images) / mean_of(state, train).std()
    assert_close(seen["codes"], expected, rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows
    assert_close(seen["one by one"], expected, rtol=1e-4, atol=1e-5)
    assert_close(seen["images"], images, rtol=0, atol=0)


@pytest.mark.concept("latent_diffusion/why-a-scale")
def test_the_training_codes_have_unit_spread(probes, state, train):
    """The codes of the training pictures have the standard deviation 1, and a mean that is only scaled, not moved."""
    codes, means = probes.encoded(state, train, 4, train)["codes"], mean_of(state, train)
    assert_close(codes.std(), torch.ones_like(codes[0, 0, 0, 0]))
    assert_close(codes.mean(), means.mean() / means.std())


@pytest.mark.concept("latent_diffusion/scale-undone")
@pytest.mark.parametrize("n", [5, 1])
def test_decoding(probes, rng, device, state, train, n):
    """`decode` gives what the autoencoder makes of codes without the scale, and does not change them."""
    codes = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.decoded(state, train, 4, codes)
    assert_close(seen["images"], picture_of(state, codes * mean_of(state, train).std()))
    assert_close(seen["codes"], codes, rtol=0, atol=0)


@pytest.mark.concept("latent_diffusion/scale-undone")
def test_there_and_back(probes, rng, device, state, train):
    """Encoded and decoded, a picture is what the autoencoder alone makes of its mean: the scale leaves no trace."""
    images = draw_images(3, rng, device)
    assert_close(probes.there_and_back(state, train, 4, images), picture_of(state, mean_of(state, images)))


@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_measuring_changes_nothing(probes, state, train, mode):
    """Measuring the scale leaves weights and running statistics as they were, in whatever mode the autoencoder came."""
    assert_close(probes.measured(state, train, 4, mode)["state"], state, rtol=0, atol=0)


@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_training_on_the_codes_changes_only_what_is_behind(probes, rng, device, state, train):
    """Training on the codes with an optimizer of all parameters moves what is behind `encode` and before `decode`, not the autoencoder."""
    images, weights = draw_images(5, rng, device), torch.randn(12, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.trained_on(state, train, 4, images, weights, lr=0.5)
    codes, factor = mean_of(state, images) / mean_of(state, train).std(), torch.ones_like(weights[0]).requires_grad_()
    # The decoder is linear, so the slope at the factor is the same in both steps.
    (slope,) = torch.autograd.grad(picture_of(state, factor * mean_of(state, images)).mean(), factor)
    assert_close(seen["head"], weights - 2 * 0.5 * codes.flatten(1).mean(0))
    assert_close(seen["factor"], (factor - 2 * 0.5 * slope).detach())
    assert_close(seen["state"], state, rtol=0, atol=0)


def test_never_too_many_at_once(probes, state, train):
    """While the scale is measured, no more than `batch_size` pictures are encoded at once."""
    sizes = probes.measured(state, train, 4)["sizes"]
    assert max(sizes) <= 4, f"{max(sizes)} pictures were encoded at once, with a batch size of 4"


def draw_state(rng, device):
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in SHAPES.items()}
    for name, channels in (("down.1", 4), ("up.1", 1)):
        state[f"{name}.running_var"] = 0.5 + torch.rand(channels, generator=rng, dtype=DOUBLE)
        state[f"{name}.num_batches_tracked"] = torch.tensor(7)
    state["to_mu.weight"] *= 3  # far from a spread of 1
    return {name: value.to(device) for name, value in state.items()}


def draw_images(n, rng, device):
    """Pictures of 4 × 6, the later ones brighter: batches differ."""
    return torch.randn(n, 1, 4, 6, generator=rng, dtype=DOUBLE).to(device) + torch.linspace(-1, 1, n, dtype=DOUBLE, device=device).view(
        n, 1, 1, 1
    )


def mean_of(state, images):
    """The mean of the code, with the batch norm as it is in evaluation mode."""
    patches = images.unfold(2, 2, 2).unfold(3, 2, 2)  # (N, 1, H/2, W/2, 2, 2)
    h = torch.einsum("nchwab,kcab->nkhw", patches, state["down.0.weight"]) + column(state["down.0.bias"])
    h = normed(state, "down.1", h).tanh()
    return torch.einsum("nkhw,mk->nmhw", h, state["to_mu.weight"][..., 0, 0]) + column(state["to_mu.bias"])


def picture_of(state, codes):
    n, _, height, width = codes.shape
    blocks = torch.einsum("nmhw,mcab->nchawb", codes, state["up.0.weight"])
    return normed(state, "up.1", blocks.reshape(n, 1, 2 * height, 2 * width) + column(state["up.0.bias"]))


def normed(state, name, x):
    mean, var, weight, bias = (column(state[f"{name}.{part}"]) for part in ("running_mean", "running_var", "weight", "bias"))
    return (x - mean) / (var + 1e-5).sqrt() * weight + bias


def column(values):
    return values.view(-1, 1, 1)
