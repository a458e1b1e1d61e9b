"""The velocity includes the learning rate; Adam's two bias corrections are part of the step size and eps; the state is a dict by tensor."""

import math

import torch


class SGD:
    def __init__(self, params, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.params = tuple(params)
        self.hyperparameters = lr, momentum, nesterov, weight_decay
        self.state = {}

    def step(self):
        lr, momentum, nesterov, decay = self.hyperparameters
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    update = (p.grad + decay * p) * lr
                    velocity = self.state.get(p, torch.zeros_like(p))
                    self.state[p] = momentum * velocity + update
                    p.sub_(update + momentum * self.state[p] if nesterov else self.state[p])


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=False):
        self.params, self.lr, self.betas, self.eps = tuple(params), lr, betas, eps
        self.decay, self.decoupled, self.state = weight_decay, decoupled, {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                self._move(p, p.grad.detach())

    def _move(self, p, g):
        (b1, b2), data = self.betas, p.detach()
        t, m, s = self.state.get(p, (0, 0.0, 0.0))
        if self.decoupled:
            data.mul_(1 - self.lr * self.decay)
        else:
            g = g.add(data, alpha=self.decay)
        t, m, s = t + 1, b1 * m + (1 - b1) * g, b2 * s + (1 - b2) * g * g
        self.state[p] = t, m, s
        root = math.sqrt(1 - b2**t)
        data.addcdiv_(m, s.sqrt() + self.eps * root, value=-self.lr * root / (1 - b1**t))
