"""Probe calls as bytes: a pickle in which plain tensors are their numbers, since torch's own form takes ten times as long both ways."""

import io
import pickle
from collections.abc import Sequence
from typing import Any

import torch

# Bound here: where a request is read, a submission may have put others in their places.
_from_bytes, _clone, _requires_grad = torch.frombuffer, torch.Tensor.clone, torch.Tensor.requires_grad_


def as_bytes(value: Any) -> bytes:
    """A value for `from_bytes`. Tensors keep dtype, shape, strides and whether they require a gradient; as in torch's own form, two that
    share memory become two that do not."""
    written = io.BytesIO()
    _Plain(written).dump(value)
    return written.getvalue()


def from_bytes(request: bytes) -> Any:
    """What `as_bytes` wrote. Only the worker reads one from elsewhere, and only from its judge: a pickle can run code where it is read."""
    return pickle.loads(request)


class _Plain(pickle.Pickler):
    """Writes the tensors that own all of their memory, in the usual order, as their numbers."""

    def reducer_override(self, obj: Any) -> Any:
        if type(obj) is not torch.Tensor or not _is_plain(obj):
            return NotImplemented
        numbers = obj.detach().flatten().view(torch.uint8).numpy().tobytes()
        return rebuilt, (numbers, obj.dtype, tuple(obj.shape), obj.requires_grad)


def rebuilt(numbers: bytes, dtype: torch.dtype, shape: Sequence[int], requires_grad: bool) -> torch.Tensor:
    """A tensor that owns its memory."""
    tensor = _clone(_from_bytes(bytearray(numbers), dtype=dtype).reshape(shape))
    return _requires_grad(tensor) if requires_grad else tensor


def _is_plain(tensor: torch.Tensor) -> bool:
    return (
        tensor.device.type == "cpu"
        and tensor.layout is torch.strided
        and tensor.is_leaf
        and tensor.numel() > 0
        and not (tensor.is_quantized or tensor.is_conj() or tensor.is_neg() or tensor.is_inference())
        and not tensor.__dict__
        and not tensor._backward_hooks
        and tensor.storage_offset() == 0
        and tensor.untyped_storage().nbytes() == tensor.numel() * tensor.element_size()
        and tensor.stride() == _usual_strides(tensor.shape)
    )


def _usual_strides(shape: Sequence[int]) -> tuple[int, ...]:
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))
