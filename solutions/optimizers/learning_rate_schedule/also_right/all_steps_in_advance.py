"""All fractions of the schedule are computed in advance; the groups keep their maximum themselves, as torch's schedulers do."""

import math


def fraction(step, warmup_steps, total_steps):
    if step < warmup_steps:
        return (step + 1) / warmup_steps
    return math.cos(math.pi / 2 * (step - warmup_steps) / (total_steps - warmup_steps)) ** 2


def warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if step >= total_steps:
        return max_lr if step < warmup_steps else min_lr
    part = fraction(step, warmup_steps, total_steps)
    return part * max_lr if step < warmup_steps else (1 - part) * min_lr + part * max_lr


class WarmupCosine:
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        self.groups = optimizer.param_groups
        for group in self.groups:
            group["initial_lr"] = group["lr"]
        self.rest = (warmup_steps, total_steps, min_lr)
        self.last = -1
        self.step()

    def step(self):
        self.last += 1
        for group in self.groups:
            group.update(lr=warmup_cosine(self.last, group["initial_lr"], *self.rest))

    def get_last_lr(self):
        return [g["lr"] for g in self.groups]

    def state_dict(self):
        return {"last": self.last, "initial": {str(i): g["initial_lr"] for i, g in enumerate(self.groups)}}

    def load_state_dict(self, state):
        for i, group in enumerate(self.groups):
            group["initial_lr"] = state["initial"][str(i)]
        self.last = state["last"] - 1
        self.step()
