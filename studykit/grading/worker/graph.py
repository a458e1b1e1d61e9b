"""Finds the line of a submission at which autograd's graph ends, by following every tensor of a call that is made once more."""

import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils.weak import WeakTensorKeyDictionary

# A long training has more: the first of each kind tell enough, and the call stays quick.
CUTS_KEPT = 500
NODES_WALKED = 100_000

_BACKWARD = {torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad}
_FREEZES = {torch.Tensor.requires_grad.__set__, torch.Tensor.requires_grad_, torch.Tensor.detach_}
_TO_NUMBERS = {"item", "tolist", "numpy", "__array__", "__float__", "__int__"}
_NEW_NUMBERS = {torch.Tensor.grad.__get__, torch.Tensor.grad.__set__, torch.zeros_like, torch.ones_like, torch.empty_like}
_NEW_NUMBERS |= {torch.rand_like, torch.randn_like, torch.randint_like, torch.full_like}


@dataclass(frozen=True, slots=True)
class GraphLoss:
    """The line where a graph ends. `is_off`: autograd was switched off there. `is_partial`: the rest of the loss kept its graph."""

    line: int
    is_off: bool
    is_partial: bool

    def as_json(self) -> dict[str, Any]:
        """The part of a worker's reply that speaks of it."""
        return {"graph_lost": self.line, "graph_off": self.is_off, "graph_partial": self.is_partial}


@dataclass(frozen=True, slots=True)
class _Cut:
    """An operation of the submission whose result has no graph although an input had one. `leaves` are the parameters behind it."""

    line: int
    is_off: bool
    leaves: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Escape:
    """A tensor with a graph that became a plain number."""

    line: int
    tensor: "weakref.ref[Any]"


@dataclass(frozen=True, slots=True)
class _Before:
    """What an operation may change about its inputs: which of them had a graph, and for a freeze the leaves behind each."""

    carriers: list[Any]
    leaves: list[tuple[Any, ...]]


class GraphWatch(TorchFunctionMode):
    """A context in which each operation is followed; `loss` says where the graph of what was asked for gradients ended.

    A cut is told only if its result reached the tensor on which backward was called. What is followed is torch's public functions;
    a tensor that passes through NumPy or plain numbers is found if a single line of the submission lets it go.
    """

    def __init__(self, submission: str) -> None:
        super().__init__()
        self._submission = submission
        self._cuts: list[_Cut] = []
        self._escapes: list[_Escape] = []
        self._labels = WeakTensorKeyDictionary()  # tensor: the cuts that went into it
        self._trained = WeakTensorKeyDictionary()  # leaves and losses that a backward has gone through
        self._reached: list[int] = []
        self._loss: GraphLoss | None = None
        self._nodes_left = NODES_WALKED

    @property
    def loss(self) -> GraphLoss | None:
        """The first loss of a graph; None if there is none, or if it cannot be told for sure."""
        if self._loss is not None:
            return self._loss
        for number in self._reached:
            cut = self._cuts[number]
            if any(leaf not in self._trained for leaf in cut.leaves):
                return GraphLoss(cut.line, cut.is_off, is_partial=True)
        return None

    def __torch_function__(self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func in _BACKWARD:
            return self._backward(func, args, kwargs)
        inputs = list(_tensors((args, kwargs)))
        carriers = [tensor for tensor in inputs if tensor.requires_grad]
        before = _Before(carriers, [self._leaves(tensor) for tensor in carriers] if func in _FREEZES else [])
        out = func(*args, **kwargs)
        if func in _FREEZES:
            self._freeze(before)
        elif _name(func) in _TO_NUMBERS:
            self._escape(inputs, carriers)
        elif func not in _NEW_NUMBERS and not _name(func).startswith("new_"):
            self._flow(inputs, carriers, [args[0]] if _name(func) == "__setitem__" else list(_tensors(out)))
        return out

    def _flow(self, inputs: list[Any], carriers: list[Any], outputs: list[Any]) -> None:
        cuts = {number for tensor in inputs for number in self._labels.get(tensor, ())}
        for out in outputs:
            if out.is_leaf and out.requires_grad and any(out is tensor for tensor in inputs):
                continue  # numbers were written into a parameter; its graph begins there anyway
            if carriers and not out.requires_grad:
                cuts |= self._cut([leaf for tensor in carriers for leaf in self._leaves(tensor)])
            if cuts:
                self._labels[out] = frozenset(cuts)

    def _freeze(self, before: _Before) -> None:
        for tensor, leaves in zip(before.carriers, before.leaves, strict=True):
            if not tensor.requires_grad:
                self._labels[tensor] = frozenset(self._labels.get(tensor, frozenset()) | self._cut(list(leaves)))

    def _cut(self, leaves: list[Any]) -> set[int]:
        line = self._line()
        if line is None or len(self._cuts) >= CUTS_KEPT:
            return set()
        self._cuts.append(_Cut(line, not torch.is_grad_enabled(), tuple(leaves)))
        return {len(self._cuts) - 1}

    def _escape(self, inputs: list[Any], carriers: list[Any]) -> None:
        tensor = inputs[0]
        cuts = self._labels.get(tensor, ())
        line = self._cuts[min(cuts)].line if cuts else self._line() if carriers else None
        if line is not None and tensor not in self._trained:  # after backward, a loss that becomes a number is a record
            self._escapes.append(_Escape(line, weakref.ref(tensor)))

    def _backward(self, func: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        roots = list(_tensors(args[:1]))
        cuts = sorted({number for root in roots for number in self._labels.get(root, ())})
        leaves = [leaf for root in roots for leaf in self._leaves(root)]
        if self._loss is None and any(root.grad_fn is None for root in roots):
            self._loss = self._whole_loss(cuts)
        try:
            out = func(*args, **kwargs)
        except RuntimeError:
            if self._loss is None and cuts:
                self._loss = GraphLoss(self._cuts[cuts[0]].line, self._cuts[cuts[0]].is_off, is_partial=False)
            raise
        for tensor in (*roots, *leaves):
            self._trained[tensor] = True
        self._escapes = [escape for escape in self._escapes if all(escape.tensor() is not root for root in roots)]
        self._reached += cuts
        return out

    def _whole_loss(self, cuts: list[int]) -> GraphLoss | None:
        """Where the graph of a loss ended that has none at all."""
        if cuts:
            return GraphLoss(self._cuts[cuts[0]].line, self._cuts[cuts[0]].is_off, is_partial=False)
        lines = {escape.line for escape in self._escapes}
        return GraphLoss(lines.pop(), is_off=False, is_partial=False) if len(lines) == 1 else None

    def _leaves(self, tensor: Any) -> tuple[Any, ...]:
        """The parameters that the graph of a tensor leads to."""
        if tensor.grad_fn is None:
            return (tensor,) if tensor.requires_grad else ()
        found, seen, to_see = [], {tensor.grad_fn}, [tensor.grad_fn]
        while to_see and self._nodes_left > 0:
            node = to_see.pop()
            self._nodes_left -= 1
            if hasattr(node, "variable"):
                found.append(node.variable)
            fresh = [after for after, _ in node.next_functions if after is not None and after not in seen]
            seen.update(fresh)
            to_see += fresh
        return tuple(found)

    def _line(self) -> int | None:
        """The line of the submission that is at work; None if only the probe is."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self._submission:
                return frame.f_lineno
            frame = frame.f_back
        return None


def _name(func: Callable[..., Any]) -> str:
    return getattr(func, "__name__", "")


def _tensors(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)) and depth < 4:
        for item in value:
            yield from _tensors(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        for item in value.values():
            yield from _tensors(item, depth + 1)
