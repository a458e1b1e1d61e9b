"""Five losses by hand

Whoever has written a loss once knows what it wants: probabilities or logits, numbers or class labels, and over what its mean is taken.

Write five functions of torch tensors. Each gives a tensor, and gradients flow through it to its first argument:

- `l1(predictions, targets, reduction="mean")`: |p − y|.
- `mse(predictions, targets, reduction="mean")`: (p − y)².
- `bce(probabilities, targets, reduction="mean")`: −(y · ln p + (1 − y) · ln(1 − p)), with targets between 0 and 1 as floats. A logarithm
  below −100 counts as −100, so that the loss stays finite for p = 0 and p = 1.
- `bce_with_logits(logits, targets, reduction="mean")`: the same loss for p = sigmoid(z), for any finite logits, however large: the value
  and its gradient, sigmoid(z) − y, come out right for z = ±1000.
- `cross_entropy(logits, labels, reduction="mean")`: −ln softmax(z)[label]. The logits have the shape (N, C) or (N, C, H, W), the classes
  are axis 1; the labels are integers of the shape (N,) or (N, H, W). It is right for any finite logits, too.
- `reduction` is `"none"` (one loss an entry; for cross_entropy one a label), `"sum"` or `"mean"`: the sum over these losses, or their
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
    raise NotImplementedError  # TODO: what becomes of the logarithm of 0?


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: what becomes of the exponential of 1000?


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    raise NotImplementedError  # TODO: which axis holds the classes?
