"""From momentum to AdamW

The optimizers of torch differ in a line or two each. Whoever has written these lines knows what their settings do.

Write two classes. Both get an iterable of parameters, such as `model.parameters()`, and have a method `step()` that moves them by their
`.grad`. With the settings torch.optim has, the numbers are torch.optim's.

`SGD(params, lr, momentum=0.0, nesterov=False, weight_decay=0.0)`, for each parameter w with its gradient g:

- first, g ← g + weight_decay · w
- v ← momentum · v + g, where v starts at 0
- w ← w − lr · v, or with Nesterov w ← w − lr · (g + momentum · v), with the new v

`Adam(params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=False)`, with t the number of the step, from 1:

- coupled: g ← g + weight_decay · w. Decoupled, which is AdamW: w ← w · (1 − lr · weight_decay) instead, before anything else.
- m ← β₁ · m + (1 − β₁) · g, and s ← β₂ · s + (1 − β₂) · g², both from 0
- w ← w − lr · m̂ / (√ŝ + eps), where m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ)

What must hold besides:

- A parameter whose `.grad` is None is left alone, with its v, m, s and its own t.
- Parameters change in place, outside autograd, and stay leaves. No tensor that an optimizer keeps has a computational graph.
- Gradients are read only.

`torch.optim` is not to be used.

Example, a gradient of 1 in each of three steps:

    w = torch.zeros(1, requires_grad=True)
    optimizer = SGD([w], lr=0.1, momentum=0.9)      # w: −0.1, −0.29, −0.561
"""

from collections.abc import Iterable

import torch


class SGD:
    def __init__(
        self, params: Iterable[torch.Tensor], lr: float, momentum: float = 0.0, nesterov: bool = False, weight_decay: float = 0.0
    ) -> None:
        raise NotImplementedError  # TODO: a memory for each parameter

    def step(self) -> None:
        raise NotImplementedError  # TODO


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
        raise NotImplementedError  # TODO

    def step(self) -> None:
        raise NotImplementedError  # TODO
