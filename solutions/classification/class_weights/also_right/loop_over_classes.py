"""Class by class, from logsumexp, with a mask a class."""

import torch


def class_weights(labels, n_classes):
    n = float(labels.numel())
    counts = [(labels == c).sum() for c in range(n_classes)]
    return torch.stack([torch.nan_to_num(n / (n_classes * count), posinf=0.0) for count in counts])


def weighted_cross_entropy(logits, labels, weights):
    rest = logits.logsumexp(1)
    above, below = 0.0, 0.0
    for c in range(logits.shape[1]):
        mask = (labels == c).to(logits.dtype)
        above = above + weights[c] * (mask * (rest - logits[:, c])).sum()
        below = below + weights[c] * mask.sum()
    return above / below


def positive_weight(labels):
    ones = labels.float().mean()
    return (1 - ones) / ones


def weighted_bce(logits, labels, pos_weight):
    w = 1 + (pos_weight - 1) * labels
    return ((1 - labels) * logits + w * torch.logaddexp(torch.zeros_like(logits), -logits)).sum() / len(logits)
