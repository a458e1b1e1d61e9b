"""Losses as objects that belong to the head; the multi-hot rows are sums of one-hot ones."""

import torch
from torch import nn


class MultiClassHead(nn.Module):
    def __init__(self, n_features, classes):
        super().__init__()
        self.linear = nn.Linear(n_features, len(classes))
        self.names = tuple(classes)
        self.criterion = nn.CrossEntropyLoss()

    def forward(self, x):
        return self.linear(x)

    def targets(self, answers):
        found = torch.zeros(len(answers), dtype=torch.int64, device=self.linear.bias.device)
        for i, answer in enumerate(answers):
            found[i] = self.names.index(answer)
        return found

    def loss(self, logits, targets):
        return self.criterion(logits, targets)

    def decide(self, logits):
        return torch.argmax(logits, -1)

    def accuracy(self, logits, targets):
        return 1.0 - (self.decide(logits) != targets).double().mean().item()


class MultiLabelHead(nn.Module):
    def __init__(self, n_features, classes):
        super().__init__()
        self.linear = nn.Linear(n_features, len(classes))
        self.names = tuple(classes)
        self.criterion = nn.BCEWithLogitsLoss()

    def forward(self, x):
        return self.linear(x)

    def targets(self, answers):
        hot = torch.eye(len(self.names), device=self.linear.bias.device)
        return torch.stack([hot[[i for i, name in enumerate(self.names) if name in row]].sum(0) for row in answers])

    def loss(self, logits, targets):
        return self.criterion(logits, targets)

    def decide(self, logits):
        return torch.gt(logits, torch.zeros_like(logits))

    def accuracy(self, logits, targets):
        return (self.decide(logits).float() - targets).abs().neg().add(1).mean().item()

    def exact_match(self, logits, targets):
        return (self.decide(logits).float() == targets).float().prod(dim=1).mean().item()
