"""Closes operators of ATen in this process: whatever Python name, C function or thread leads to one, the call is refused.

PyTorch's dispatcher takes a kernel that is written in Python in the place of its own (https://docs.pytorch.org/docs/stable/library.html).
The kernel that was there is gone, so a submission has nothing to find. Nobody can call a closed operator then, the library and the probes
included; an exercise whose probes mention one keeps its family open.
"""

import warnings
from collections.abc import Callable, Iterable
from ctypes import py_object, pythonapi
from functools import cache, partial
from typing import Any

import torch

from studykit.grading.families import FAMILIES, NAMESPACES, TRANSPOSED, Family

Refuse = Callable[[str], Any]
Kernel = tuple[str, str, str]  # namespace, operator with overload, dispatch key

# Where an operator may have a kernel that computes numbers on this machine.
_KEYS = (
    "CompositeImplicitAutograd",
    "CompositeExplicitAutograd",
    "CompositeExplicitAutogradNonFunctional",
    "CPU",
    "CUDA",
    "MkldnnCPU",
    "NestedTensorCPU",
    "NestedTensorCUDA",
    "SparseCPU",
    "SparseCsrCPU",
)


@cache
def index() -> dict[Family, tuple[Kernel, ...]]:
    """The kernels of each family; a server makes it before it forks."""
    found: dict[Family, list[Kernel]] = {family: [] for family in FAMILIES}
    for base, operators in _operators().items():
        for family in FAMILIES:
            if family.has_operator(base):
                found[family] += [kernel for operator in operators for kernel in _kernels(operator)]
    return {family: tuple(kernels) for family, kernels in found.items()}


def close(families: Iterable[Family], refuse: Refuse) -> None:
    """Have `refuse(operator)`, which raises, called instead of each operator of these families, in this process and for good."""
    closed = {kernel: _refusing(kernel, refuse) for family in families for kernel in index()[family]}
    if any(family.title == TRANSPOSED for family in families):
        for kernel in (
            kernel for name in ("convolution", "_convolution", "_convolution.deprecated") for kernel in _kernels(f"aten::{name}")
        ):
            closed.setdefault(kernel, partial(_not_transposed, _refusing(kernel, refuse)))
    libraries: dict[tuple[str, str], Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # each kernel that is replaced is warned of
        for (namespace, name, key), instead in closed.items():
            library = libraries.get((namespace, key))
            if library is None:
                library = libraries[namespace, key] = torch._C._dispatch_library("IMPL", namespace, key)
                # Nothing in Python holds it from now on, so nothing can reset it: torch.library.Library keeps a list of what to undo.
                pythonapi.Py_IncRef(py_object(library))
            library.impl(name, key, instead)


def _refusing(kernel: Kernel, refuse: Refuse) -> Callable[..., Any]:
    operator = f"{kernel[0]}::{kernel[1].partition('.')[0]}"
    return lambda *args, **kwargs: refuse(operator)


def _not_transposed(
    refuse: Callable[..., Any],
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    stride: list[int],
    padding: list[int],
    dilation: list[int],
    transposed: bool,
    output_padding: list[int],
    groups: int,
    *hints: bool,
) -> Any:
    """In the place of `convolution`, where only the transposed one is forbidden: the kernel that was there could do both."""
    if transposed or weight.dim() > 4:
        return refuse()
    if weight.dim() == 3:
        wide = _not_transposed(
            refuse, x.unsqueeze(2), weight.unsqueeze(2), bias, [1, *stride], [0, *padding], [1, *dilation], False, [], groups
        )
        return wide.squeeze(2)
    biases = [None] * groups if bias is None else bias.chunk(groups)
    parts = zip(x.chunk(groups, 1), weight.chunk(groups), biases, strict=True)
    kernel = list(weight.shape[2:])
    return torch.cat([torch.ops.aten.slow_conv_dilated2d(a, w.contiguous(), kernel, b, stride, padding, dilation) for a, w, b in parts], 1)


def _operators() -> dict[str, list[str]]:
    """The operators that compute on plain tensors, with namespace and overload, by their bare names."""
    found: dict[str, list[str]] = {}
    for operator in torch._C._dispatch_get_all_op_names():
        namespace, _, name = operator.partition("::")
        if namespace in NAMESPACES:
            found.setdefault(name.partition(".")[0], []).append(operator)
    return found


def _kernels(operator: str) -> list[Kernel]:
    namespace, _, name = operator.partition("::")
    return [(namespace, name, key) for key in _KEYS if torch._C._dispatch_has_kernel_for_dispatch_key(operator, key)]
