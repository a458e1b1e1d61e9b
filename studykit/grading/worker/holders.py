"""Finds every name under which a thing that is written in C can be had, so that all of them can be taken away."""

import gc
import sys
from collections.abc import Iterator
from ctypes import py_object, pythonapi
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

Place = tuple[dict[str, Any], str]


class Index:
    """Where what is written in C stood in the modules that were imported when this was made."""

    def __init__(self) -> None:
        self.places: dict[int, list[Place]] = {}  # by the id of the thing
        self.sizes: dict[int, int] = {}  # of each module's names, by their id
        self.classes = {type(value) for value in vars(sys.modules.get("torch._C", gc)).values()}
        for names in _namespaces():
            self.sizes[id(names)] = len(names)
            for name, value in names.items():
                thing = _unwrapped(value)
                if callable(thing) and not isinstance(thing, (FunctionType, type)):
                    self.places.setdefault(id(thing), []).append((names, name))


@cache
def index() -> Index:
    """The index of this process. A server makes it before it forks: to look through all modules copies the memory that they share."""
    return Index()


class Holders:
    """The modules and classes of this process; those modules that are newer than the index, or have new names, are looked through again."""

    def __init__(self) -> None:
        self._index = index()
        changed = [names for names in _namespaces() if self._index.sizes.get(id(names)) != len(names)]
        self._newer = [(names, name) for names in changed for name in list(names)]

    def of(self, thing: Any) -> Iterator[Place]:
        """Every place that holds a thing written in C: the names of a module or a class, and the one that it goes by."""
        places = [*self._index.places.get(id(thing), []), *self._newer]
        yield from [(names, name) for names, name in places if name in names and _unwrapped(names[name]) is thing]
        name = getattr(thing, "__name__", "")
        for owner in {getattr(thing, "__objclass__", None), *self._index.classes}:
            if owner and name in vars(owner):
                # A class written in C takes no attributes from Python, so the names behind its `__dict__` are changed.
                (names,) = gc.get_referents(vars(owner))
                yield from [(names, name) for name in list(names) if _unwrapped(names[name]) is thing]
                pythonapi.PyType_Modified(py_object(owner))


def _namespaces() -> list[dict[str, Any]]:
    return [vars(module) for module in list(sys.modules.values()) if isinstance(module, ModuleType)]


def _unwrapped(value: Any) -> Any:
    return value.__func__ if type(value) is staticmethod else value
