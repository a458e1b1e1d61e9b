"""The positions of the mask as index tensors, and index_put_ with accumulate."""

import torch


def crop(images, top, left, height, width):
    vertical, horizontal = slice(top, top + height), slice(left, left + width)
    return images[:, :, vertical][:, :, :, horizontal]


def scores_of_labels(scores, labels):
    n, k = scores.shape
    return scores.flatten()[torch.arange(n, device=scores.device) * k + labels]


def pad_after(ids, lengths, pad):
    n, t = (torch.arange(ids.shape[1], device=ids.device) >= lengths[:, None]).nonzero(as_tuple=True)
    out = ids.clone()
    out[n, t] = pad
    return out


def masked_mean(x, mask):
    n, t = mask.nonzero(as_tuple=True)
    sums = sum_per_class(x[n, t], n, len(x))
    return sums / mask.sum(1)[:, None].clamp_min(1)


def one_hot(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)[labels]


def sum_per_class(x, labels, num_classes):
    sums = torch.zeros((num_classes, x.shape[1]), dtype=x.dtype, device=x.device)
    return sums.index_put_((labels,), x, accumulate=True)
