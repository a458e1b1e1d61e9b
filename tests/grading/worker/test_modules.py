"""The modules of a package: those that were imported before the index, and newer ones."""

import sys
from types import ModuleType

import pytest
import torch

from studykit.grading.worker.modules import index, package


def names(module: ModuleType) -> list[str]:
    return [part.__name__ for part in package(module)]


def expected(name: str) -> set[str]:
    return {one for one, module in sys.modules.items() if one == name or (one.startswith(f"{name}.") and isinstance(module, ModuleType))}


@pytest.mark.parametrize("module", [torch.optim, torch.nn, torch.nn.functional, torch])
def test_all_that_were_imported_are_found_once(module: ModuleType) -> None:
    index()
    assert set(names(module)) == expected(module.__name__)
    assert len(names(module)) == len(set(names(module)))


def test_what_is_imported_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    index()
    monkeypatch.setitem(sys.modules, "torch.optim.newer", ModuleType("torch.optim.newer"))
    monkeypatch.setitem(sys.modules, "torch.optimal", ModuleType("torch.optimal"))
    assert "torch.optim.newer" in names(torch.optim)
    assert "torch.optimal" not in names(torch.optim)


def test_what_is_imported_later_is_found_where_the_last_of_the_index_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, index()[1])
    monkeypatch.setitem(sys.modules, "torch.optim.newer", ModuleType("torch.optim.newer"))
    assert "torch.optim.newer" in names(torch.optim)
