"""`train` is overridden, so frozen blocks return to evaluation mode; the groups follow from part and number of dims of a parameter."""

import torch
from torch import nn


class FineTuned(nn.Module):
    def __init__(self, backbone: nn.Sequential, n_features: int, n_classes: int, n_trained: int) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(n_features, n_classes)
        self.n_frozen = len(backbone) - n_trained
        for i, block in enumerate(backbone):
            block.requires_grad_(i >= self.n_frozen)
        self.train()

    def train(self, mode: bool = True) -> "FineTuned":
        super().train(mode)
        for block in self.backbone[: self.n_frozen]:
            block.eval()
        return self

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.backbone(x))


def parameter_groups(model: FineTuned, head_lr: float, backbone_lr: float, weight_decay: float) -> list[dict]:
    groups = []
    for part, lr in ((model.backbone, backbone_lr), (model.head, head_lr)):
        trained = [p for p in part.parameters() if p.requires_grad]
        groups.append({"params": [p for p in trained if p.ndim >= 2], "lr": lr, "weight_decay": weight_decay})
        groups.append({"params": [p for p in trained if p.ndim < 2], "lr": lr, "weight_decay": 0.0})
    return groups
