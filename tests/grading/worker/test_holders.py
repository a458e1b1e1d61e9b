"""Where a thing written in C can be had: in modules that were there before the index, in newer ones, and in classes."""

import sys
from types import ModuleType

import pytest
import torch

from studykit.grading.worker.holders import Holders, index


def held(thing: object) -> set[tuple[int, str]]:
    return {(id(names), name) for names, name in Holders().of(thing)}


def test_every_module_that_has_it_is_found_by_whatever_name(monkeypatch: pytest.MonkeyPatch) -> None:
    index()
    newer = ModuleType("newer")
    newer.other_name = torch.conv2d  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "newer", newer)
    monkeypatch.setattr(torch, "a_name_of_today", torch.conv2d, raising=False)

    found = held(torch.conv2d)
    assert {(id(vars(newer)), "other_name"), (id(vars(torch)), "a_name_of_today"), (id(vars(torch)), "conv2d")} <= found
    assert (id(vars(torch.nn.functional)), "conv2d") in found


def test_a_name_that_stands_for_something_else_by_now_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    index()
    monkeypatch.setattr(torch, "conv2d", len)

    assert (id(vars(torch)), "conv2d") not in held(torch.nn.functional.conv2d)


def test_a_method_is_found_in_its_class() -> None:
    assert "sigmoid" in {name for _, name in Holders().of(torch.Tensor.sigmoid)}
