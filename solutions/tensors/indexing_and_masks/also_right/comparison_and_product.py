"""The one-hot matrix is a comparison, and a sum per class is a matrix product with it."""

import torch


def crop(images, top, left, height, width):
    return images[..., top:, left:][..., :height, :width]


def scores_of_labels(scores, labels):
    return torch.take_along_dim(scores, labels[:, None], dim=1)[:, 0]


def pad_after(ids, lengths, pad):
    out = ids.clone()
    out[torch.ones_like(ids).cumsum(1) > lengths[:, None]] = pad
    return out


def masked_mean(x, mask):
    weights = mask.to(x.dtype) / mask.sum(1, keepdim=True).clamp(min=1)
    return torch.bmm(weights[:, None], x.where(mask[..., None], torch.zeros_like(x)))[:, 0]


def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes, device=labels.device)).to(torch.float32)


def sum_per_class(x, labels, num_classes):
    return one_hot(labels, num_classes).to(x.dtype).T @ x
