"""Strides and storages against torch's own, windows and patches against NumPy loops, for contiguous, transposed and sliced inputs."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

EXPRESSIONS = {
    "x[0]": lambda x: x[0],
    "x[:, [0, 2]]": lambda x: x[:, [0, 2]],
    "x.view(4, 3)": lambda x: x.view(4, 3),
    "x.T": lambda x: x.T,
    "x.reshape(12)": lambda x: x.reshape(12),
    "x.T.reshape(12)": lambda x: x.T.reshape(12),
    "x.contiguous()": lambda x: x.contiguous(),
    "x.T.contiguous()": lambda x: x.T.contiguous(),
    "x[:1].expand(5, 4)": lambda x: x[:1].expand(5, 4),
    "x[:1].repeat(5, 1)": lambda x: x[:1].repeat(5, 1),
}
SHAPES = [(2, 3, 4), (5,), (), (3, 1, 7), (1, 6), (4, 2, 1, 3, 5)]
LAYOUTS = ["contiguous", "transposed", "sliced"]
WINDOWS = [(3, 8, 3, 1), (2, 9, 4, 2), (1, 7, 2, 3), (4, 5, 5, 2), (2, 6, 1, 4), (3, 11, 3, 5)]  # N, T, size, step
IMAGES = [(2, 3, 4, 6, 2), (1, 1, 6, 3, 3), (2, 2, 3, 5, 1), (3, 2, 4, 4, 4)]  # N, C, H, W, size


@pytest.mark.asks("a dict with expressions for `x = torch.arange(12).reshape(3, 4)`")
@pytest.mark.asks("Replace each None by True if the result shares its storage with `x`, and by False if it has its own.")
@pytest.mark.concept("tensors/reshape-may-copy")
@pytest.mark.concept("tensors/contiguous-may-copy")
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_which_results_share_storage(probes, expression):
    """Each answer says whether the result of the expression shares its storage with x."""
    x = torch.arange(12).reshape(3, 4)
    shares = EXPRESSIONS[expression](x).untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    got = probes.answer(expression)
    assert got is shares, f"your answer for {expression}: {got}; torch: {shares}"


@pytest.mark.asks("`shape` is a tuple of sizes, each at least 1;", "it can be empty.", "A stride counts elements, not bytes.")
@pytest.mark.asks("Returns the strides of a contiguous tensor of this shape as a tuple of ints.")
@pytest.mark.concept("tensors/strides-of-contiguous")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_contiguous_strides(probes, shape):
    """`contiguous_strides` returns the strides of a contiguous tensor, from the first dim to the last."""
    got = probes.strides(shape)["strides"]
    expected = np.empty(shape, dtype=np.int8).strides  # one byte per element
    assert tuple(got) == expected, f"strides for the shape {shape}: {tuple(got)}, expected {expected}"


@pytest.mark.asks("Returns the strides of a contiguous tensor of this shape as a tuple of ints.")
def test_strides_are_a_tuple_of_ints(probes):
    """The strides are a tuple, and each of them is an int."""
    assert probes.strides((2, 3))["types"] == ["int", "tuple"], "types of the result and of its elements"


@pytest.mark.asks("`index` and `stride` are tuples of equal length.", "Returns the position in the storage, an int")
@pytest.mark.concept("tensors/what-a-stride-is")
@pytest.mark.parametrize("offset", [None, 0, 7])
@pytest.mark.parametrize(("shape", "dims"), [((3, 4), (0, 1)), ((3, 4), (1, 0)), ((2, 3, 5), (2, 0, 1)), ((6,), (0,)), ((), ())], ids=str)
def test_storage_index(probes, numpy_rng, shape, dims, offset):
    """`storage_index` returns where in the storage an element is: for any strides, and with a storage offset."""
    memory = torch.arange(200)
    view = memory[offset or 0 :][: int(np.prod(shape))].view(shape).permute(dims)
    for _ in range(5):
        index = tuple(int(numpy_rng.integers(size)) for size in view.shape)
        args = (index, view.stride()) if offset is None else (index, view.stride(), offset)
        got, expected = probes.position(*args), view[index].item()
        assert got == expected, f"position of the element {index} with the strides {view.stride()} and the offset {offset or 0}"


@pytest.mark.asks("`x` has shape (N, T), with T ≥ size.", "Returns the windows of `size` consecutive elements along dim 1")
@pytest.mark.asks("Window l begins at position l · step.", "Elements after the last complete window are ignored.")
@pytest.mark.asks("The input can have any strides and any storage offset", "N ≥ 1.")
@pytest.mark.concept("tensors/unfold-count")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", WINDOWS, ids=str)
def test_sliding_windows(probes, rng, device, shape, layout):
    """`sliding_windows` returns each complete window, also for transposed and sliced inputs."""
    n, t, size, step = shape
    x = torch.randn(n, t, generator=rng).to(device)
    exactly(probes.view("sliding_windows", x, layout, size, step), windows_of(x, size, step), f"windows of a {layout} input")


@pytest.mark.asks("`sliding_windows(x, size, step=1)`")
@pytest.mark.concept("tensors/unfold-count")
def test_the_default_step(probes, rng, device):
    """Without `step` a window begins at each position."""
    x = torch.randn(2, 7, generator=rng).to(device)
    exactly(probes.view("sliding_windows", x, "contiguous", 3), windows_of(x, 3, 1), "windows with the default step")


@pytest.mark.asks("The results of `sliding_windows` and `patches` are views of the input.")
@pytest.mark.concept("tensors/slice-is-a-view")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_windows_are_a_view(probes, rng, device, layout):
    """The windows are a view: values that are written into x later are visible in them."""
    x, later = (torch.randn(3, 8, generator=rng).to(device) for _ in range(2))
    got = probes.view_of_changed_input("sliding_windows", x, later, layout, 3, 2)
    exactly(got, windows_of(later, 3, 2), "the windows after `x` got new values")


@pytest.mark.asks("`images` has shape (N, C, H, W), where H and W are multiples of `size`.")
@pytest.mark.asks("Returns the patches of size × size pixels that do not overlap", "Element (n, c, i, j, a, b) is the pixel")
@pytest.mark.asks("The input can have any strides and any storage offset", "N ≥ 1.")
@pytest.mark.concept("tensors/transpose-swaps-strides")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", IMAGES, ids=str)
def test_patches(probes, rng, device, shape, layout):
    """`patches` cuts each image into patches that do not overlap, also for transposed and sliced images."""
    *sizes, size = shape
    images = torch.randn(sizes, generator=rng).to(device)
    exactly(probes.view("patches", images, layout, size), patches_of(images, size), f"patches of {layout} images")


@pytest.mark.asks("The results of `sliding_windows` and `patches` are views of the input.")
@pytest.mark.concept("tensors/slice-is-a-view")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_patches_are_a_view(probes, rng, device, layout):
    """The patches are a view: values that are written into the images later are visible in them."""
    images, later = (torch.randn(2, 3, 4, 6, generator=rng).to(device) for _ in range(2))
    got = probes.view_of_changed_input("patches", images, later, layout, 2)
    exactly(got, patches_of(later, 2), "the patches after `images` got new values")


def windows_of(x, size, step):
    rows = x.cpu().numpy()
    starts = range(0, rows.shape[1] - size + 1, step)
    return np.array([[row[start : start + size] for start in starts] for row in rows])


def patches_of(images, size):
    values = images.cpu().numpy()
    n, c, h, w = values.shape
    out = np.empty((n, c, h // size, w // size, size, size), dtype=values.dtype)
    for i, j in np.ndindex(h // size, w // size):
        out[:, :, i, j] = values[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size]
    return out


def exactly(got, expected, what):
    assert_close(got.cpu(), torch.from_numpy(expected), rtol=0, atol=0, msg=lambda text: f"{what}: {text}")
