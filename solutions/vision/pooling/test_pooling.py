"""Values and gradients against torch's pooling in float64: adjacent, overlapping and separate windows, with padding, with ties."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use torch's own pooling functions")

DOUBLE = torch.float64
TORCHS = {"max_pool2d": F.max_pool2d, "avg_pool2d": F.avg_pool2d}
# name: shape of x, kernel, options
CASES = {
    "adjacent": ((2, 3, 6, 8), (2, 2), {}),
    "adjacent, not square": ((2, 2, 6, 8), (3, 2), {}),
    "with a remainder": ((1, 2, 7, 9), (3, 2), {}),
    "overlapping": ((2, 2, 5, 6), (3, 2), {"stride": (1, 1)}),
    "different strides": ((2, 3, 7, 8), (2, 3), {"stride": (3, 2)}),
    "padding": ((2, 2, 5, 7), (3, 4), {"padding": (1, 2)}),
    "padding of one dim": ((1, 2, 4, 4), (2, 2), {"padding": (0, 1)}),
    "all": ((3, 2, 8, 7), (4, 3), {"stride": (2, 3), "padding": (2, 1)}),
    "one image, one channel": ((1, 1, 3, 5), (3, 5), {}),
    "one pixel": ((2, 2, 3, 2), (1, 1), {}),
}
of_each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
of_some = pytest.mark.parametrize("case", [CASES["overlapping"], CASES["all"]], ids=["overlapping", "all"])
of_both = pytest.mark.parametrize("name", TORCHS)


def draw(case, rng, device, dtype=DOUBLE):
    shape, kernel, options = case
    return torch.randn(shape, generator=rng, dtype=dtype).to(device), kernel, options


@pytest.mark.concept("vision/max-pool-of-four")
def test_by_the_numbers(probes, device):
    """A 4 × 4 image with the values 0 to 15 gives the maxima 5 7 13 15 and the means 2.5 4.5 10.5 12.5."""
    x = torch.arange(16.0, device=device).reshape(1, 1, 4, 4)
    assert probes.pooled("max_pool2d", x, (2, 2)).flatten().tolist() == [5.0, 7.0, 13.0, 15.0], "maxima"
    assert probes.pooled("avg_pool2d", x, (2, 2)).flatten().tolist() == [2.5, 4.5, 10.5, 12.5], "means"


@pytest.mark.asks("the padding counts as zeros")
@pytest.mark.concept("vision/count-include-pad")
def test_the_padding_by_the_numbers(probes, device):
    """A 2 × 2 image of ones with padding has the mean 0.25 at each corner: one pixel and three zeros."""
    corners = probes.pooled("avg_pool2d", torch.ones(1, 1, 2, 2, device=device), (2, 2), padding=(1, 1))
    assert corners.flatten().tolist() == [0.25, 0.25, 0.25, 0.25], "means"


@pytest.mark.asks("A window that does not fit completely is left out", "Both return (N, C, H', W')")
@pytest.mark.concept("vision/floor-loses-pixels")
@of_each
@of_both
def test_the_shape(probes, rng, device, name, case):
    """The output has one value for each window that fits completely, for each channel of each image."""
    x, kernel, options = draw(case, rng, device)
    expected = TORCHS[name](x, kernel, **options).shape
    assert tuple(probes.pooled(name, x, kernel, **options).shape) == tuple(expected), "shape of the result"


@pytest.mark.asks(
    "Write two functions, `max_pool2d(",
    "`kernel`, `stride`, `padding`: pairs",
    "The default stride is the kernel size",
    "The padding is added on both sides",
    "`max_pool2d`: the largest value of each window",
    "`avg_pool2d`: the sum of a window's pixels divided by kh · kw",
)
@pytest.mark.concept("vision/max-pool-of-four")
@pytest.mark.concept("vision/pool-keeps")
@pytest.mark.concept("vision/pool-stride-is-the-kernel")
@of_each
@of_both
def test_the_windows(probes, rng, device, name, case):
    """The result is the maximum or the average of each window, for each channel of each image and for all kernels, strides and paddings."""
    x, kernel, options = draw(case, rng, device)
    assert_close(probes.pooled(name, x, kernel, **options), TORCHS[name](x, kernel, **options))


@pytest.mark.asks("The padding is never the largest value, whatever the image contains")
@pytest.mark.concept("vision/max-pads-with-minus-infinity")
@pytest.mark.parametrize("scale", [1.0, 1e6, 1e37], ids=str)
@pytest.mark.parametrize("case", [CASES["padding"], CASES["all"]], ids=["padding", "all"])
def test_padding_around_negative_values(probes, rng, device, case, scale):
    """The padding is never the largest value, not even where all pixels are negative and close to the float32 limit."""
    x, kernel, options = draw(case, rng, device, torch.float32)
    x = -scale * (1 + x.abs())
    assert_close(probes.pooled("max_pool2d", x, kernel, **options), F.max_pool2d(x, kernel, **options))


@pytest.mark.asks("Gradients flow to x", "The gradient of a maximum goes to **one** element only")
@of_some
@of_both
def test_the_gradient(probes, rng, device, name, case):
    """The gradient of each window goes only to its largest element, or equally to all of its pixels."""
    x, kernel, options = draw(case, rng, device)
    compare_gradients(probes, rng, name, x, kernel, options)


@pytest.mark.asks("if several are equal, to the first in row-major order")
@pytest.mark.concept("vision/gradient-of-max-pooling")
@pytest.mark.concept("vision/gradient-of-amax")
@of_some
def test_the_gradient_of_equal_values(probes, rng, device, case):
    """Of equal maxima in a window the first one in row-major order gets the whole gradient, also if all values are zeros after a ReLU."""
    x, kernel, options = draw(case, rng, device)
    compare_gradients(probes, rng, "max_pool2d", x.relu().round(), kernel, options)
    compare_gradients(probes, rng, "max_pool2d", torch.zeros_like(x), kernel, options)


@pytest.mark.asks("`x`: (N, C, H, W), float32 or float64", "of x's dtype")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@of_both
def test_the_dtype_stays(probes, rng, device, name, dtype):
    """The result has the dtype of the images."""
    x, kernel, options = draw(CASES["all"], rng, device, dtype)
    assert_close(probes.pooled(name, x, kernel, **options), TORCHS[name](x, kernel, **options))


@pytest.mark.asks("each channel of each image is pooled separately")
@of_some
@of_both
def test_images_that_are_not_contiguous(probes, rng, device, name, case):
    """Images that are not contiguous in memory give the same result."""
    x, kernel, options = draw(case, rng, device)
    last = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    assert_close(probes.pooled(name, last, kernel, **options), TORCHS[name](x, kernel, **options))


@pytest.mark.asks("x is not changed")
@of_some
@of_both
def test_the_images_are_not_changed(probes, rng, device, name, case):
    """The input images are not changed."""
    x, kernel, options = draw(case, rng, device)
    assert_close(probes.afterwards(name, x, kernel, **options), x, rtol=0, atol=0)


def compare_gradients(probes, rng, name, x, kernel, options):
    leaf = x.clone().requires_grad_()
    out = TORCHS[name](leaf, kernel, **options)
    upstream = torch.randn(out.shape, generator=rng, dtype=x.dtype).to(x.device)
    got = probes.gradient(name, x, upstream, kernel, **options)
    assert got is not None, "x gets no gradient"
    assert isinstance(got, torch.Tensor), f"the result has the shape {got}, expected {tuple(out.shape)}"
    assert_close(got, torch.autograd.grad(out, leaf, upstream)[0])
