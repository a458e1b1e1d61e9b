"""Latents, images and steps against matrix products by hand in float64; and a linear autoencoder against the principal components."""

import math

import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given("An autoencoder compresses each image", "It needs no labels.", "Latent diffusion works on such latents.")

DOUBLE = torch.float64
CASES = [((1, 8, 8), [32, 4]), ((3, 4, 5), [7, 6, 2]), ((1, 6, 3), [4]), ((2, 3, 2), [5, 5]), ((5, 4), [3, 2])]


def test_the_count_of_the_task(probes):
    """The model of the task's example has 4484 parameters."""
    assert sum(math.prod(shape) for shape in probes.shapes((1, 8, 8), [32, 4])) == 4484, "number of parameters"


@pytest.mark.asks(
    "Write the class `Autoencoder(shape, widths)`",
    "`shape` is the shape of one image",
    "`widths` is a list of one or more layer widths;",
    "`model.parameters()` yields the weights and biases from the encoder's first layer to the decoder's last",
    "Encoder and decoder share no parameters.",
)
@pytest.mark.concept("autoencoders/bottleneck-shape")
@pytest.mark.concept("autoencoders/tied-weights")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
def test_the_parameters(probes, shape, widths):
    """Each layer has a weight and a bias. The decoder's widths are the encoder's in reverse order. There are no other parameters."""
    assert probes.shapes(shape, widths) == expected_shapes(shape, widths), "shapes of the parameters"


@pytest.mark.asks(
    "`model.encode(images)` maps (N, *shape) to latents of shape (N, widths[-1])",
    "Put a ReLU between consecutive linear layers, in the encoder and in the decoder.",
    "Apply no activation to the latents or to the output images.",
    "the last one is the latent dimension",
    "N ≥ 1.",
)
@pytest.mark.concept("autoencoders/bottleneck-shape")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
@pytest.mark.parametrize("n", [5, 1])
def test_the_latents(probes, rng, device, n, shape, widths):
    """`encode` returns latents of shape (N, widths[-1]), with a ReLU between the layers and none on the latents."""
    values, images = draw(shape, widths, rng, device), draw_images(n, shape, rng, device)
    assert_close(probes.passed(shape, widths, values, images)["latents"], by_hand(values, images, len(widths))[0])


@pytest.mark.asks("`model.decode(latents)` applies linear layers", "The latents are the decoder's only input.", "Images may have any shape")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
@pytest.mark.parametrize("n", [4, 1])
def test_any_latent_can_be_decoded(probes, rng, device, n, shape, widths):
    """`decode` returns an image of shape `shape` for any latent, also for one that no image encodes to."""
    values, latents = draw(shape, widths, rng, device), 3 * torch.randn(n, widths[-1], generator=rng, dtype=DOUBLE).to(device)
    expected = layers(values[2 * len(widths) :], latents).reshape(n, *shape)
    assert_close(probes.decoded(shape, widths, values, latents), expected)


@pytest.mark.asks("`model(images)` is `decode(encode(images))`.")
@pytest.mark.concept("autoencoders/skip-around-the-bottleneck")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
@pytest.mark.parametrize("n", [5, 1])
def test_the_model(probes, rng, device, n, shape, widths):
    """`model(images)` is `decode(encode(images))` and nothing else."""
    values, images = draw(shape, widths, rng, device), draw_images(n, shape, rng, device)
    seen = probes.passed(shape, widths, values, images)
    expected = by_hand(values, images, len(widths))[1]
    assert_close(seen["decoded"], expected)
    assert_close(seen["output"], expected)


@pytest.mark.asks("in float32 or float64")
def test_single_precision(probes, rng, device):
    """A float32 model returns latents and images in float32."""
    shape, widths = (1, 4, 4), [6, 2]
    values = [value.float() for value in draw(shape, widths, rng, device)]
    images = draw_images(3, shape, rng, device).float()
    latents, output = by_hand(values, images, len(widths))
    seen = probes.passed(shape, widths, values, images)
    assert_close([seen["latents"], seen["output"]], [latents, output], rtol=1e-4, atol=1e-4)  # sums of 16 in another order


@pytest.mark.asks("Images may have any shape and any memory layout (for example non-contiguous)")
@pytest.mark.concept("autoencoders/view-of-a-transposed-image")
def test_any_layout_in_memory(probes, rng, device):
    """Non-contiguous images give the same output as contiguous ones."""
    shape, widths = (2, 4, 3), [5, 2]
    values, images = draw(shape, widths, rng, device), draw_images(4, (2, 3, 4), rng, device)
    expected = by_hand(values, images.transpose(-1, -2).contiguous(), len(widths))[1]
    assert_close(probes.transposed(shape, widths, values, images), expected)


@pytest.mark.asks(
    "The loss is the mean squared error between output and input over all elements of the batch;",
    "the labels are not used.",
    "It returns the loss from before the step",
)
@pytest.mark.concept("autoencoders/target-is-the-input")
@pytest.mark.parametrize(("shape", "widths"), [CASES[1], CASES[2]], ids=str)
def test_the_losses(probes, rng, device, shape, widths):
    """Each step returns the mean squared error between images out and images in, from before the step."""
    seen, losses, _ = three_steps(probes, rng, device, shape, widths)
    assert_close([float(loss) for loss in seen["losses"]], losses)


@pytest.mark.asks("as a Python float")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_a_float(probes, rng, device):
    """Each step returns a Python float."""
    seen, _, _ = three_steps(probes, rng, device, *CASES[2])
    assert [type(loss).__name__ for loss in seen["losses"]] == ["float"] * 3, "types of the losses"


