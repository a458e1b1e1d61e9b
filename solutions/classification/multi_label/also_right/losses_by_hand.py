"""The losses with logsumexp and softplus, the predictions from probabilities, and a common base class."""

import torch
from torch import nn
from torch.nn.functional import softplus


class Head(nn.Module):
    def __init__(self, n_features, classes):
        super().__init__()
        self.index = {name: i for i, name in enumerate(classes)}
        self.linear = nn.Linear(in_features=n_features, out_features=len(self.index))

    def forward(self, x):
        return x @ self.linear.weight.T + self.linear.bias

    def accuracy(self, logits, targets):
        right = self.predict(logits) == targets
        return right.sum().item() / right.numel()


class MultiClassHead(Head):
    def targets(self, answers):
        return torch.as_tensor([self.index[name] for name in answers]).to(self.linear.weight.device)

    def loss(self, logits, targets):
        return (torch.logsumexp(logits, 1) - logits[torch.arange(len(logits)), targets]).mean()

    def predict(self, logits):
        return logits.softmax(-1).max(-1).indices


class MultiLabelHead(Head):
    def targets(self, answers):
        multi_hot = torch.zeros(len(answers), len(self.index))
        for i, names in enumerate(answers):
            multi_hot[i, [self.index[name] for name in names]] = 1.0
        return multi_hot.to(self.linear.weight.device)

    def loss(self, logits, targets):
        return torch.mean(softplus(logits) - targets * logits)

    def predict(self, logits):
        return torch.sigmoid(logits) > 0.5

    def exact_match(self, logits, targets):
        wrong = (self.predict(logits) != (targets > 0.5)).sum(dim=1)
        return (wrong == 0).double().mean().item()
