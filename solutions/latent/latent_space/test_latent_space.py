"""Latents and images against 2 × 2 convolutions written as products, with the given running statistics."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = {
    "down.0.weight": (4, 1, 2, 2),
    "down.0.bias": (4,),
    "down.1.weight": (4,),
    "down.1.bias": (4,),
    "down.1.running_mean": (4,),
    "to_mu.weight": (2, 4, 1, 1),
    "to_mu.bias": (2,),
    "to_logvar.weight": (2, 4, 1, 1),
    "to_logvar.bias": (2,),
    "up.0.weight": (2, 1, 2, 2),
    "up.0.bias": (1,),
    "up.1.weight": (1,),
    "up.1.bias": (1,),
    "up.1.running_mean": (1,),
}


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def train(rng, device):
    return draw_images(11, rng, device)


@pytest.mark.asks("`scale` is 1 / std, a float", "Compute `scale` once", "`LatentSpace(autoencoder, images, batch_size)`")
@pytest.mark.concept("latent_diffusion/why-a-scale")
@pytest.mark.concept("latent_diffusion/scale-once")
@pytest.mark.parametrize("batch_size", [4, 11, 50])
def test_the_scale(probes, state, train, batch_size):
    """The scale is a float: 1 / std over all elements of the training latents together, whatever the batch size."""
    scale = probes.measured(state, train, batch_size)["scale"]
    assert type(scale).__name__ == "float", "type of the scale"
    assert_close(scale, 1 / latent_mean_of(state, train).std().item())


@pytest.mark.asks("never encode more than `batch_size` of them at once", "`images` are the training images, (M, C, H, W).")
@pytest.mark.concept("latent_diffusion/scale-once")
@pytest.mark.parametrize("batch_size", [4, 5])
def test_never_too_many_at_once(probes, state, train, batch_size):
    """The scale is computed with no more than `batch_size` images encoded at once."""
    assert max(probes.measured(state, train, batch_size)["sizes"]) <= batch_size, "most images encoded at once"


@pytest.mark.asks("**Constructing a `LatentSpace` freezes the autoencoder**, in place: from then on it is in evaluation mode")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_evaluation_mode(probes, state, train):
    """Constructing a `LatentSpace` puts the autoencoder itself, with all its submodules, in evaluation mode."""
    assert probes.frozen(state, train, 4)["training"] == [], "modules in training mode"


@pytest.mark.asks("its parameters require no gradient")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_parameters_require_no_gradient(probes, state, train):
    """After constructing a `LatentSpace`, no parameter of the autoencoder itself requires a gradient."""
    assert probes.frozen(state, train, 4)["requiring"] == [], "parameters that require a gradient"


@pytest.mark.asks("Its weights and its running statistics do not change", "It may contain batch norm, and may be in training mode.")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
@pytest.mark.parametrize("training", [True, False])
def test_measuring_changes_nothing(probes, state, train, training):
    """Computing the scale changes neither weights nor running statistics, whatever the autoencoder's previous mode."""
    assert_close(probes.measured(state, train, 4, training)["state"], state, rtol=0, atol=0)


@pytest.mark.asks(
    "`encode(images)` returns mu · scale.", "The latent of an image is the mean, not a sample", "its `decode(latents)` returns images"
)
@pytest.mark.concept("latent_diffusion/mean-or-sample")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_codes(probes, rng, device, dtype):
    """The latent of an image is the mean times the scale."""
    state, train, images = draw_all(rng, device, dtype)
    expected = latent_mean_of(state, images) / latent_mean_of(state, train).std()
    assert_close(probes.encoded(state, train, 4, images)["latents"], expected, rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows


@pytest.mark.asks("and does not depend on the other images of its batch")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_each_image_alone(probes, rng, device):
    """The latent of an image is the same alone as in a batch."""
    state, train, images = draw_all(rng, device, DOUBLE)
    assert_close(probes.encoded(state, train, 4, images)["one by one"], latent_mean_of(state, images) / latent_mean_of(state, train).std())


@pytest.mark.asks("Compute `scale` once, with the frozen autoencoder.")
@pytest.mark.concept("latent_diffusion/scale-once")
def test_measured_once(probes, rng, device):
    """`encode` encodes only its own images: the scale is not computed again."""
    state, train, images = draw_all(rng, device, DOUBLE)
    assert sum(probes.encoded(state, train, 4, images)["sizes"]) == len(images), "number of images that encode encodes"


@pytest.mark.asks("So the latents of the training images have standard deviation 1.", "Their mean is not subtracted.")
@pytest.mark.concept("latent_diffusion/why-a-scale")
def test_the_training_codes_have_unit_spread(probes, state, train):
    """The latents of the training images have standard deviation 1; their mean is scaled, but not subtracted."""
    latents, means = probes.encoded(state, train, 4, train)["latents"], latent_mean_of(state, train)
    assert_close(latents.std(), torch.ones_like(latents[0, 0, 0, 0]))
    assert_close(latents.mean(), means.mean() / means.std())


@pytest.mark.asks("`decode(latents)` divides by the scale")
@pytest.mark.concept("latent_diffusion/scale-undone")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_decoding(probes, rng, device, n, dtype):
    """`decode` returns what the autoencoder decodes from the unscaled latents."""
    state, train, _ = draw_all(rng, device, dtype)
    latents = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE).to(device, dtype)
    expected = decoded_from(state, latents * latent_mean_of(state, train).std())
    assert_close(probes.decoded(state, train, 4, latents)["images"], expected, rtol=1e-4, atol=1e-4)  # in float32 the order of sums shows


