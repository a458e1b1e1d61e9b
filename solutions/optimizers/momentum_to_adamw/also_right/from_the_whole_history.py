"""No running v, m and s: all gradients so far are kept, and each step computes their weighted sums again."""

import torch


class SGD:
    def __init__(self, params, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.momentum, self.nesterov, self.decay = lr, momentum, nesterov, weight_decay
        self.history = {p: [] for p in params}

    def step(self):
        for p, history in self.history.items():
            if p.grad is None:
                continue
            history.append(p.grad + self.decay * p.detach())
            velocity = weighted_sum(history, self.momentum)
            p.data.sub_(self.lr * (history[-1] + self.momentum * velocity if self.nesterov else velocity))


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=False):
        self.lr, self.betas, self.eps, self.decay, self.decoupled = lr, betas, eps, weight_decay, decoupled
        self.history = {p: [] for p in params}

    def step(self):
        for p, history in self.history.items():
            if p.grad is None:
                continue
            history.append(p.grad + (0 if self.decoupled else self.decay) * p.detach())
            mean = weighted_sum(history, self.betas[0]) / sum(self.betas[0] ** k for k in range(len(history)))
            square = weighted_sum([g**2 for g in history], self.betas[1]) / sum(self.betas[1] ** k for k in range(len(history)))
            kept = 1 - self.lr * self.decay if self.decoupled else 1
            p.data.copy_(kept * p.data - self.lr * mean / (square**0.5 + self.eps))


def weighted_sum(history, factor):
    return torch.stack([factor**k * g for k, g in enumerate(reversed(history))]).sum(0)
