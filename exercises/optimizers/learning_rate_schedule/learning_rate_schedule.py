"""Warm-up and cosine learning-rate schedule

Write a learning-rate schedule as a function of the step, and a class that applies it to an optimizer. At the beginning of training, large
steps can make the loss diverge, so the learning rate is increased linearly (warm-up). Later, smaller steps come closer to a minimum, so it
is decreased along half a period of a cosine. Most transformers are trained with such a schedule.

`warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr=0.0)` returns the learning rate of a step, a float. Steps are ints and count
from 0; 0 ≤ warmup_steps ≤ total_steps.

- Warm-up, for step < warmup_steps: max_lr · (step + 1) / warmup_steps.
- Cosine decay, for warmup_steps ≤ step < total_steps: min_lr + (max_lr − min_lr) · (1 + cos(π · p)) / 2, where
  p = (step − warmup_steps) / (total_steps − warmup_steps).
- For step ≥ total_steps: min_lr.

The class `WarmupCosine(optimizer, warmup_steps, total_steps, min_lr=0.0)`:

- The optimizer can have several parameter groups, with different learning rates. The learning rate that a group has when the schedule is
  created is its `max_lr`. All groups have the same `min_lr`.
- The constructor sets the learning rates of step 0. They are set in the parameter groups, where the optimizer reads them.
- `step()` is called after each `optimizer.step()`. It advances by one step and sets the learning rates of the new step.
- `get_last_lr()` returns the current learning rates as a list of floats, one per group.
- `state_dict()` returns a dict that can be saved as JSON: only strings, numbers, lists and dicts. Later steps do not change it.
- `load_state_dict(state)` continues a schedule, in a new object with the same steps and `min_lr`. The learning rates of the saved step are
  set at once. The groups of the new optimizer can have any learning rate, such as the one at which the training was interrupted.
- Other entries of the parameter groups, such as `momentum`, keep their values.

With `min_lr=0.0` and at least two warm-up steps, it equals a `LinearLR` followed by a `CosineAnnealingLR`. Do not use
`torch.optim.lr_scheduler`.

Example:

    [warmup_cosine(step, 1.0, 2, 6) for step in range(7)]     # [0.5, 1.0, 1.0, 0.854, 0.5, 0.146, 0.0]
    schedule = WarmupCosine(optimizer, warmup_steps=2, total_steps=6)
    for batch in batches:
        ...                                                   # forward pass, zero_grad, backward
        optimizer.step()
        schedule.step()
"""

import torch


def warmup_cosine(step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0) -> float:
    raise NotImplementedError  # TODO: three cases


class WarmupCosine:
    def __init__(self, optimizer: torch.optim.Optimizer, warmup_steps: int, total_steps: int, min_lr: float = 0.0) -> None:
        raise NotImplementedError  # TODO

    def step(self) -> None:
        raise NotImplementedError  # TODO

    def get_last_lr(self) -> list[float]:
        raise NotImplementedError  # TODO

    def state_dict(self) -> dict:
        raise NotImplementedError  # TODO

    def load_state_dict(self, state: dict) -> None:
        raise NotImplementedError  # TODO
