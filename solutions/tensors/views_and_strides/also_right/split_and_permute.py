"""A dim is split with unflatten, and permute orders the dims; the strides are products of the sizes to the right."""

import math

import torch

OWN = {"x[:, [0, 2]]", "x.T.reshape(12)", "x.T.contiguous()", "x[:1].repeat(5, 1)"}
SHARED = {"x[0]", "x.view(4, 3)", "x.T", "x.reshape(12)", "x.contiguous()", "x[:1].expand(5, 4)"}
SHARES_STORAGE = {text: text in SHARED for text in OWN | SHARED}


def contiguous_strides(shape):
    return tuple(math.prod(shape[i + 1 :]) for i in range(len(shape)))


def storage_index(index, stride, storage_offset=0):
    for i, s in zip(index, stride):
        storage_offset += i * s
    return storage_offset


def sliding_windows(x, size, step=1):
    last = x.shape[1] - size
    return torch.as_strided(x, (len(x), last // step + 1, size), (x.stride(0), x.stride(1) * step, x.stride(1)))


def patches(images, size):
    return images.unflatten(3, (-1, size)).unflatten(2, (-1, size)).permute(0, 1, 2, 4, 3, 5)
