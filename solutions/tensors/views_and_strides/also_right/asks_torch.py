"""torch itself is asked for strides, storages and positions."""

import torch


def shares(a, b):
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()


x = torch.arange(12).reshape(3, 4)
SHARES_STORAGE = {
    "x[0]": shares(x, x[0]),
    "x[:, [0, 2]]": shares(x, x[:, [0, 2]]),
    "x.view(4, 3)": shares(x, x.view(4, 3)),
    "x.T": shares(x, x.T),
    "x.reshape(12)": shares(x, x.reshape(12)),
    "x.T.reshape(12)": shares(x, x.T.reshape(12)),
    "x.contiguous()": shares(x, x.contiguous()),
    "x.T.contiguous()": shares(x, x.T.contiguous()),
    "x[:1].expand(5, 4)": shares(x, x[:1].expand(5, 4)),
    "x[:1].repeat(5, 1)": shares(x, x[:1].repeat(5, 1)),
}


def contiguous_strides(shape):
    return torch.empty(shape).stride()


def storage_index(index, stride, storage_offset=0):
    if not index:
        return storage_offset
    return storage_index(index[1:], stride[1:], storage_offset + index[0] * stride[0])


def sliding_windows(x, size, step=1):
    return x.unfold(-1, size, 1)[:, ::step]


def patches(images, size):
    return images.unflatten(2, (images.shape[2] // size, size)).unfold(4, size, size).movedim(3, 4)
