"""Buffers that are updated in place with lerp, and one base class for the common code."""

import torch


class Optimizer:
    def __init__(self, params):
        self.params = [p for p in params]
        self.state = [{} for _ in self.params]

    @torch.no_grad()
    def step(self):
        for p, state in zip(self.params, self.state, strict=True):
            if p.grad is not None:
                self.update(p, p.grad.clone(), state)


class SGD(Optimizer):
    def __init__(self, params, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(params)
        self.lr, self.momentum = lr, momentum
        self.nesterov, self.weight_decay = nesterov, weight_decay

    def update(self, p, g, state):
        g += self.weight_decay * p
        if "v" in state:
            state["v"].mul_(self.momentum).add_(g)
        else:
            state["v"] = g.clone()
        p.add_(state["v"] * self.momentum + g if self.nesterov else state["v"], alpha=-self.lr)


class Adam(Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=False):
        super().__init__(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay, self.decoupled = weight_decay, decoupled

    def update(self, p, g, state):
        if self.decoupled:
            p -= self.lr * self.weight_decay * p
        else:
            g += self.weight_decay * p
        b1, b2 = self.betas
        state.setdefault("t", 0)
        state["t"] += 1
        state.setdefault("m", torch.zeros_like(p)).lerp_(g, 1 - b1)
        state.setdefault("s", torch.zeros_like(p)).lerp_(g.square(), 1 - b2)
        m, s = state["m"] / (1 - b1 ** state["t"]), state["s"] / (1 - b2 ** state["t"])
        p -= self.lr * m / (s.sqrt() + self.eps)
