"""Frozen blocks run without a graph; each parameter is a group of its own."""

import torch
from torch import nn


class FineTuned(nn.Module):
    def __init__(self, backbone, n_features, n_classes, n_trained):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(n_features, n_classes)
        self.trained = list(range(len(backbone)))[len(backbone) - n_trained :]
        for i, block in enumerate(backbone.children()):
            for p in block.parameters():
                p.requires_grad = i in self.trained
        self.train(True)

    def train(self, mode=True):
        self.training = mode
        self.head.train(mode)
        self.backbone.training = mode
        for i, block in enumerate(self.backbone.children()):
            block.train(mode and i in self.trained)
        return self

    def forward(self, x):
        for i, block in enumerate(self.backbone):
            with torch.set_grad_enabled(torch.is_grad_enabled() and i in self.trained):
                x = block(x)
        return self.head(x)


def parameter_groups(model, head_lr, backbone_lr, weight_decay):
    return [
        {
            "params": [p],
            "lr": head_lr if name.startswith("head.") else backbone_lr,
            "weight_decay": weight_decay if p.dim() > 1 else 0.0,
        }
        for name, p in model.named_parameters()
        if p.requires_grad
    ]
