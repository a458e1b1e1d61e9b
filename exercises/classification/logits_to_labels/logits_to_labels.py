"""Logits, probabilities, labels

A classifier gives logits. The loss wants them as they are, people want probabilities, the accuracy wants labels, and each way has its
trap.

Write three functions. The logits of N rows, N ≥ 1, have the shape (N,) or (N, 1) for a yes-or-no question, where they speak for the label
1, or (N, C) with C ≥ 2 for C classes, one column each.

- `probabilities(logits)`: for yes or no the probability of the label 1, of the shape (N,); else the probability of each class, (N, C).
  They are right for any finite logits.
- `labels(logits)`: integers (`torch.int64`) of the shape (N,). For yes or no 1 where the logit is above 0, and 0 for a logit of exactly
  0; else the number of the class with the largest logit.
- `loss(logits, targets)`: the mean cross entropy, one number, from which gradients flow to the logits. The targets are labels,
  `torch.int64` of the shape (N,). It is right for any finite logits. Torch's losses may be used.

Nothing that is passed in is changed.

Example:

    probabilities(torch.tensor([[0.0], [2.0]]))                # tensor([0.5000, 0.8808])
    labels(torch.tensor([[0.0], [2.0]]))                       # tensor([0, 1])
    labels(torch.tensor([[1.0, 3.0, 2.0]]))                    # tensor([1])
    loss(torch.tensor([[0.0], [2.0]]), torch.tensor([1, 1]))   # tensor(0.4100)
"""

import torch


def probabilities(logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: one column, or several?


def labels(logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: shape and dtype of the targets depend on the loss
