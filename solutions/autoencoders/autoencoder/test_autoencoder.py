"""Codes, pictures and steps against matrix products by hand in float64; and one without a bend against the principal components."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
CASES = [((1, 8, 8), [32, 4]), ((3, 4, 5), [7, 6, 2]), ((1, 6, 3), [4]), ((2, 3, 2), [5, 5])]


@pytest.mark.concept("autoencoders/bottleneck-shape")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
def test_the_parameters(probes, shape, widths):
    """Encoder and decoder have a weight and a bias for each of their layers, over the same widths down and up; there are no others."""
    assert probes.shapes(shape, widths) == expected_shapes(shape, widths)


@pytest.mark.concept("autoencoders/bottleneck-shape")
@pytest.mark.concept("autoencoders/skip-around-the-code")
@pytest.mark.parametrize(("shape", "widths"), CASES, ids=str)
@pytest.mark.parametrize("n", [5, 1])
def test_codes_and_pictures(probes, rng, device, n, shape, widths):
    """The codes are (N, widths[-1]), the pictures have their shape again, and the model gives the pictures of the codes and no more."""
    values, images = draw(shape, widths, rng, device), torch.randn(n, *shape, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.passed(shape, widths, values, images)
    codes, pictures = by_hand(values, images, len(widths))
    assert_close(seen["codes"], codes)
    assert_close(seen["decoded"], pictures)
    assert_close(seen["output"], pictures)
    assert_close(seen["images"], images, rtol=0, atol=0)


def test_the_precision_is_that_of_the_model(probes, rng, device):
    """A model in float32 gives codes and pictures in float32."""
    shape, widths = (1, 4, 4), [6, 2]
    values = [value.float() for value in draw(shape, widths, rng, device)]
    images = torch.randn(3, *shape, generator=rng).to(device)
    codes, pictures = by_hand(values, images, len(widths))
    seen = probes.passed(shape, widths, values, images)
    assert_close([seen["codes"], seen["output"]], [codes, pictures], rtol=1e-4, atol=1e-4)  # sums of 16 in another order


@pytest.mark.concept("autoencoders/view-of-a-turned-image")
def test_any_layout_in_memory(probes, rng, device):
    """Pictures whose numbers do not lie in one piece in memory give what they should."""
    shape, widths = (2, 4, 3), [5, 2]
    values, images = draw(shape, widths, rng, device), torch.randn(4, 2, 3, 4, generator=rng, dtype=DOUBLE).to(device)
    expected = by_hand(values, images.transpose(-1, -2).contiguous(), len(widths))[1]
    assert_close(probes.turned(shape, widths, values, images), expected)


def test_any_code_can_be_decoded(probes, rng, device):
    """`decode` makes pictures of codes that belong to no picture, one or many, each from its code alone."""
    shape, widths = (1, 3, 4), [6, 3]
    values = draw(shape, widths, rng, device)
    for n in (4, 1):
        codes = 3 * torch.randn(n, 3, generator=rng, dtype=DOUBLE).to(device)
        assert_close(probes.decoded(shape, widths, values, codes), layers(values[4:], codes).reshape(n, *shape))


@pytest.mark.concept("autoencoders/target-is-the-input")
@pytest.mark.parametrize(("shape", "widths"), [CASES[1], CASES[2]], ids=str)
def test_three_steps(probes, rng, device, shape, widths):
    """Three steps, the last on a single picture, follow the mean squared error between pictures out and pictures in, and report it."""
    values, batches = draw(shape, widths, rng, device), [draw_batch(n, shape, rng, device) for n in (6, 4, 1)]
    seen = probes.trained(shape, widths, values, batches, lr=0.05)
    losses, parameters = descend(values, [images for images, _ in batches], len(widths), lr=0.05)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close(seen["parameters"], parameters)
    assert_close(seen["images"], [images for images, _ in batches], rtol=0, atol=0)
    assert not any(isinstance(loss, torch.Tensor) for loss in seen["losses"]), "a step returned a tensor, not a plain float"


@pytest.mark.concept("autoencoders/linear-learns-pca")
def test_without_a_bend_it_rests_at_the_principal_components(probes, rng, device):
    """Without a bend, a code of 4 numbers from the principal components of blobs has the error of PCA, and steps leave it there."""
    images = blobs(60, 8, rng).double()
    flat, mean = images.flatten(1), images.flatten(1).mean(0)
    _, sizes, axes = torch.linalg.svd(flat - mean, full_matrices=False)
    mix = torch.eye(4, dtype=DOUBLE) + 0.1 * torch.randn(4, 4, generator=rng, dtype=DOUBLE)  # axes of its own in the same plane
    down, up = mix @ axes[:4], axes[:4].T @ torch.linalg.inv(mix)
    values = [part.to(device) for part in (down, -down @ mean, up, mean)]
    best = sizes[4:].square().sum().item() / images.numel()
    batch = (images.to(device), torch.zeros(60, 1, 1, 1, dtype=DOUBLE, device=device))
    seen = probes.trained((1, 8, 8), [4], values, [batch] * 3, lr=1.0)
    assert_close([float(loss) for loss in seen["losses"]], [best] * 3)
    # No model of 4 numbers does better, so the gradient is 0 but for rounding.
    assert_close(seen["parameters"], [values] * 3, rtol=0, atol=1e-9)


def test_the_count_of_the_task(probes):
    """The model of the task's example has 4484 numbers in its parameters."""
    assert sum(math.prod(shape) for shape in probes.shapes((1, 8, 8), [32, 4])) == 4484


def expected_shapes(shape, widths):
    sizes = [math.prod(shape), *widths]
    pairs = [*zip(sizes[:-1], sizes[1:], strict=True), *zip(sizes[:0:-1], sizes[-2::-1], strict=True)]
    return [shape for a, b in pairs for shape in ((b, a), (b,))]


def draw(shape, widths, rng, device):
    return [torch.randn(s, generator=rng, dtype=DOUBLE).to(device) / s[-1] ** 0.5 for s in expected_shapes(shape, widths)]


def draw_batch(n, shape, rng, device):
    """Pictures, and labels of a form that broadcasts against them, so that no error tells a learner of their use."""
    images = torch.randn(n, *shape, generator=rng, dtype=DOUBLE)
    return images.to(device), torch.randint(5, (n, 1, 1, 1), generator=rng).double().to(device)


def by_hand(values, images, depth):
    """Codes and pictures: `depth` layers down and as many up."""
    codes = layers(values[: 2 * depth], images.flatten(1))
    return codes, layers(values[2 * depth :], codes).reshape(images.shape)


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
    """Pictures of one bright spot each: its place and its width differ."""
    centre = 1 + (size - 3) * torch.rand(n, 2, 1, 1, generator=rng)
    width = 0.8 + torch.rand(n, 1, 1, generator=rng)
    i = torch.arange(size, dtype=torch.float32)
    squares = (i[:, None] - centre[:, 0]) ** 2 + (i - centre[:, 1]) ** 2
    return torch.exp(-squares / (2 * width**2))[:, None]