@pytest.mark.asks("`decode(encode(images))` is what the autoencoder decodes from mu")
@pytest.mark.concept("latent_diffusion/scale-undone")
def test_there_and_back(probes, rng, device, state, train):
    """`decode(encode(images))` is what the autoencoder decodes from mu: the scale cancels."""
    images = draw_images(3, rng, device)
    assert_close(probes.there_and_back(state, train, 4, images), decoded_from(state, latent_mean_of(state, images)))


@pytest.mark.asks("Neither method changes its argument.")
def test_the_arguments_stay(probes, rng, device, state, train):
    """`encode` does not change images, and `decode` does not change latents."""
    images, latents = draw_images(3, rng, device), torch.randn(3, 2, 2, 3, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.encoded(state, train, 4, images)["images"], images, rtol=0, atol=0)
    assert_close(probes.decoded(state, train, 4, latents)["latents"], latents, rtol=0, atol=0)


@pytest.mark.asks("Latents can be trained on: a network after `encode` gets its gradients")
@pytest.mark.concept("latent_diffusion/frozen-lets-gradients-through")
@pytest.mark.concept("latent_diffusion/inference-mode-latents")
def test_training_on_the_codes(probes, rng, device, state, train):
    """A network after `encode` gets its gradients, and so does one before `decode`."""
    images, weights = draw_images(5, rng, device), torch.randn(12, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.trained_on(state, train, 4, images, weights, lr=0.5)
    latents, factor = latent_mean_of(state, images) / latent_mean_of(state, train).std(), torch.ones_like(weights[0]).requires_grad_()
    # The decoder is linear, so the gradient of the factor is the same in both steps.
    (gradient,) = torch.autograd.grad(decoded_from(state, factor * latent_mean_of(state, images)).mean(), factor)
    assert_close(seen["head"], weights - 2 * 0.5 * latents.flatten(1).mean(0))
    assert_close(seen["factor"], (factor - 2 * 0.5 * gradient).detach())


@pytest.mark.asks("whatever is trained on its latents")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_training_on_the_codes_changes_no_autoencoder(probes, rng, device, state, train):
    """Training on the latents does not change the autoencoder, even if the optimizer contains its parameters."""
    images, weights = draw_images(5, rng, device), torch.randn(12, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.trained_on(state, train, 4, images, weights, lr=0.5)["state"], state, rtol=0, atol=0)


def draw_all(rng, device, dtype):
    """The state of an autoencoder, training images and others, in this dtype."""
    state = {name: value.to(dtype) if value.is_floating_point() else value for name, value in draw_state(rng, device).items()}
    return state, draw_images(11, rng, device).to(dtype), draw_images(5, rng, device).to(dtype)


def draw_state(rng, device):
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in SHAPES.items()}
    for name, channels in (("down.1", 4), ("up.1", 1)):
        state[f"{name}.running_var"] = 0.5 + torch.rand(channels, generator=rng, dtype=DOUBLE)
        state[f"{name}.num_batches_tracked"] = torch.tensor(7)
    state["to_mu.weight"] *= 3  # far from a standard deviation of 1
    return {name: value.to(device) for name, value in state.items()}


def draw_images(n, rng, device):
    """Images of 4 × 6, the later ones brighter: batches differ."""
    return torch.randn(n, 1, 4, 6, generator=rng, dtype=DOUBLE).to(device) + torch.linspace(-1, 1, n, dtype=DOUBLE, device=device).view(
        n, 1, 1, 1
    )


def latent_mean_of(state, images):
    """The mean of the latent, with batch norm in evaluation mode."""
    patches = images.unfold(2, 2, 2).unfold(3, 2, 2)  # (N, 1, H/2, W/2, 2, 2)
    h = torch.einsum("nchwab,kcab->nkhw", patches, state["down.0.weight"]) + per_channel(state["down.0.bias"])
    h = normed(state, "down.1", h).tanh()
    return torch.einsum("nkhw,mk->nmhw", h, state["to_mu.weight"][..., 0, 0]) + per_channel(state["to_mu.bias"])


def decoded_from(state, latents):
    n, _, height, width = latents.shape
    blocks = torch.einsum("nmhw,mcab->nchawb", latents, state["up.0.weight"])
    return normed(state, "up.1", blocks.reshape(n, 1, 2 * height, 2 * width) + per_channel(state["up.0.bias"]))


def normed(state, name, x):
    mean, var, weight, bias = (per_channel(state[f"{name}.{part}"]) for part in ("running_mean", "running_var", "weight", "bias"))
    return (x - mean) / (var + 1e-5).sqrt() * weight + bias


def per_channel(values):
    return values.view(-1, 1, 1)
