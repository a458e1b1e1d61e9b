"""Labels from the probabilities, by rounding or argmax; the targets are reshaped to the shape of the logits."""

import torch
from torch import nn


def probabilities(logits):
    if logits.dim() == 2 and logits.size(1) > 1:
        return nn.Softmax(dim=-1)(logits)
    p = nn.Sigmoid()(logits)
    return p.squeeze(1) if p.dim() == 2 else p


def labels(logits):
    p = probabilities(logits)
    return torch.round(p).to(torch.int64) if p.dim() == 1 else p.argmax(-1)


def loss(logits, targets):
    if logits.dim() == 2 and logits.size(1) > 1:
        return nn.CrossEntropyLoss()(logits, targets)
    return nn.BCEWithLogitsLoss()(logits, targets.view(logits.shape).type_as(logits))
