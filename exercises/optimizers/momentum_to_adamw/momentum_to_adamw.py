"""SGD with momentum, Nesterov, Adam and AdamW from scratch

Write two classes, `SGD` and `Adam`. They cover SGD with momentum, Nesterov momentum, Adam and AdamW, which differ in a line or two each.

Both take an iterable of parameters, such as `model.parameters()`, and have a method `step()` that updates them with their
`.grad`. With the same arguments, the results equal those of torch.optim.

`SGD(params, lr, momentum=0.0, nesterov=False, weight_decay=0.0)`, for each parameter w with its gradient g:

- first, g ← g + weight_decay · w
- v ← momentum · v + g, where the velocity v is initialized with 0
- w ← w − lr · v, or with Nesterov momentum w ← w − lr · (g + momentum · v), with the new v

`Adam(params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=False)`, where t is the step count, starting at 1:

- Coupled: g ← g + weight_decay · w. Decoupled, which is AdamW: w ← w · (1 − lr · weight_decay) instead, before anything else.
- m ← β₁ · m + (1 − β₁) · g, and s ← β₂ · s + (1 − β₂) · g², both initialized with 0
- w ← w − lr · m̂ / (√ŝ + eps), with the bias corrections m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ)

Also:

- A parameter whose `.grad` is None is skipped, with its v, m, s and its own t.
- Parameters are updated in place, outside of autograd, and stay leaves. No tensor in the optimizer's state has a computational graph.
- Gradients are not modified.

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
        raise NotImplementedError  # TODO: a velocity for each parameter

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
