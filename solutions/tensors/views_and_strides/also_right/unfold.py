"""`Tensor.unfold` returns the windows as a view, and the sizes are cumulative products."""

import torch

SHARES_STORAGE = {
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


def contiguous_strides(shape):
    sizes = torch.tensor([1, *reversed(shape)])[: len(shape)]
    return tuple(sizes.cumprod(0).flip(0).tolist())


def storage_index(index, stride, storage_offset=0):
    return int(torch.tensor([*index, 1]) @ torch.tensor([*stride, storage_offset]))


def sliding_windows(x, size, step=1):
    return x.unfold(1, size, step)


def patches(images, size):
    return images.unfold(2, size, size).unfold(3, size, size)
