"""The same linear layer twice: one head uses softmax and argmax, the other an independent sigmoid for each label."""

import torch
from torch import nn
from torch.nn import functional as F


class MultiClassHead(nn.Module):
    def __init__(self, n_features: int, classes: list[str]) -> None:
        super().__init__()
        self.classes = classes
        self.linear = nn.Linear(n_features, len(classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

    def targets(self, answers: list[str]) -> torch.Tensor:
        indices = [self.classes.index(answer) for answer in answers]
        return torch.tensor(indices, device=self.linear.weight.device)

    def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(logits, targets)

    def predict(self, logits: torch.Tensor) -> torch.Tensor:
        return logits.argmax(dim=1)

    def accuracy(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        return (self.predict(logits) == targets).float().mean().item()


class MultiLabelHead(nn.Module):
    def __init__(self, n_features: int, classes: list[str]) -> None:
        super().__init__()
        self.classes = classes
        self.linear = nn.Linear(n_features, len(classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)

    def targets(self, answers: list[list[str]]) -> torch.Tensor:
        multi_hot = [[float(name in answer) for name in self.classes] for answer in answers]
        return torch.tensor(multi_hot, device=self.linear.weight.device)

    def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return F.binary_cross_entropy_with_logits(logits, targets)

    def predict(self, logits: torch.Tensor) -> torch.Tensor:
        return logits > 0

    def accuracy(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        return (self.predict(logits) == targets.bool()).float().mean().item()

    def exact_match(self, logits: torch.Tensor, targets: torch.Tensor) -> float:
        return (self.predict(logits) == targets.bool()).all(dim=1).float().mean().item()
