"""Five losses by hand

Whoever has written a loss once knows what it wants: probabilities or logits, numbers or class labels, and over what its mean is taken.

Write five functions of torch tensors:

- Each returns a tensor of the dtype of its first argument, float32 or float64. Gradients flow through it to the first argument.
- `l1(predictions, targets, reduction="mean")`: |p − y|. Where p = y, its gradient with respect to p is 0.
- `mse(predictions, targets, reduction="mean")`: (p − y)².
- `bce(probabilities, targets, reduction="mean")`: −(y · ln p + (1 − y) · ln(1 − p)), with targets between 0 and 1 as floats. A logarithm
  below −100 counts as −100, so that the loss stays finite for p = 0 and p = 1. Its gradient with respect to p is
  (p − y) / (p · (1 − p)). A denominator below 1e-12 counts as 1e-12, so that the gradient stays finite for p = 0 and p = 1, too.
  (`nn.BCELoss` does the same.)
- `bce_with_logits(logits, targets, reduction="mean")`: the same loss for p = sigmoid(z), for any finite logits, however large: the value
  and its gradient with respect to z, sigmoid(z) − y, are right for z = ±1000. They are right for z = 0 exactly, too: that is where a
  model begins whose weights start at 0.
- `cross_entropy(logits, labels, reduction="mean")`: −ln softmax(z)[label]. The logits have the shape (N, C) or (N, C, H, W), and dim 1 is
  the classes; the labels are int64, of shape (N,) or (N, H, W). The value and its gradient are right for any finite logits, too.
- `reduction` is `"none"` (one loss per entry; for cross_entropy one per label), `"sum"` or `"mean"`: the sum over these losses, or their
  mean.
- In the first four both tensors have the same shape, whatever it is. Inputs are not changed.

Torch's own losses (in `torch.nn` and `torch.nn.functional`) are not to be used.

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
    raise NotImplementedError  # TODO: what becomes of the logarithm of 0, and of its gradient?


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: what becomes of the exponential of 1000?


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: which dim is the classes?
