"""One label a row, or several

"Which dish is on the photo?" has one answer, "what can be seen on it?" has any number. Both heads are the same linear layer; loss, targets
and decision differ, and mixed up they train without a word of warning.

Write two modules. Both are made with `n_features` and `classes`, a list of C names, and have the layer `linear`, an `nn.Linear` from the
features to C numbers, and no other weights. `head(x)` gives the **logits** of the rows: (N, F) → (N, C), N ≥ 1.

`MultiClassHead`: each row has exactly one of the classes, C ≥ 2. The number of a class is its place in `classes`, from 0.

- `targets(answers)`: from a list of N names, the class of each row, to a tensor of class numbers, `torch.int64` of shape (N,).
- `loss(logits, targets)`: the mean cross entropy of the rows, a tensor from which gradients flow.
- `decide(logits)`: the most probable class of each row, `torch.int64` of shape (N,).
- `accuracy(logits, targets)`: the share of rows that are decided right, a plain float.

`MultiLabelHead`: any number of the C labels holds for a row, each for itself: none, some or all.

- `targets(answers)`: from a list of N lists of names to a tensor of zeros and ones, `torch.float32` of shape (N, C).
- `loss(logits, targets)`: the mean binary cross entropy over all N · C entries.
- `decide(logits)`: for each entry whether its probability is above one half, `torch.bool` of shape (N, C).
- `accuracy(logits, targets)`: the share of the N · C entries that are decided right, a plain float.
- `exact_match(logits, targets)`: the share of the rows in which **all** labels are right, a plain float.

The targets lie on the device of the head's weights. Both losses are right for any finite logits. Torch's losses may be used. Nothing that
is passed in is changed.

Example:

    dish = MultiClassHead(16, ["pizza", "soup", "cake"])
    dish.targets(["cake", "pizza"])                     # tensor([2, 0])
    dish.decide(torch.tensor([[0.1, 2.0, -1.0]]))       # tensor([1])

    seen = MultiLabelHead(16, ["fork", "plate", "glass"])
    seen.targets([["glass", "fork"], []])               # tensor([[1., 0., 1.], [0., 0., 0.]])
    seen.decide(torch.tensor([[0.1, 2.0, -1.0]]))       # tensor([[True, True, False]])
"""

import torch
from torch import nn


class MultiClassHead(nn.Module):
    def __init__(self, n_features: int, classes: list[str]) -> None:
        super().__init__()
        raise NotImplementedError  # TODO

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: probabilities, or logits?

    def targets(self, answers: list[str]) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decide(self, logits: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def accuracy(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        raise NotImplementedError  # TODO


class MultiLabelHead(nn.Module):
    def __init__(self, n_features: int, classes: list[str]) -> None:
        super().__init__()
        raise NotImplementedError  # TODO

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def targets(self, answers: list[list[str]]) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: do the labels share 1 among them?

    def decide(self, logits: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: how many labels may hold?

    def accuracy(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        raise NotImplementedError  # TODO

    def exact_match(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        raise NotImplementedError  # TODO
