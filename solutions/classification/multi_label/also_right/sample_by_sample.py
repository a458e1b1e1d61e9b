"""Sample by sample, with `vmap` and plain loops; the multi-class loss is the KL divergence from the one-hot distribution."""

import torch
from torch import nn
from torch.nn import functional as F


class _Named(nn.Module):
    def __init__(self, n_features, classes):
        super().__init__()
        self.names = list(classes)
        self.linear = nn.Linear(n_features, len(self.names))

    def forward(self, x):
        return torch.vmap(self.linear)(x)


class MultiClassHead(_Named):
    def targets(self, answers):
        hot = torch.tensor([[name == answer for name in self.names] for answer in answers])
        return hot.long().argmax(dim=1).to(self.linear.weight.device)

    def loss(self, logits, targets):
        hot = F.one_hot(targets, logits.shape[1]).to(logits.dtype)
        return F.kl_div(logits.log_softmax(dim=-1), hot, reduction="batchmean")

    def predict(self, logits):
        return logits.topk(1, dim=1).indices[:, 0]

    def accuracy(self, logits, targets):
        pairs = list(zip(self.predict(logits).tolist(), targets.tolist(), strict=True))
        return sum(a == b for a, b in pairs) / len(pairs)


class MultiLabelHead(_Named):
    def targets(self, answers):
        return torch.tensor([[1.0 if name in answer else 0.0 for name in self.names] for answer in answers]).to(self.linear.weight)

    def loss(self, logits, targets):
        log_p, log_not_p = F.logsigmoid(logits), F.logsigmoid(-logits)
        return -torch.where(targets == 1, log_p, log_not_p).sum() / logits.numel()

    def predict(self, logits):
        return logits.sign() == 1

    def accuracy(self, logits, targets):
        pairs = zip(self.predict(logits).tolist(), targets.bool().tolist(), strict=True)
        each = [a == b for pair in pairs for a, b in zip(*pair, strict=True)]
        return sum(each) / len(each)

    def exact_match(self, logits, targets):
        pairs = list(zip(self.predict(logits).tolist(), targets.bool().tolist(), strict=True))
        return sum(a == b for a, b in pairs) / len(pairs)
