"""Codes and pictures against convolutions of 2 × 2 written as products, with the running statistics as they came."""

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


@pytest.mark.asks("`scale` is 1 / std, a float", "`scale` is measured once", "`LatentSpace(autoencoder, images, batch_size)`")
@pytest.mark.concept("latent_diffusion/why-a-scale")
@pytest.mark.concept("latent_diffusion/scale-once")
@pytest.mark.parametrize("batch_size", [4, 11, 50])
def test_the_scale(probes, state, train, batch_size):
    """The scale is a float: 1 / std over all elements of the training latents together, whatever the size of the batches."""
    scale = probes.measured(state, train, batch_size)["scale"]
    assert type(scale).__name__ == "float", "type of the scale"
    assert_close(scale, 1 / mean_of(state, train).std().item())


@pytest.mark.asks("never are more than `batch_size` of them encoded at once", "`images` are the training pictures, (M, C, H, W).")
@pytest.mark.concept("latent_diffusion/scale-once")
@pytest.mark.parametrize("batch_size", [4, 5])
def test_never_too_many_at_once(probes, state, train, batch_size):
    """While the scale is measured, no more than `batch_size` images are encoded at once."""
    assert max(probes.measured(state, train, batch_size)["sizes"]) <= batch_size, "most images encoded at once"


@pytest.mark.asks("**Making a `LatentSpace` freezes it**: from then on it is in evaluation mode", "It is changed in place")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_evaluation_mode(probes, state, train):
    """Making a `LatentSpace` puts the autoencoder itself, with all its submodules, in evaluation mode."""
    assert probes.frozen(state, train, 4)["training"] == [], "modules in training mode"


@pytest.mark.asks("its parameters require no gradient")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_parameters_require_no_gradient(probes, state, train):
    """Making a `LatentSpace` makes all parameters of the autoencoder itself require no gradient."""
    assert probes.frozen(state, train, 4)["requiring"] == [], "parameters that require a gradient"


@pytest.mark.asks("and its weights and its running statistics stay as they are", "It may hold batch norm, and may come in training mode.")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
@pytest.mark.parametrize("training", [True, False])
def test_measuring_changes_nothing(probes, state, train, training):
    """Measuring the scale leaves weights and running statistics as they were, in whatever mode the autoencoder came."""
    assert_close(probes.measured(state, train, 4, training)["state"], state, rtol=0, atol=0)


@pytest.mark.asks("`encode(images)` gives mu · scale.", "The code of a picture is the mean, not a sample", "`decode(codes)` gives pictures")
@pytest.mark.concept("latent_diffusion/mean-or-sample")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_codes(probes, rng, device, dtype):
    """The latent of an image is the mean times the scale."""
    state, train, images = draw_all(rng, device, dtype)
    expected = mean_of(state, images) / mean_of(state, train).std()
    assert_close(probes.encoded(state, train, 4, images)["codes"], expected, rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows


@pytest.mark.asks("and does not depend on the other pictures of its batch")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_each_image_alone(probes, rng, device):
    """The latent of an image is the same alone as in a batch."""
    state, train, images = draw_all(rng, device, DOUBLE)
    assert_close(probes.encoded(state, train, 4, images)["one by one"], mean_of(state, images) / mean_of(state, train).std())


@pytest.mark.asks("`scale` is measured once, by the frozen autoencoder.")
@pytest.mark.concept("latent_diffusion/scale-once")
def test_measured_once(probes, rng, device):
    """`encode` encodes its images and no others: the scale is not measured again."""
    state, train, images = draw_all(rng, device, DOUBLE)
    assert sum(probes.encoded(state, train, 4, images)["sizes"]) == len(images), "number of images that encode encodes"


@pytest.mark.asks("So the codes of the training pictures have standard deviation 1.", "Their mean is left where it is.")
@pytest.mark.concept("latent_diffusion/why-a-scale")
def test_the_training_codes_have_unit_spread(probes, state, train):
    """The latents of the training images have the standard deviation 1, and a mean that is only scaled, not moved."""
    codes, means = probes.encoded(state, train, 4, train)["codes"], mean_of(state, train)
    assert_close(codes.std(), torch.ones_like(codes[0, 0, 0, 0]))
    assert_close(codes.mean(), means.mean() / means.std())


@pytest.mark.asks("`decode(codes)` takes the scale back")
@pytest.mark.concept("latent_diffusion/scale-undone")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_decoding(probes, rng, device, n, dtype):
    """`decode` gives what the autoencoder makes of latents without the scale."""
    state, train, _ = draw_all(rng, device, dtype)
    codes = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE).to(device, dtype)
    expected = picture_of(state, codes * mean_of(state, train).std())
    assert_close(probes.decoded(state, train, 4, codes)["images"], expected, rtol=1e-4, atol=1e-4)  # in float32 the order of sums shows


@pytest.mark.asks("`decode(encode(images))` is what the autoencoder makes of mu")
@pytest.mark.concept("latent_diffusion/scale-undone")
def test_there_and_back(probes, rng, device, state, train):
    """Encoded and decoded, an image is what the autoencoder alone makes of its mean: the scale leaves no trace."""
    images = draw_images(3, rng, device)
    assert_close(probes.there_and_back(state, train, 4, images), picture_of(state, mean_of(state, images)))


@pytest.mark.asks("Neither method changes its argument.")
def test_the_arguments_stay(probes, rng, device, state, train):
    """`encode` does not change images, and `decode` does not change latents."""
    images, codes = draw_images(3, rng, device), torch.randn(3, 2, 2, 3, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.encoded(state, train, 4, images)["images"], images, rtol=0, atol=0)
    assert_close(probes.decoded(state, train, 4, codes)["codes"], codes, rtol=0, atol=0)


@pytest.mark.asks("Codes can be trained on: a network behind `encode` gets its gradients")
@pytest.mark.concept("latent_diffusion/frozen-lets-gradients-through")
@pytest.mark.concept("latent_diffusion/inference-codes")
def test_training_on_the_codes(probes, rng, device, state, train):
    """What comes after `encode` gets its gradients, and so does what comes before `decode`."""
    images, weights = draw_images(5, rng, device), torch.randn(12, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.trained_on(state, train, 4, images, weights, lr=0.5)
    codes, factor = mean_of(state, images) / mean_of(state, train).std(), torch.ones_like(weights[0]).requires_grad_()
    # The decoder is linear, so the gradient of the factor is the same in both steps.
    (gradient,) = torch.autograd.grad(picture_of(state, factor * mean_of(state, images)).mean(), factor)
    assert_close(seen["head"], weights - 2 * 0.5 * codes.flatten(1).mean(0))
    assert_close(seen["factor"], (factor - 2 * 0.5 * gradient).detach())


@pytest.mark.asks("whatever is trained on its codes")
@pytest.mark.concept("latent_diffusion/two-parts-of-frozen")
def test_training_on_the_codes_changes_no_autoencoder(probes, rng, device, state, train):
    """Training on the latents with an optimizer that holds all parameters leaves the autoencoder as it was."""
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
