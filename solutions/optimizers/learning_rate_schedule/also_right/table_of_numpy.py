"""The whole schedule as a NumPy array; the step is an index into it."""

import numpy as np


def table(max_lr, warmup_steps, total_steps, min_lr):
    warm_up = max_lr * np.arange(1, warmup_steps + 1) / max(warmup_steps, 1)
    angles = np.linspace(0, np.pi, total_steps - warmup_steps + 1)
    decay = min_lr + (max_lr - min_lr) * 0.5 * (np.cos(angles) + 1)
    decay[-1] = min_lr
    return np.concatenate([warm_up, decay])


def warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    return float(table(max_lr, warmup_steps, total_steps, min_lr)[min(step, total_steps)])


class WarmupCosine:
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        self.optimizer, self.arguments = optimizer, (warmup_steps, total_steps, min_lr)
        self.load_state_dict({"step": 0, "max": [group["lr"] for group in optimizer.param_groups]})

    def load_state_dict(self, state):
        self.now = state["step"]
        self.max = list(state["max"])
        self.tables = [table(max_lr, *self.arguments).tolist() for max_lr in self.max]
        self.write()

    def write(self):
        for lr, group in zip(self.get_last_lr(), self.optimizer.param_groups):
            group["lr"] = lr

    def step(self):
        self.now += 1
        self.write()

    def get_last_lr(self):
        return [lrs[min(self.now, len(lrs) - 1)] for lrs in self.tables]

    def state_dict(self):
        return {"step": self.now, "max": self.max}
