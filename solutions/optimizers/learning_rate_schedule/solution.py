"""The learning rate is a function of the step and of the group's maximum, never of the current learning rate."""

import math

import torch


def warmup_cosine(step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0) -> float:
    if step < warmup_steps:
        return max_lr * (step + 1) / warmup_steps
    if step >= total_steps:
        return min_lr
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * (1 + math.cos(math.pi * progress)) / 2


class WarmupCosine:
    def __init__(self, optimizer: torch.optim.Optimizer, warmup_steps: int, total_steps: int, min_lr: float = 0.0) -> None:
        self.optimizer = optimizer
        self.warmup_steps, self.total_steps, self.min_lr = warmup_steps, total_steps, min_lr
        self.max_lrs = [group["lr"] for group in optimizer.param_groups]
        self.current_step = 0
        self._set()

    def _set(self) -> None:
        for group, max_lr in zip(self.optimizer.param_groups, self.max_lrs):
            group["lr"] = warmup_cosine(self.current_step, max_lr, self.warmup_steps, self.total_steps, self.min_lr)

    def step(self) -> None:
        self.current_step += 1
        self._set()

    def get_last_lr(self) -> list[float]:
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict:
        return {"step": self.current_step, "max_lrs": self.max_lrs}

    def load_state_dict(self, state: dict) -> None:
        self.current_step, self.max_lrs = state["step"], state["max_lrs"]
        self._set()
