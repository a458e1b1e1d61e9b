"""Multi-class and multi-label heads

Write the output heads of a multi-class and of a multi-label classifier. "Which dish is in the photo?" has exactly one answer, "what is
visible in it?" any number. Both heads are the same linear layer, but loss, targets and predictions differ. If you mix them up, they train
without an error message.

Write two modules. Both are constructed with `n_features` and `classes`, a list of C names, and have the layer `linear`, an `nn.Linear`
from the features to C logits, and no other parameters. `head(x)` returns the **logits** of the samples: (N, F) → (N, C), N ≥ 1.

`MultiClassHead`: each sample has exactly one of the classes, C ≥ 2. The index of a class is its position in `classes`, from 0.

- `targets(answers)`: converts a list of N names, the class of each sample, to a tensor of class indices, `torch.int64` of shape (N,).
- `loss(logits, targets)`: the mean cross-entropy of the samples, a tensor with gradients for the logits.
- `predict(logits)`: the most probable class of each sample, `torch.int64` of shape (N,).
- `accuracy(logits, targets)`: the fraction of samples that are correctly classified, a plain float.

`MultiLabelHead`: each sample has any number of the C labels, independently of each other: none, some or all.

- `targets(answers)`: converts a list of N lists of names to a multi-hot tensor of zeros and ones, `torch.float32` of shape (N, C).
- `loss(logits, targets)`: the mean binary cross-entropy over all N · C entries.
- `predict(logits)`: for each entry whether its probability is above 0.5, `torch.bool` of shape (N, C).
- `accuracy(logits, targets)`: the fraction of the N · C entries that are predicted correctly, a plain float.
- `exact_match(logits, targets)`: the fraction of the samples for which **all** labels are correct, a plain float.

The targets are on the device of the head's weights. Both losses are correct for any finite logits. You may use torch's losses. The inputs
are not changed.

Example:

    dish = MultiClassHead(16, ["pizza", "soup", "cake"])
    dish.targets(["cake", "pizza"])                     # tensor([2, 0])
    dish.predict(torch.tensor([[0.1, 2.0, -1.0]]))      # tensor([1])

    seen = MultiLabelHead(16, ["fork", "plate", "glass"])
    seen.targets([["glass", "fork"], []])               # tensor([[1., 0., 1.], [0., 0., 0.]])
    seen.predict(torch.tensor([[0.1, 2.0, -1.0]]))      # tensor([[True, True, False]])
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

    def predict(self, logits: torch.Tensor) -> torch.Tensor:
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
        raise NotImplementedError  # TODO: sigmoid or softmax?

    def predict(self, logits: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: how many labels can be true?

    def accuracy(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        raise NotImplementedError  # TODO

    def exact_match(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        raise NotImplementedError  # TODO
