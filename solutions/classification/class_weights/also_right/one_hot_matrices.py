"""One-hot matrices with one column per class; the weighted mean as a dot product with normalized weights."""

import torch
from torch.nn.functional import logsigmoid


def class_weights(labels, n_classes):
    one_hot = (labels.unsqueeze(1) == torch.arange(n_classes, device=labels.device)).double()
    fraction = one_hot.mean(0)
    inverse = torch.where(fraction > 0, 1 / (n_classes * fraction), 0.0)
    return inverse.float()


def weighted_cross_entropy(logits, labels, weights):
    one_hot = (labels.unsqueeze(1) == torch.arange(logits.shape[1], device=logits.device)).to(logits.dtype)
    w = one_hot @ weights
    losses = -(one_hot * logits.log_softmax(1)).sum(1)
    return (w / w.sum()) @ losses


def positive_weight(labels):
    weights = class_weights(labels, 2)
    return weights[1] / weights[0]


def weighted_bce(logits, labels, pos_weight):
    log_p, log_not_p = logsigmoid(logits), logsigmoid(-logits)
    return torch.where(labels == 1, -pos_weight * log_p, -log_not_p).mean()
