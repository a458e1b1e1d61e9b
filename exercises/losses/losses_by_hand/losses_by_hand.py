"""L1, MSE, BCE and cross-entropy from scratch

Write five loss functions. They differ in what they expect, probabilities or logits, float targets or class labels, and in what
they average over.

Write five functions of torch tensors:

- Each returns a tensor of the dtype of its first argument, float32 or float64. Gradients flow through it to the first argument.
- `l1(predictions, targets, reduction="mean")`: |p − y|. Where p = y, its gradient with respect to p is 0.
- `mse(predictions, targets, reduction="mean")`: (p − y)².
- `bce(probabilities, targets, reduction="mean")`: binary cross-entropy, −(y · ln p + (1 − y) · ln(1 − p)), with float targets between 0
  and 1. Clamp each logarithm to at least −100, so that the loss stays finite for p = 0 and p = 1. Its gradient with respect to p is
  (p − y) / (p · (1 − p)). Clamp this denominator to at least 1e-12, so that the gradient stays finite for p = 0 and p = 1, too.
  (`nn.BCELoss` does the same.)
- `bce_with_logits(logits, targets, reduction="mean")`: the same loss for p = sigmoid(z), for any finite logits, however large: the value
  and its gradient with respect to z, sigmoid(z) − y, are right for z = ±1000. They are also right for z = 0 exactly, which is the output
  of a model whose initial weights are 0.
- `cross_entropy(logits, labels, reduction="mean")`: −ln softmax(z)[label]. The logits have the shape (N, C) or (N, C, H, W), with the
  classes in dim 1; the labels are int64, of shape (N,) or (N, H, W). The value and its gradient are right for any finite logits, too.
- `reduction` is `"none"` (one loss per element; for cross_entropy one per label), `"sum"` or `"mean"`: the sum of these losses, or their
  mean.
- In the first four, both tensors have the same shape, which may be any shape. Do not modify the inputs.

Do not use torch's own losses (in `torch.nn` and `torch.nn.functional`).

Example:

    mse(torch.tensor([0.0, 0.0]), torch.tensor([1.0, 3.0]))                 # 5.0 = (1 + 9) / 2
    bce_with_logits(torch.tensor([200.0]), torch.tensor([0.0]))             # 200.0
    cross_entropy(torch.zeros(1, 4), torch.tensor([2]))                     # 1.3863 = ln 4
"""

import torch


def l1(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO


def mse(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO


def bce(probabilities: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: what is the logarithm of 0, and its gradient?


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: what is the exponential of 1000?


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: which dim has the classes?
