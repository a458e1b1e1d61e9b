"""A view is a choice of strides: each new dim has the stride of the dim along which it runs, times the number of elements it advances."""

import torch

SHARES_STORAGE: dict[str, bool | None] = {
    "x[0]": True,
    "x[:, [0, 2]]": False,
    "x.view(4, 3)": True,
    "x.T": True,
    "x.reshape(12)": True,
    "x.T.reshape(12)": False,
    "x.contiguous()": True,
    "x.T.contiguous()": False,
    "x[:1].expand(5, 4)": True,
    "x[:1].repeat(5, 1)": False,
}


def contiguous_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    strides, stride = [], 1
    for size in reversed(shape):
        strides.append(stride)
        stride *= size
    return tuple(reversed(strides))


def storage_index(index: tuple[int, ...], stride: tuple[int, ...], storage_offset: int = 0) -> int:
    return storage_offset + sum(i * s for i, s in zip(index, stride))


def sliding_windows(x: torch.Tensor, size: int, step: int = 1) -> torch.Tensor:
    n, t = x.shape
    count = (t - size) // step + 1
    sample, element = x.stride()
    return x.as_strided((n, count, size), (sample, step * element, element), x.storage_offset())


def patches(images: torch.Tensor, size: int) -> torch.Tensor:
    n, c, h, w = images.shape
    sample, channel, vertical, horizontal = images.stride()
    shape = (n, c, h // size, w // size, size, size)
    strides = (sample, channel, size * vertical, size * horizontal, vertical, horizontal)
    return images.as_strided(shape, strides, images.storage_offset())
