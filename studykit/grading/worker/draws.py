"""Random numbers of one call, kept or given: so that two programs that draw the same things in another order can be compared.

A program may draw timesteps before noise, or noise before timesteps: both are right, and with one seed their numbers have nothing to do
with each other. Given the draws of the one, the other answers with numbers that can be compared.
"""

from collections import deque
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

# Operators by what they draw: from a standard normal, from [0, 1), whole numbers, booleans, orders.
_KINDS = {
    **dict.fromkeys(("randn", "randn_like", "normal_", "normal", "normal_functional"), "normal"),
    **dict.fromkeys(("rand", "rand_like", "uniform_", "uniform"), "uniform"),
    **dict.fromkeys(("randint", "randint_like", "random_", "random"), "integers"),
    **dict.fromkeys(("bernoulli", "bernoulli_"), "bernoulli"),
    "randperm": "order",
    "multinomial": "choices",
}

Draw = tuple[str, torch.Tensor]


class KeepDraws(TorchDispatchMode):
    """Keeps what is drawn, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.draws: list[Draw] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        drawn = func(*args, **(kwargs or {}))
        if (kind := _kind(func)) and isinstance(drawn, torch.Tensor):
            self.draws.append((kind, drawn.detach().clone()))
        return drawn


class GiveDraws(TorchDispatchMode):
    """Answers each draw with the next one of its kind and number of elements from those given, as long as there is one."""

    def __init__(self, draws: list[Draw]) -> None:
        super().__init__()
        self._left: dict[tuple[str, int], deque[torch.Tensor]] = {}
        for kind, values in draws:
            self._left.setdefault((kind, values.numel()), deque()).append(values)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        drawn = func(*args, **(kwargs or {}))
        kind = _kind(func)
        if kind and isinstance(drawn, torch.Tensor) and (waiting := self._left.get((kind, drawn.numel()))):
            drawn.copy_(waiting.popleft().reshape(drawn.shape))
        return drawn


def _kind(func: Any) -> str | None:
    return _KINDS.get(func.overloadpacket.__name__)
