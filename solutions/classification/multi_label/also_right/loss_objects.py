"""Loss modules as attributes of the head; the multi-hot targets are sums of one-hot vectors."""

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
        indices = torch.zeros(len(answers), dtype=torch.int64, device=self.linear.bias.device)
        for i, answer in enumerate(answers):
            indices[i] = self.names.index(answer)
        return indices

    def loss(self, logits, targets):
        return self.criterion(logits, targets)

    def predict(self, logits):
        return torch.argmax(logits, -1)

    def accuracy(self, logits, targets):
        return 1.0 - (self.predict(logits) != targets).double().mean().item()


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
        return torch.stack([hot[[i for i, name in enumerate(self.names) if name in answer]].sum(0) for answer in answers])

    def loss(self, logits, targets):
        return self.criterion(logits, targets)

    def predict(self, logits):
        return torch.gt(logits, torch.zeros_like(logits))

    def accuracy(self, logits, targets):
        return (self.predict(logits).float() - targets).abs().neg().add(1).mean().item()

    def exact_match(self, logits, targets):
        return (self.predict(logits).float() == targets).float().prod(dim=1).mean().item()
