"""Runs those tests of a suite that need nothing of pytest but their arguments.

pytest's own protocol has three phases of many hooks, which take as long as what most tests compute. A test whose fixtures have function
scope, no parameters and no teardown needs none of them. All others are left to pytest.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

# Marks that change whether or how a test runs.
_ACTIVE_MARKS = ("skip", "skipif", "xfail", "usefixtures", "filterwarnings")
_PARAMETER = "get_direct_param_fixture_func"  # what pytest calls the fixture of a parameter


@dataclass(frozen=True, slots=True)
class PlainTest:
    """A test function, its parameters, and the functions of its fixtures by name, with what each of them is given."""

    item: pytest.Function
    parameters: Mapping[str, object]
    fixtures: Mapping[str, tuple[Any, Sequence[str]]]

    def arguments(self) -> dict[str, object]:
        """The values of all fixtures, each made once, in pytest's order."""
        values = dict(self.parameters)
        for name in self.item.fixturenames:
            self._make(name, values)
        return values

    def call(self, arguments: Mapping[str, object]) -> None:
        """Call the test with those of the arguments that it names."""
        self.item.obj(**{name: arguments[name] for name in self.item._fixtureinfo.argnames})

    def _make(self, name: str, values: dict[str, object]) -> None:
        if name in values:
            return
        function, needs = self.fixtures[name]
        for needed in needs:
            self._make(needed, values)
        values[name] = function(**{needed: values[needed] for needed in needs})


@cache
def plain_test(item: pytest.Item) -> PlainTest | None:
    """How to run a test without pytest's protocol; None where it needs that."""
    if type(item) is not pytest.Function or item.cls is not None or any(map(item.get_closest_marker, _ACTIVE_MARKS)):
        return None
    parameters: Mapping[str, object] = item.callspec.params if hasattr(item, "callspec") else {}
    fixtures = {}
    for name in item.fixturenames:
        definitions = item._fixtureinfo.name2fixturedefs.get(name, ())
        if name in parameters:
            if any(definition.func.__name__ != _PARAMETER for definition in definitions):
                return None
        elif len(definitions) == 1 and _is_plain(definitions[0]):
            fixtures[name] = definitions[0].func, definitions[0].argnames
        else:
            return None
    return None if _is_generator(item.obj) else PlainTest(item, parameters, fixtures)


def _is_plain(fixture: pytest.FixtureDef[Any]) -> bool:
    return fixture.scope == "function" and fixture.params is None and not _is_generator(fixture.func)


def _is_generator(function: object) -> bool:
    """Whether a call does not run it to its end."""
    kinds = (inspect.isgeneratorfunction, inspect.iscoroutinefunction, inspect.isasyncgenfunction)
    return any(is_one(function) for is_one in kinds)
