"""gather and scatter with indices of the shape of the result, and masked_fill."""

import torch


def crop(images, top, left, height, width):
    return images.narrow(2, top, height).narrow(3, left, width)


def scores_of_labels(scores, labels):
    return scores.gather(1, labels.unsqueeze(1)).squeeze(1)


def pad_after(ids, lengths, pad):
    positions = torch.arange(ids.shape[1], device=ids.device).expand_as(ids)
    return ids.masked_fill(positions >= lengths.unsqueeze(1), pad)


def masked_mean(x, mask):
    total = x.masked_fill(~mask.unsqueeze(-1), 0).sum(1)
    count = mask.sum(1).unsqueeze(-1)
    return torch.where(count > 0, total / count, torch.zeros_like(total))


def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes).float()


def sum_per_class(x, labels, num_classes):
    return x.new_zeros(num_classes, x.shape[1]).scatter_add_(0, labels[:, None].expand_as(x), x)
