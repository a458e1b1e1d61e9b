"""Each parameter has its own memory and its own count; the gradient is read and never written."""

from collections.abc import Iterable

import torch


class SGD:
    def __init__(
        self, params: Iterable[torch.Tensor], lr: float, momentum: float = 0.0, nesterov: bool = False, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        self.lr, self.momentum, self.nesterov, self.weight_decay = lr, momentum, nesterov, weight_decay
        self.velocity = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self) -> None:
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            self.velocity[i] = self.momentum * self.velocity[i] + g
            p -= self.lr * (g + self.momentum * self.velocity[i] if self.nesterov else self.velocity[i])


class Adam:
    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        decoupled: bool = False,
    ) -> None:
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay, self.decoupled = lr, betas, eps, weight_decay, decoupled
        self.mean = [torch.zeros_like(p) for p in self.params]
        self.square = [torch.zeros_like(p) for p in self.params]
        self.count = [0] * len(self.params)

    @torch.no_grad()
    def step(self) -> None:
        first, second = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            if self.decoupled:
                p *= 1 - self.lr * self.weight_decay
            else:
                g = g + self.weight_decay * p
            self.count[i] += 1
            self.mean[i] = first * self.mean[i] + (1 - first) * g
            self.square[i] = second * self.square[i] + (1 - second) * g**2
            mean = self.mean[i] / (1 - first ** self.count[i])
            square = self.square[i] / (1 - second ** self.count[i])
            p -= self.lr * mean / (square.sqrt() + self.eps)
