"""Each group has a closure; the current learning rates are kept in a list as well."""

import cmath


def warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if warmup_steps > step:
        return (step + 1) * (max_lr / warmup_steps)
    left = total_steps - step
    if left <= 0:
        return min_lr
    turned = cmath.exp(1j * cmath.pi * (1 - left / (total_steps - warmup_steps))).real
    return 0.5 * ((max_lr + min_lr) + (max_lr - min_lr) * turned)


class WarmupCosine:
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        self.param_groups = optimizer.param_groups
        self.of = lambda step, max_lr: warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr)
        self._go([0, *(group["lr"] for group in self.param_groups)])

    def _go(self, state):
        self.state = state
        n, *max_lrs = state
        self.lrs = [self.of(n, max_lr) for max_lr in max_lrs]
        for i, lr in enumerate(self.lrs):
            self.param_groups[i]["lr"] = lr

    def step(self):
        n, *max_lrs = self.state
        self._go([n + 1, *max_lrs])

    def get_last_lr(self):
        return list(self.lrs)

    def state_dict(self):
        return {"numbers": list(self.state)}

    def load_state_dict(self, state):
        self._go(list(state["numbers"]))
