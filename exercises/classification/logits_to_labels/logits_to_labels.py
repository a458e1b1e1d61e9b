"""Logits, probabilities and class labels

Convert the logits of a classifier to probabilities, to class labels and to a loss, for binary and for multi-class classification. The loss
takes the logits directly, the accuracy needs labels, and each conversion has its own pitfalls.

Write three functions. The logits of N samples, N ≥ 1, have the shape (N,) or (N, 1) in binary classification, where they are the logits of
label 1. In multi-class classification they have the shape (N, C) with C ≥ 2, one column per class.

- `probabilities(logits)`: binary: the probability of the label 1, of shape (N,); multi-class: the probability of each class, (N, C). They
  are correct for any finite logits.
- `labels(logits)`: integers (`torch.int64`) of shape (N,). Binary: 1 where the logit is above 0, and 0 for a logit of exactly 0;
  multi-class: the index of the class with the largest logit.
- `loss(logits, targets)`: the mean cross-entropy, a 0-D tensor, with gradients for the logits. The targets are labels, `torch.int64` of
  shape (N,). It is correct for any finite logits. You may use torch's losses.

The inputs are not changed.

Example:

    probabilities(torch.tensor([[0.0], [2.0]]))                # tensor([0.5000, 0.8808])
    labels(torch.tensor([[0.0], [2.0]]))                       # tensor([0, 1])
    labels(torch.tensor([[1.0, 3.0, 2.0]]))                    # tensor([1])
    loss(torch.tensor([[0.0], [2.0]]), torch.tensor([1, 1]))   # tensor(0.4100)
"""

import torch


def probabilities(logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: sigmoid or softmax?


def labels(logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: the shape and dtype of the targets depend on the loss
