"""Plain data as JSON plus safetensors, the only thing that may cross from the worker to the judge."""

from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load

from studykit.grading.frames import ProtocolError
from studykit.grading.tensor_bytes import DTYPES, written

DEPTH_LIMIT = 32
NODE_LIMIT = 100_000

Tree = Any  # what json.loads gives


class NotPlain(Exception):
    """A probe gave something that cannot cross; the message says what and where."""


def encode(value: object) -> tuple[Tree, bytes]:
    """Give the JSON tree and the safetensors bytes of `value`.

    Plain data are None, bool, int, float, str, tensors, NumPy arrays and numbers, and lists, tuples and dicts of these.
    Raises NotPlain for anything else, naming its place.
    """
    tensors: dict[str, torch.Tensor] = {}
    tree = _tree(value, tensors, "the answer", 0)
    return tree, written(tensors) if tensors else b""


def decode(tree: Tree, body: bytes, device: torch.device) -> Any:
    """Rebuild plain data. A tensor that was on the device's type goes back there. Raises ProtocolError for what no encoder writes."""
    try:
        tensors = load(body) if body else {}
    except SafetensorError as error:
        raise ProtocolError(f"broken tensors: {error}") from None
    return _Decoder(tensors, device).value(tree, 0)


def _tree(value: object, tensors: dict[str, torch.Tensor], place: str, depth: int) -> Tree:
    if depth > DEPTH_LIMIT:
        raise NotPlain(f"{place} is nested more than {DEPTH_LIMIT} levels deep")
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return ["i", str(int(value))]
    if isinstance(value, float):
        return ["f", float(value).hex()]
    if isinstance(value, torch.Tensor):
        return ["t", _keep(value, tensors, place), value.device.type]
    if isinstance(value, np.ndarray):
        return ["a", _keep(_from_numpy(value, place), tensors, place)]
    if isinstance(value, np.generic):
        return _tree(value.item(), tensors, place, depth + 1)
    if isinstance(value, (list, tuple)):
        items = [_tree(item, tensors, f"{place}[{i}]", depth + 1) for i, item in enumerate(value)]
        return ["l" if isinstance(value, list) else "u", items]
    if isinstance(value, dict):
        return ["d", [[_key(key, place), _tree(item, tensors, f"{place}[{key!r}]", depth + 1)] for key, item in value.items()]]
    raise NotPlain(f"{place} is a {type(value).__name__}, and only numbers, text, tensors, arrays, lists, tuples and dicts can be compared")


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise NotPlain(f"{place} has the key {key!r}; keys must be text")
    return key


def _keep(tensor: torch.Tensor, tensors: dict[str, torch.Tensor], place: str) -> str:
    if tensor.layout != torch.strided or tensor.device.type == "meta":
        raise NotPlain(f"{place} is a tensor without ordinary numbers ({tensor.layout}, {tensor.device})")
    if tensor.dtype not in DTYPES:
        raise NotPlain(f"{place} is a tensor of {tensor.dtype}, which cannot be compared: return another dtype")
    # A fresh plain copy: no subclass, no view, no memory shared with another tensor of the answer.
    copy = torch.empty(tensor.shape, dtype=tensor.dtype)
    copy.copy_(tensor.detach())
    name = str(len(tensors))
    tensors[name] = copy
    return name


def _from_numpy(array: np.ndarray, place: str) -> torch.Tensor:
    try:
        return torch.from_numpy(np.array(array, order="C", copy=True))
    except TypeError:
        raise NotPlain(f"{place} is an array of {array.dtype}, which holds no plain numbers") from None


class _Decoder:
    """Rebuilds one answer, counting its nodes, so that a hostile tree stays small."""

    def __init__(self, tensors: dict[str, torch.Tensor], device: torch.device) -> None:
        self.tensors = tensors
        self.device = device
        self.nodes = 0

    def value(self, tree: Tree, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > NODE_LIMIT or depth > DEPTH_LIMIT + 2:
            raise ProtocolError("the answer has too many parts")
        if tree is None or isinstance(tree, (bool, str)):
            return tree
        if not isinstance(tree, list) or len(tree) < 2:
            raise ProtocolError("the answer has an unknown form")
        return self._tagged(tree[0], tree[1:], depth)

    def _tagged(self, tag: object, rest: list[Tree], depth: int) -> Any:
        match tag, rest:
            case "i", [str(digits)] if len(digits) < 4000:
                return _number(int, digits)
            case "f", [str(digits)] if len(digits) < 64:
                return _number(float.fromhex, digits)
            case "t", [str(name), str(kind)]:
                tensor = self._tensor(name)
                return tensor.to(self.device) if kind == self.device.type else tensor
            case "a", [str(name)]:
                return self._tensor(name).numpy()
            case "l", [list(items)]:
                return [self.value(item, depth + 1) for item in items]
            case "u", [list(items)]:
                return tuple(self.value(item, depth + 1) for item in items)
            case "d", [list(pairs)]:
                return {_text(key): self.value(item, depth + 1) for key, item in map(_pair, pairs)}
        raise ProtocolError("the answer has an unknown form")

    def _tensor(self, name: str) -> torch.Tensor:
        if name not in self.tensors:
            raise ProtocolError("the answer names a tensor that it does not hold")
        return self.tensors[name]


def _number(read: Any, digits: str) -> Any:
    try:
        return read(digits)
    except (ValueError, OverflowError):
        raise ProtocolError("the answer holds a broken number") from None


def _pair(pair: Tree) -> tuple[Tree, Tree]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ProtocolError("the answer has an unknown form")
    return pair[0], pair[1]


def _text(key: Tree) -> str:
    if not isinstance(key, str):
        raise ProtocolError("the answer has an unknown form")
    return key
