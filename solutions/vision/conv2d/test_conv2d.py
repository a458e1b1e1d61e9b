"""Outputs and gradients against torch's convolution in float64, one argument at a time and all together, on non-square images."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = [
    pytest.mark.asks("Do not use torch's own convolutions, or `unfold` and `fold`"),
    pytest.mark.given("you may use `F.pad`, slices, `einsum` and the methods"),
]

DOUBLE = torch.float64
# name: (N, C_in, H, W), (C_out, kh, kw), options
CASES = {
    "1 × 1 kernel": ((2, 3, 4, 6), (2, 1, 1), {}),
    "non-square kernel": ((2, 2, 6, 5), (3, 2, 3), {}),
    "tall kernel": ((1, 1, 7, 4), (1, 3, 1), {}),
    "kernel as large as the image": ((3, 2, 4, 5), (4, 4, 5), {}),
    "kernel larger than the unpadded image": ((2, 2, 2, 3), (3, 4, 5), {"padding": (1, 1)}),
    "stride": ((2, 2, 9, 8), (3, 2, 2), {"stride": (2, 3)}),
    "stride with a remainder": ((1, 2, 8, 9), (2, 3, 2), {"stride": (3, 2)}),
    "padding": ((2, 2, 4, 5), (3, 3, 2), {"padding": (2, 1)}),
    "padding of the width only": ((1, 2, 4, 4), (2, 2, 2), {"padding": (0, 2)}),
    "dilation": ((2, 2, 7, 8), (3, 3, 2), {"dilation": (2, 3)}),
    "all": ((2, 3, 9, 8), (4, 2, 3), {"stride": (3, 2), "padding": (1, 3), "dilation": (2, 1)}),
    "all, other values": ((1, 2, 8, 11), (2, 3, 2), {"stride": (2, 1), "padding": (2, 0), "dilation": (1, 4)}),
}
of_each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
of_some = pytest.mark.parametrize("case", [CASES["padding"], CASES["all"]], ids=["padding", "all"])


def draw(case, rng, device, dtype=DOUBLE):
    (n, c_in, height, width), (c_out, kernel_h, kernel_w), options = case
    shapes = [(n, c_in, height, width), (c_out, c_in, kernel_h, kernel_w), (c_out,)]
    x, weight, bias = (torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in shapes)
    return x, weight, bias, options


@pytest.mark.asks("the kernel is not flipped")
@pytest.mark.concept("vision/no-flip")
def test_an_edge_by_the_numbers(probes, device):
    """The kernel (−1, 1) on 0 0 5 5 gives 0 5 0: the right neighbor minus the left one."""
    image, edge = torch.tensor([[[[0.0, 0.0, 5.0, 5.0]]]], device=device), torch.tensor([[[[-1.0, 1.0]]]], device=device)
    assert_close(probes.output(image, edge), torch.tensor([[[[0.0, 5.0, 0.0]]]], device=device))


def test_sums_by_the_numbers(probes, device):
    """A kernel of ones sums 2 × 2 windows: a 3 × 4 image with the values 0 to 11 gives 10 14 18 and 26 30 34."""
    x = torch.arange(12.0, device=device).reshape(1, 1, 3, 4)
    expected = torch.tensor([[[[10.0, 14.0, 18.0], [26.0, 30.0, 34.0]]]], device=device)
    assert_close(probes.output(x, torch.ones(1, 1, 2, 2, device=device)), expected)


@pytest.mark.asks("Returns a tensor (N, C_out, H', W')")
@pytest.mark.concept("vision/conv-output-size")
@of_each
def test_the_shape(probes, rng, device, case):
    """The output has the shape (N, C_out, H', W') of the formula in the task."""
    x, weight, _, options = draw(case, rng, device)
    assert tuple(probes.output(x, weight, **options).shape) == tuple(F.conv2d(x, weight, **options).shape), "shape of the output"


@pytest.mark.asks(
    "Write `conv2d(",
    "`x`: the images",
    "`weight`: the filters",
    "`stride`, `padding`, `dilation`: pairs",
    "The padding adds that many zeros on both sides",
    "with a dilation d",
    "Output (n, o, r, s) is the sum",
    "the kernel is not flipped",
    "The kernel is never larger",
)
@pytest.mark.concept("vision/sums-over-input-channels")
@pytest.mark.concept("vision/no-flip")
@pytest.mark.concept("vision/conv-output-size")
@of_each
def test_the_sum_over_channels_and_kernel(probes, rng, device, case):
    """Without a bias each output is the sum over all input channels and all kernel indices, for every stride, padding and dilation."""
    x, weight, _, options = draw(case, rng, device)
    assert_close(probes.output(x, weight, **options), F.conv2d(x, weight, **options))


@pytest.mark.asks("`bias`: one value per output channel", "plus bias[o]")
@pytest.mark.concept("vision/bias-per-channel")
@pytest.mark.parametrize("case", [((2, 3, 4, 5), (3, 2, 3), {}), CASES["all"]], ids=["C_out equal to the width", "all"])
def test_the_bias(probes, rng, device, case):
    """Each output channel has its own bias, the same at every position."""
    x, weight, bias, options = draw(case, rng, device)
    assert_close(probes.output(x, weight, bias, **options), F.conv2d(x, weight, bias, **options))


@pytest.mark.asks("Autograd computes the gradients for x, weight and bias")
@pytest.mark.concept("vision/forward-updates-nothing")
@of_some
def test_the_gradients(probes, rng, device, case):
    """The gradients of images, weights and bias are correct."""
    inputs, options = draw(case, rng, device)[:3], draw(case, rng, device)[3]
    leaves = [tensor.clone().requires_grad_() for tensor in inputs]
    out = F.conv2d(*leaves, **options)
    upstream = torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device)
    got = probes.gradients(*inputs, upstream, **options)
    assert got, f"the output should have the shape {tuple(out.shape)}"
    for name, gradient, expected in zip(("x", "weight", "bias"), got, torch.autograd.grad(out, leaves, upstream), strict=True):
        assert gradient is not None, f"{name} gets no gradient"
        assert_close(gradient, expected)


@pytest.mark.asks("`x`: the images")
@pytest.mark.concept("vision/weights-shared")
def test_one_filter_for_images_of_every_size(probes, rng, device):
    """The same weights work for images of other sizes, and the output for an image is the same alone and within a batch."""
    _, weight, bias, options = draw(CASES["all"], rng, device)
    for shape in [(1, 3, 12, 5), (3, 3, 3, 4)]:
        x = torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)
        assert_close(probes.output(x, weight, bias, **options), F.conv2d(x, weight, bias, **options))
        assert_close(probes.output(x[:1], weight, bias, **options), F.conv2d(x, weight, bias, **options)[:1])


@pytest.mark.asks("of x's dtype")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_stays(probes, rng, device, dtype):
    """The output has the dtype of the images, and the accuracy of that dtype."""
    x, weight, bias, options = draw(CASES["all"], rng, device, dtype)
    expected = F.conv2d(x.double(), weight.double(), bias.double(), **options).to(dtype)
    # A sum of eighteen products and a bias, in float32 if the input is float32.
    near = {"rtol": 1e-4, "atol": 1e-5} if dtype is torch.float32 else {}
    assert_close(probes.output(x, weight, bias, **options), expected, **near)


@pytest.mark.asks("`x`: the images", "`weight`: the filters")
@of_some
def test_tensors_that_are_not_contiguous(probes, rng, device, case):
    """Images and weights that are not contiguous in memory give the same outputs."""
    x, weight, bias, options = draw(case, rng, device)
    last = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    transposed = weight.transpose(2, 3).contiguous().transpose(2, 3)
    assert_close(probes.output(last, transposed, bias, **options), F.conv2d(x, weight, bias, **options))


@pytest.mark.asks("The inputs are not changed")
@of_some
def test_inputs_are_not_changed(probes, rng, device, case):
    """Images, weights and bias are not changed."""
    x, weight, bias, options = draw(case, rng, device)
    assert_close(probes.afterwards(x, weight, bias, **options), [x, weight, bias], rtol=0, atol=0)
