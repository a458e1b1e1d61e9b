"""For probes: another device, played on every machine, and autograd's runs counted.

The device `meta` holds shapes and no values, and does not mix with another device. A submission that follows its arguments to `meta`
follows them to a GPU; one that asks for a value there gets a one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

aten = torch.ops.aten
_VALUES = {aten._local_scalar_dense.default, aten.item.default}  # the second one in inference mode
_WRITES = {aten.copy_.default, aten.fill_.Tensor}  # `copy_`, and `numbers[i] = value`, which copy between devices


class OnesForMeta(TorchDispatchMode):
    """Gives a one where a value of a meta tensor is asked for, so that `item()` and a copy to the CPU work."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func in _VALUES and args[0].is_meta:
            return torch.ones((), dtype=args[0].dtype).item()
        if func is aten._to_copy.default and args[0].is_meta and torch.device(kwargs.get("device") or "meta").type == "cpu":
            return torch.ones(args[0].shape, dtype=kwargs.get("dtype") or args[0].dtype)
        if func in _WRITES and not args[0].is_meta and args[1].is_meta:
            return func(args[0], torch.ones(args[1].shape, dtype=args[1].dtype), *args[2:], **kwargs)
        return func(*args, **kwargs)


@contextmanager
def counted_passes() -> Iterator[list[int]]:
    """A list that gets an entry for each run of autograd's engine, whatever starts it: `backward`, `torch.autograd.grad`, `torch.func`."""
    # A name private to torch, and the one place where all of these meet; there since 2.4.
    engine = torch.autograd._engine_run_backward
    passes: list[int] = []

    def counting(*args: Any, **options: Any) -> Any:
        passes.append(1)
        return engine(*args, **options)

    torch.autograd._engine_run_backward = counting
    try:
        yield passes
    finally:
        torch.autograd._engine_run_backward = engine
