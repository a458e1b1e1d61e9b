"""The modules of the frozen blocks are kept in a list; the groups are collected in a dict by their options."""

from collections import defaultdict

from torch import nn


class FineTuned(nn.Module):
    def __init__(self, backbone, n_features, n_classes, n_trained):
        super().__init__()
        self.backbone, self.head = backbone, nn.Linear(n_features, n_classes)
        backbone.requires_grad_(True)
        self.stays = [module for block in list(backbone)[: len(backbone) - n_trained] for module in block.modules()]
        for module in self.stays:
            for p in module.parameters(recurse=False):
                p.requires_grad_(False)
        super().train()
        self.keep()

    def keep(self):
        for module in self.stays:
            module.training = False

    def train(self, mode=True):
        result = super().train(mode)
        self.keep()
        return result

    def forward(self, x):
        features = self.backbone(x)
        return nn.functional.linear(features, self.head.weight, self.head.bias)


def parameter_groups(model, head_lr, backbone_lr, weight_decay):
    found = defaultdict(list)
    head = set(map(id, model.head.parameters()))
    for p in filter(lambda p: p.requires_grad, model.parameters()):
        found[head_lr if id(p) in head else backbone_lr, weight_decay if len(p.shape) >= 2 else 0].append(p)
    return [{"params": params, "lr": lr, "weight_decay": decay} for (lr, decay), params in found.items()]
