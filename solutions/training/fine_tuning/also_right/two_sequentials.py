"""Frozen and trained blocks are two slices of the backbone, which share its modules; the frozen one ignores `train`."""

from torch import nn


class Frozen(nn.Sequential):
    def train(self, mode=True):
        return super().train(False)


class FineTuned(nn.Module):
    def __init__(self, backbone, n_features, n_classes, n_trained):
        super().__init__()
        self.backbone = backbone
        blocks = list(backbone)
        n_frozen = len(blocks) - n_trained
        self.body = nn.Sequential(*blocks[n_frozen:]).requires_grad_()
        self.head = nn.Linear(n_features, n_classes)
        self.frozen = Frozen(*blocks[:n_frozen]).requires_grad_(False)
        self.train()

    def forward(self, x):
        return self.head(self.body(self.frozen(x)))


def parameter_groups(model, head_lr, backbone_lr, weight_decay):
    decayed, others = [], []
    for p in model.body.parameters():
        (decayed if p.ndim >= 2 else others).append(p)
    head = [
        {"params": [model.head.weight], "lr": head_lr, "weight_decay": weight_decay},
        {"params": [model.head.bias], "lr": head_lr, "weight_decay": 0.0},
    ]
    return [{"params": decayed, "lr": backbone_lr, "weight_decay": weight_decay}, {"params": others, "lr": backbone_lr, "weight_decay": 0.0}, *head]