@pytest.mark.asks(
    "`train_step` takes one training step.", "`batch` is what a DataLoader yields", "the function `train_step(model, optimizer, batch)`"
)
@pytest.mark.concept("autoencoders/target-is-the-input")
@pytest.mark.parametrize(("shape", "widths"), [CASES[1], CASES[2]], ids=str)
def test_three_steps(probes, rng, device, shape, widths):
    """Over three steps, the last with a batch of one image, the parameters follow the gradient of this loss."""
    seen, _, parameters = three_steps(probes, rng, device, shape, widths)
    assert_close(seen["parameters"], parameters)


@pytest.mark.asks("Gradients left over from earlier do not count")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_stale_gradients(probes, rng, device):
    """Gradients left over from earlier do not count."""
    seen, _, parameters = three_steps(probes, rng, device, *CASES[2], stale=10.0)
    assert_close(seen["parameters"], parameters)


@pytest.mark.asks("and the images are not modified")
def test_the_images_stay(probes, rng, device):
    """Neither the model nor a training step modifies the images."""
    shape, widths = CASES[1]
    values, images = draw(shape, widths, rng, device), draw_images(5, shape, rng, device)
    assert_close(probes.passed(shape, widths, values, images)["images"], images, rtol=0, atol=0)
    batches = [draw_batch(n, shape, rng, device) for n in (6, 4)]
    seen = probes.trained(shape, widths, values, batches, lr=0.05)["images"]
    assert_close(seen, [images for images, _ in batches], rtol=0, atol=0)


@pytest.mark.concept("autoencoders/linear-learns-pca")
def test_without_a_nonlinearity_it_rests_at_the_principal_components(probes, rng, device):
    """With one width there is no ReLU. At the first 4 principal components the loss is PCA's error, and training steps stay there."""
    images = blobs(60, 8, rng).double()
    flat, mean = images.flatten(1), images.flatten(1).mean(0)
    _, sizes, axes = torch.linalg.svd(flat - mean, full_matrices=False)
    mix = torch.eye(4, dtype=DOUBLE) + 0.1 * torch.randn(4, 4, generator=rng, dtype=DOUBLE)  # other axes of the same subspace
    down, up = mix @ axes[:4], axes[:4].T @ torch.linalg.inv(mix)
    values = [part.to(device) for part in (down, -down @ mean, up, mean)]
    best = sizes[4:].square().sum().item() / images.numel()
    batch = (images.to(device), torch.zeros(60, 1, 1, 1, dtype=DOUBLE, device=device))
    seen = probes.trained((1, 8, 8), [4], values, [batch] * 3, lr=1.0)
    assert_close([float(loss) for loss in seen["losses"]], [best] * 3)
    # No linear model with 4 latent dimensions does better, so the gradient is 0 but for rounding.
    assert_close(seen["parameters"], [values] * 3, rtol=0, atol=1e-9)


def expected_shapes(shape, widths):
    sizes = [math.prod(shape), *widths]
    pairs = [*zip(sizes[:-1], sizes[1:], strict=True), *zip(sizes[:0:-1], sizes[-2::-1], strict=True)]
    return [shape for a, b in pairs for shape in ((b, a), (b,))]


def draw(shape, widths, rng, device):
    return [torch.randn(s, generator=rng, dtype=DOUBLE).to(device) / s[-1] ** 0.5 for s in expected_shapes(shape, widths)]


def draw_images(n, shape, rng, device):
    return torch.randn(n, *shape, generator=rng, dtype=DOUBLE).to(device)


def three_steps(probes, rng, device, shape, widths, stale=0.0):
    """What the probe saw in three steps, and the losses and parameters that the reference has."""
    values, batches = draw(shape, widths, rng, device), [draw_batch(n, shape, rng, device) for n in (6, 4, 1)]
    seen = probes.trained(shape, widths, values, batches, lr=0.05, stale=stale)
    return seen, *descend(values, [images for images, _ in batches], len(widths), lr=0.05)


def draw_batch(n, shape, rng, device):
    """Images, and labels whose shape broadcasts against them, so that using them raises no error."""
    images = torch.randn(n, *shape, generator=rng, dtype=DOUBLE)
    return images.to(device), torch.randint(5, (n, 1, 1, 1), generator=rng).double().to(device)


def by_hand(values, images, depth):
    """Latents and output images: `depth` encoder layers and as many decoder layers."""
    latents = layers(values[: 2 * depth], images.flatten(1))
    return latents, layers(values[2 * depth :], latents).reshape(images.shape)


def layers(values, h):
    for i in range(0, len(values), 2):
        h = (h.clamp(min=0) if i else h) @ values[i].T + values[i + 1]
    return h


def descend(values, batches, depth, lr):
    values, losses, history = [value.clone().requires_grad_() for value in values], [], []
    for images in batches:
        loss = (by_hand(values, images, depth)[1] - images).square().mean()
        gradients = torch.autograd.grad(loss, values)
        values = [(value - lr * g).detach().requires_grad_() for value, g in zip(values, gradients, strict=True)]
        losses.append(loss.item())
        history.append([value.detach() for value in values])
    return losses, history


def blobs(n, size, rng):
    """Images of one bright spot each; position and width vary."""
    center = 1 + (size - 3) * torch.rand(n, 2, 1, 1, generator=rng)
    width = 0.8 + torch.rand(n, 1, 1, generator=rng)
    i = torch.arange(size, dtype=torch.float32)
    squares = (i[:, None] - center[:, 0]) ** 2 + (i - center[:, 1]) ** 2
    return torch.exp(-squares / (2 * width**2))[:, None]
