"""Tests that need nothing of pytest but their arguments run as pytest runs them; all others are left to it."""

from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from studykit.grading.judge.plain_tests import plain_test

pytest_plugins = ("pytester",)

# Each test keeps what it was given, and fixtures count how often and in which order they were made.
SUITE = """
import itertools
import pytest

made, seen = [], []

@pytest.fixture(autouse=True)
def _started():
    made.append("started")

@pytest.fixture
def numbers():
    made.append("numbers")
    return itertools.count(1)

@pytest.fixture
def first(numbers):
    return next(numbers)

@pytest.fixture
def pair(first, numbers):
    return first, next(numbers)

@pytest.fixture
def size():
    raise RuntimeError("is given as a parameter")

@pytest.fixture
def broken():
    raise ValueError("no value")

def keep(name, *values):
    seen.append((name, values))

def test_without_arguments():
    keep("none")

def test_fixtures(first, pair, numbers):
    keep("fixtures", first, pair, next(numbers))

def test_order(pair, first):
    keep("order", pair, first)

@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize(("a", "b"), [(3, 4)], ids=["case"])
def test_parameters(first, size, a, b):
    keep("parameters", first, size, a, b)

def test_failed(first):
    assert first == 2

def test_skipped():
    pytest.skip("not here")

def test_of_a_broken_fixture(broken):
    keep("never")
"""

LEFT = """
import pytest

@pytest.fixture
def ended():
    yield 1

@pytest.fixture(scope="module")
def shared():
    return 1

@pytest.fixture(params=[1, 2])
def each(request):
    return request.param

@pytest.fixture
def handed_on(request):
    return request.param

@pytest.fixture
def of_shared(shared):
    return shared

@pytest.fixture
def of_ended(ended):
    return ended

def test_a_fixture_with_teardown(ended): pass
def test_a_fixture_of_the_module(shared): pass
def test_a_fixture_with_parameters(each): pass
@pytest.mark.parametrize("handed_on", [1], indirect=True)
def test_an_indirect_parameter(handed_on): pass
def test_a_fixture_that_needs_one_of_the_module(of_shared): pass
def test_a_fixture_that_needs_one_with_teardown(of_ended): pass
def test_a_fixture_of_pytests(tmp_path): pass
def test_the_request_itself(request): pass
def test_no_such_fixture(nothing): pass
class TestIt:
    def test_a_method(self): pass
@pytest.mark.skip
def test_skipped(): pass
@pytest.mark.skipif(True, reason="")
def test_skipped_if(): pass
@pytest.mark.xfail
def test_expected_to_fail(): assert False
@pytest.mark.usefixtures("ended")
def test_a_fixture_by_mark(): pass
async def test_asynchronous(): pass
"""
OF_ALL_TESTS = {
    "set-up": "def setup_function(function): pass\ndef test_it(): pass",
    "tear-down": "def teardown_module(module): pass\ndef test_it(): pass",
}


def run_plainly(item: pytest.Item) -> list[Any]:
    test = plain_test(item)
    assert test is not None
    setup = pytest.CallInfo.from_call(test.arguments, "setup")
    if setup.excinfo:
        return [setup.excinfo]
    return [None, pytest.CallInfo.from_call(lambda: test.call(setup.result), "call").excinfo]


def run_by_pytest(item: pytest.Item) -> list[Any]:
    phases: list[Any] = []

    class Watch:
        def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
            if call.when != "teardown":
                phases.append(call.excinfo)

    watch = Watch()
    item.config.pluginmanager.register(watch)
    runtestprotocol(item, log=False)
    item.config.pluginmanager.unregister(watch)
    return phases


def said(phases: list[Any]) -> list[object]:
    return [found and (found.type, str(found.value)) for found in phases]


def test_a_plain_test_is_given_what_pytest_gives_and_ends_as_it_does_there(pytester: pytest.Pytester) -> None:
    items = pytester.getitems(SUITE)
    module = items[0].getparent(pytest.Module)
    assert module is not None
    made, seen = module.obj.made, module.obj.seen
    runs = []
    for run in (run_by_pytest, run_plainly):
        made.clear()
        seen.clear()
        ends = [said(run(item)) for item in items]
        runs.append(([item.name for item in items], ends, list(made), list(seen)))
    assert runs[0] == runs[1]
    names, ends, made_in_order, kept = runs[1]
    assert len(names) == 8
    assert kept[1] == ("fixtures", (1, (1, 2), 3))
    assert made_in_order.count("started") == 8
    assert [end[-1] is None for end in ends] == [True] * 5 + [False] * 3


def test_a_plain_test_may_run_again(pytester: pytest.Pytester) -> None:
    (item,) = (item for item in pytester.getitems(SUITE) if item.name == "test_fixtures")
    assert run_plainly(item) == run_plainly(item) == [None, None]


def test_what_needs_more_is_left_to_pytest(pytester: pytest.Pytester) -> None:
    items = pytester.getitems(LEFT)
    assert len(items) == 16
    assert [item.name for item in items if plain_test(item) is not None] == []


@pytest.mark.parametrize("source", OF_ALL_TESTS.values(), ids=OF_ALL_TESTS)
def test_what_is_done_around_all_tests_is_left_to_pytest(pytester: pytest.Pytester, source: str) -> None:
    (item,) = pytester.getitems(source)
    assert plain_test(item) is None
