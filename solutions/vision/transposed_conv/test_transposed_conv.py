"""Outputs and gradients against torch's layer in float64, and sizes against torch's convolution."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use torch's own transposed convolutions or `fold`")

DOUBLE = torch.float64
# name: (N, C_in, H, W), (C_out, kh, kw), options
CASES = {
    "no overlap": ((2, 3, 4, 3), (2, 2, 3), {"stride": (2, 3)}),
    "overlap": ((2, 2, 3, 4), (3, 3, 2), {}),
    "overlap with a stride": ((1, 2, 4, 3), (2, 4, 3), {"stride": (3, 2)}),
    "gaps": ((2, 2, 3, 2), (2, 1, 2), {"stride": (2, 3)}),
    "padding": ((2, 2, 4, 3), (3, 3, 4), {"padding": (1, 2)}),
    "padding of the width only": ((1, 3, 3, 4), (2, 2, 3), {"padding": (0, 2)}),
    "output_padding": ((2, 2, 3, 4), (3, 2, 3), {"stride": (3, 2), "output_padding": (2, 1)}),
    "output_padding and padding": ((1, 2, 4, 3), (2, 4, 5), {"stride": (2, 3), "padding": (1, 2), "output_padding": (1, 2)}),
    "all": ((3, 2, 4, 5), (3, 3, 2), {"stride": (2, 3), "padding": (2, 1), "output_padding": (0, 2)}),
    "C_out equal to C_in": ((2, 3, 3, 4), (3, 3, 2), {"stride": (2, 1), "padding": (1, 0), "output_padding": (1, 0)}),
    "one pixel": ((2, 3, 1, 1), (2, 4, 3), {}),
}
of_each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
of_some = pytest.mark.parametrize("case", [CASES["output_padding"], CASES["all"]], ids=["output_padding", "all"])


def draw(case, rng, device, dtype=DOUBLE):
    (n, c_in, height, width), (c_out, kernel_h, kernel_w), options = case
    shapes = [(n, c_in, height, width), (c_in, c_out, kernel_h, kernel_w), (c_out,)]
    x, weight, bias = (torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in shapes)
    return x, weight, bias, options


@pytest.mark.asks("Overlapping windows are summed")
@pytest.mark.concept("vision/overlaps-add")
def test_by_the_numbers(probes, device):
    """1 and 2 with a kernel of three ones and stride 2 become 1 1 3 2 2."""
    x = torch.tensor([[[[1.0, 2.0]]]], device=device)
    got = probes.output(x, torch.ones(1, 1, 1, 3, device=device), stride=(1, 2))
    assert_close(got, torch.tensor([[[[1.0, 1.0, 3.0, 2.0, 2.0]]]], device=device))


@pytest.mark.asks("H' = (H − 1) · stride − 2 · padding + kh + output_padding", "Returns (N, C_out, H', W')")
@pytest.mark.concept("vision/transposed-size")
@of_each
def test_the_shape(probes, rng, device, case):
    """The output has the shape (N, C_out, H', W') of the formula in the task."""
    x, weight, _, options = draw(case, rng, device)
    expected = F.conv_transpose2d(x, weight, **options).shape
    assert tuple(probes.output(x, weight, **options).shape) == tuple(expected), "shape of the output"


@pytest.mark.asks(
    "`conv_transpose2d(x, weight",
    "`x`: (N, C_in, H, W).",
    "**input** channels first",
    "Each value x[n, c, r, s] adds a scaled copy of the kernel",
    "Overlapping windows are summed",
    "so are the input channels",
    "The output buffer has",
    "rows and columns are removed on **every** side",
)
@pytest.mark.concept("vision/transposed-size")
@pytest.mark.concept("vision/transposed-weight")
@pytest.mark.concept("vision/overlaps-add")
@of_each
def test_the_sum_of_scaled_kernels(probes, rng, device, case):
    """Without a bias, the output is the sum of all scaled kernels, for every stride, padding and output_padding."""
    x, weight, _, options = draw(case, rng, device)
    assert_close(probes.output(x, weight, **options), F.conv_transpose2d(x, weight, **options))


@pytest.mark.asks("`bias`: (C_out,) or None", "The bias is added at every position")
@pytest.mark.concept("vision/bias-per-channel")
@of_each
def test_the_bias(probes, rng, device, case):
    """Each output channel has its own bias at every position, also where no window contributes."""
    x, weight, bias, options = draw(case, rng, device)
    assert_close(probes.output(x, weight, bias, **options), F.conv_transpose2d(x, weight, bias, **options))


@pytest.mark.asks("Gradients flow to x, weight and bias")
@of_some
def test_the_gradients(probes, rng, device, case):
    """The gradients of images, weights and bias are correct."""
    x, weight, bias, options = draw(case, rng, device)
    leaves = [tensor.clone().requires_grad_() for tensor in (x, weight, bias)]
    out = F.conv_transpose2d(*leaves, **options)
    upstream = torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device)
    got = probes.gradients(x, weight, bias, upstream, **options)
    assert got, f"the output should have the shape {tuple(out.shape)}"
    for name, gradient, expected in zip(("x", "weight", "bias"), got, torch.autograd.grad(out, leaves, upstream), strict=True):
        assert gradient is not None, f"{name} gets no gradient"
        assert_close(gradient, expected)


@pytest.mark.asks("Each value x[n, c, r, s] adds a scaled copy of the kernel", "**input** channels first")
@pytest.mark.concept("vision/transposed-is-not-inverse")
def test_it_is_the_backward_pass_of_a_convolution(probes, rng, device):
    """It maps the output gradient of a convolution with the same weight to its input gradient, of the right size."""
    weight = torch.randn(3, 2, 3, 4, generator=rng, dtype=DOUBLE).to(device)
    image = torch.randn(2, 2, 8, 9, generator=rng, dtype=DOUBLE).to(device).requires_grad_()
    out = F.conv2d(image, weight, stride=(2, 3), padding=(1, 2))
    upstream = torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device)
    (gradient,) = torch.autograd.grad(out, image, upstream)
    got = probes.output(upstream, weight, stride=(2, 3), padding=(1, 2), output_padding=(1, 0))
    assert_close(got, gradient)


@pytest.mark.asks("Returns (N, C_out, H', W') of x's dtype")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_stays(probes, rng, device, dtype):
    """The output has the dtype of the images, and the accuracy of that dtype."""
    x, weight, bias, options = draw(CASES["all"], rng, device, dtype)
    expected = F.conv_transpose2d(x.double(), weight.double(), bias.double(), **options).to(dtype)
    # Sums of a few products, in float32 if the input is float32.
    near = {"rtol": 1e-4, "atol": 1e-5} if dtype is torch.float32 else {}
    assert_close(probes.output(x, weight, bias, **options), expected, **near)


@pytest.mark.asks("`x`: (N, C_in, H, W).", "**input** channels first")
@of_some
def test_tensors_that_are_not_contiguous(probes, rng, device, case):
    """Images and weights that are not contiguous in memory give the same output."""
    x, weight, bias, options = draw(case, rng, device)
    last = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
    transposed = weight.transpose(2, 3).contiguous().transpose(2, 3)
    assert_close(probes.output(last, transposed, bias, **options), F.conv_transpose2d(x, weight, bias, **options))


@pytest.mark.asks("`x`: (N, C_in, H, W).")
@of_some
def test_an_image_by_itself(probes, rng, device, case):
    """The output for an image is the same alone and within a batch."""
    x, weight, bias, options = draw(case, rng, device)
    assert_close(probes.output(x[:1], weight, bias, **options), F.conv_transpose2d(x, weight, bias, **options)[:1])


@pytest.mark.asks("The inputs are not changed")
@of_some
def test_inputs_are_not_changed(probes, rng, device, case):
    """Images, weights and bias are not changed."""
    x, weight, bias, options = draw(case, rng, device)
    assert_close(probes.afterwards(x, weight, bias, **options), [x, weight, bias], rtol=0, atol=0)


@pytest.mark.concept("vision/why-output-padding")
def test_an_example_of_an_extra(probes):
    """From 4 × 4 to 7 × 8 with kernel 3, stride 2 and padding 1 the output_padding is (0, 1)."""
    case = {"size": (4, 4), "wanted": (7, 8), "kernel": (3, 3), "stride": (2, 2), "padding": (1, 1)}
    assert [answer(pair) for pair in probes.extras([case])] == [(0, 1)], "output_padding"


@pytest.mark.asks("the output_padding, a pair of ints, that gives the output size", "Each value is from 0 to stride − 1")
@pytest.mark.concept("vision/why-output-padding")
def test_the_extra_that_leads_back(probes, rng):
    """For each size that a convolution reduces, `extra_for` returns the output_padding that restores it."""
    cases, expected = zip(*(draw_inverse(rng) for _ in range(40)), strict=True)
    assert [answer(each) for each in probes.extras(list(cases))] == list(expected), "output_padding, or the error"


@pytest.mark.asks("Each value is from 0 to stride − 1")
@pytest.mark.concept("vision/why-output-padding")
@pytest.mark.parametrize("dim", [0, 1], ids=["height", "width"])
def test_every_extra_up_to_the_stride(probes, dim):
    """All values from 0 to stride − 1 are allowed, for both dims."""
    settings = {"size": (4, 5), "kernel": (3, 4), "stride": (4, 5), "padding": (1, 2)}
    smallest = [13, 20]
    extras = [tuple(more if a == dim else 0 for a in (0, 1)) for more in range(settings["stride"][dim])]
    cases = [{**settings, "wanted": tuple(s + more for s, more in zip(smallest, extra, strict=True))} for extra in extras]
    assert [answer(each) for each in probes.extras(cases)] == extras, "output_padding, or the error"


@pytest.mark.asks("`extra_for(size, wanted, kernel, stride, padding)`")
def test_the_extra_in_order(probes, rng):
    """The arguments of `extra_for` can be passed by position, in the order size, wanted, kernel, stride, padding."""
    cases, expected = zip(*(draw_inverse(rng) for _ in range(10)), strict=True)
    names = ("size", "wanted", "kernel", "stride", "padding")
    got = probes.extras_in_order([tuple(case[name] for name in names) for case in cases])
    assert [answer(each) for each in got] == list(expected), "output_padding, or the error"


@pytest.mark.asks("the output_padding, a pair of ints, that gives the output size")
def test_the_extra_is_two_ints(probes, rng):
    """`extra_for` returns two ints, not floats or tensors."""
    kinds = probes.kinds_of_extras([draw_inverse(rng)[0] for _ in range(5)])
    assert kinds == [["int", "int"]] * 5, "types of what extra_for returns"


@pytest.mark.asks("if there is none, it raises ValueError")
@pytest.mark.concept("vision/why-output-padding")
@pytest.mark.parametrize("dim", [0, 1], ids=["height", "width"])
def test_no_extra_leads_there(probes, dim):
    """If a size is too small, or too large by the stride or more, `extra_for` raises ValueError, whatever the other dim needs."""
    settings = {"size": (4, 5), "kernel": (3, 4), "stride": (2, 3), "padding": (1, 2)}
    smallest = (7, 12)
    cases = []
    for more in (-3, -1, settings["stride"][dim], settings["stride"][dim] + 2):
        wanted = list(smallest)
        wanted[dim] += more
        cases.append({**settings, "wanted": tuple(wanted)})
    assert [answer(each) for each in probes.extras(cases)] == ["ValueError"] * len(cases), "returned pair or error"


def answer(given):
    """A pair as a tuple, the name of an error unchanged."""
    return given if isinstance(given, str) else tuple(given)


def draw_inverse(rng):
    """Arguments with a size that is the output size of a convolution, and the output_padding that torch needs to restore the input size."""

    def pair(low, high):
        return tuple(torch.randint(low, high + 1, (2,), generator=rng).tolist())

    kernel, stride, padding = pair(1, 4), pair(1, 4), pair(0, 2)
    wanted = tuple(max(k - 2 * p, 1) + more for k, p, more in zip(kernel, padding, pair(0, 9), strict=True))
    size = F.conv2d(torch.zeros(1, 1, *wanted), torch.zeros(1, 1, *kernel), stride=stride, padding=padding).shape[2:]
    settings = {"stride": stride, "padding": padding}
    candidates = [(i, j) for i in range(stride[0]) for j in range(stride[1])]
    (extra,) = [each for each in candidates if torchs_size(size, kernel, output_padding=each, **settings) == wanted]
    return {"size": tuple(size), "wanted": wanted, "kernel": kernel, **settings}, extra


def torchs_size(size, kernel, **settings):
    try:
        return tuple(F.conv_transpose2d(torch.zeros(1, 1, *size), torch.zeros(1, 1, *kernel), **settings).shape[2:])
    except RuntimeError:
        return None  # the output would be empty
