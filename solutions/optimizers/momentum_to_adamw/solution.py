"""Each parameter has its own state and step count; the gradient is never modified."""

from collections.abc import Iterable

import torch


class SGD:
    def __init__(
        self, params: Iterable[torch.Tensor], lr: float, momentum: float = 0.0, nesterov: bool = False, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.nesterov, self.weight_decay = nesterov, weight_decay
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
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay, self.decoupled = weight_decay, decoupled
        self.exp_avg = [torch.zeros_like(p) for p in self.params]
        self.exp_avg_sq = [torch.zeros_like(p) for p in self.params]
        self.step_count = [0] * len(self.params)

    @torch.no_grad()
    def step(self) -> None:
        beta1, beta2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            if self.decoupled:
                p *= 1 - self.lr * self.weight_decay
            else:
                g = g + self.weight_decay * p
            self.step_count[i] += 1
            self.exp_avg[i] = beta1 * self.exp_avg[i] + (1 - beta1) * g
            self.exp_avg_sq[i] = beta2 * self.exp_avg_sq[i] + (1 - beta2) * g**2
            m_hat = self.exp_avg[i] / (1 - beta1 ** self.step_count[i])
            s_hat = self.exp_avg_sq[i] / (1 - beta2 ** self.step_count[i])
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)
