"""Views and strides

Answer which operations return a view, compute strides and storage positions by hand, and write two functions that return views. A tensor
is a storage, a 1-D block of memory, together with a shape, strides and a storage offset. A view has its own shape and strides, but shares
the storage. So creating a view copies nothing, and a change of one tensor changes the other.

- `SHARES_STORAGE`: a dict with expressions for `x = torch.arange(12).reshape(3, 4)`. Replace each None by True if the result shares its
  storage with `x`, and by False if it has its own.
- `contiguous_strides(shape)`: `shape` is a tuple of sizes, each at least 1; it can be empty. Returns the strides of a contiguous tensor of
  this shape as a tuple of ints. A stride counts elements, not bytes.
- `storage_index(index, stride, storage_offset=0)`: `index` and `stride` are tuples of equal length. Returns the position in the storage,
  an int, of the element with this index.
- `sliding_windows(x, size, step=1)`: `x` has shape (N, T), with T ≥ size. Returns the windows of `size` consecutive elements along dim 1,
  with shape (N, L, size), where L = ⌊(T − size) / step⌋ + 1. Window l begins at position l · step. Elements after the last complete window
  are ignored.
- `patches(images, size)`: `images` has shape (N, C, H, W), where H and W are multiples of `size`. Returns the patches of size × size pixels
  that do not overlap, with shape (N, C, H / size, W / size, size, size). Element (n, c, i, j, a, b) is the pixel
  images[n, c, i · size + a, j · size + b].

The results of `sliding_windows` and `patches` are views of the input. The input can have any strides and any storage offset, such as those
of a transposed or sliced tensor. N ≥ 1.

Examples:

    contiguous_strides((2, 3, 4))                            # (12, 4, 1)
    storage_index((1, 2), (4, 1))                            # 6
    sliding_windows(torch.arange(5)[None], 3)                # tensor([[[0, 1, 2], [1, 2, 3], [2, 3, 4]]])
    patches(torch.zeros(2, 3, 32, 64), 16).shape             # torch.Size([2, 3, 2, 4, 16, 16])
"""

import torch

SHARES_STORAGE: dict[str, bool | None] = {  # TODO: True or False
    "x[0]": None,
    "x[:, [0, 2]]": None,
    "x.view(4, 3)": None,
    "x.T": None,
    "x.reshape(12)": None,
    "x.T.reshape(12)": None,
    "x.contiguous()": None,
    "x.T.contiguous()": None,
    "x[:1].expand(5, 4)": None,
    "x[:1].repeat(5, 1)": None,
}


def contiguous_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    raise NotImplementedError  # TODO


def storage_index(index: tuple[int, ...], stride: tuple[int, ...], storage_offset: int = 0) -> int:
    raise NotImplementedError  # TODO


def sliding_windows(x: torch.Tensor, size: int, step: int = 1) -> torch.Tensor:
    raise NotImplementedError  # TODO: a view of shape (N, L, size)


def patches(images: torch.Tensor, size: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: a view of shape (N, C, H / size, W / size, size, size)
