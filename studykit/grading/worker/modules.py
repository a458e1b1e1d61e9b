"""The modules of a package among those that are imported."""

import sys
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from types import ModuleType


@cache
def index() -> tuple[tuple[str, ...], str]:
    """The names of all modules imported so far, sorted, and the last that was imported.

    A server makes it before it forks: to look at every module in each worker would copy most of the memory that they share.
    """
    return tuple(sorted(sys.modules)), next(reversed(sys.modules))


def package(module: ModuleType) -> list[ModuleType]:
    """A module and all modules below it."""
    names = dict.fromkeys((*_indexed_below(f"{module.__name__}."), *_newer_below(f"{module.__name__}.")))
    return [module, *(found for name in names if isinstance(found := sys.modules.get(name), ModuleType))]


def _indexed_below(prefix: str) -> Iterator[str]:
    names, _ = index()
    at = bisect_left(names, prefix)
    return takewhile(lambda name: name.startswith(prefix), (names[i] for i in range(at, len(names))))


def _newer_below(prefix: str) -> Iterator[str]:
    """Names of modules that were imported since; all, if the last one of the index is no longer there."""
    _, last = index()
    return (name for name in takewhile(lambda name: name != last, reversed(sys.modules)) if name.startswith(prefix))
