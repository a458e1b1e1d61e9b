"""Weights for rare classes

Where one row in twenty is positive, a model does well by hardly ever saying so. Weights tell the loss that the rare rows matter as much.

Write four functions. Labels are integers (`torch.int64`) of the shape (N,):

- `class_weights(labels, n_classes)`: a float tensor of the shape (n_classes,). The class c with n_c of the N rows gets N / (n_classes ·
  n_c), and 0 if it has no row.
- `weighted_cross_entropy(logits, labels, weights)`: logits (N, C), weights (C,). Each row's −ln softmax(z)[label] times the weight of its
  label; the sum of these, divided by the **sum of the weights of these N rows**.
- `positive_weight(labels)`: for labels 0 and 1, both there, the number of zeros over the number of ones, as a tensor without axes.
- `weighted_bce(logits, labels, pos_weight)`: logits (N,). The binary cross entropy in which the term of the label 1 counts `pos_weight`
  times: −(pos_weight · y · ln p + (1 − y) · ln(1 − p)) for p = sigmoid(z); the mean **over the N rows**.

Both losses give a tensor without axes, with gradients to the logits, and are right for any finite logits. Nothing that is passed in is
changed. Torch's own losses are not to be used; `log_softmax`, `logsigmoid`, `softplus` and `logsumexp` may be.

Example:

    labels = torch.tensor([0, 0, 0, 1])
    class_weights(labels, 2)        # [0.6667, 2.0]: 4 / (2 · 3) and 4 / (2 · 1)
    positive_weight(labels)         # 3.0
"""

import torch


def class_weights(labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: what does one divide by?


def positive_weight(labels: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def weighted_bce(logits: torch.Tensor, labels: torch.Tensor, pos_weight: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: and here?
