"""Each sentence of a task is asked by a test, or says plainly that it demands nothing."""

import ast

from studykit.authoring.requirements import is_marked, requirement_faults, requirements, sentences
from studykit.content.source import Source

TASK = """A title

Why anybody should care. It has no code in it.

Write `mean(x, dim)`:

- `x`: a tensor, e.g. of shape (N, 2); it is not changed.
- Returns the mean. `dim` may be -1.

What holds besides:

    mean(torch.ones(3), 0)   # 1.0

Example: `mean(x, 0)` is not a sentence of the task.
"""


def suite(text: str) -> Source:
    return Source("test_mean.py", text, ast.parse(text))


def test_sentences_begin_with_the_first_code_and_leave_examples_out() -> None:
    assert sentences(TASK) == [
        "Write `mean(x, dim)`:",
        "`x`: a tensor, e.g. of shape (N, 2);",
        "it is not changed.",
        "Returns the mean.",
        "`dim` may be -1.",
    ]


ASKED = """
import pytest

pytestmark = [pytest.mark.given("Write `mean(x, dim)`")]


@pytest.mark.asks("a tensor, e.g. of shape", "Returns the mean")
def test_mean(probes):
    pass


@pytest.mark.asks("it is not changed")
@pytest.mark.asks("`dim` may be -1")
def test_x(probes):
    pass
"""


def test_each_sentence_has_its_tests_and_then_nothing_is_wrong() -> None:
    found = {each.sentence: each.tests for each in requirements(TASK, suite(ASKED))}
    assert found["Returns the mean."] == ("test_mean",)
    assert found["`dim` may be -1."] == ("test_x",)
    assert found["Write `mean(x, dim)`:"] == ()
    assert list(requirement_faults(TASK, suite(ASKED), ())) == []
    assert is_marked(suite(ASKED))
    assert not is_marked(suite("def test_a(): pass"))


def test_a_sentence_that_no_test_asks_is_a_fault() -> None:
    (fault,) = requirement_faults(TASK, suite(ASKED.replace('@pytest.mark.asks("`dim` may be -1")\n', "")), ())
    assert 'no test asks for "`dim` may be -1."' in fault


def test_a_quote_that_the_task_does_not_hold_or_holds_twice_is_a_fault() -> None:
    faults = list(requirement_faults(TASK, suite(ASKED + '\n\n@pytest.mark.asks("the median")\ndef test_m(): pass\n'), ()))
    assert faults == ['test_mean.py:18: asks: the task has no sentence with "the median"; quote a part of one, word for word']
    (twice,) = requirement_faults(TASK, suite(ASKED + '\n\n@pytest.mark.asks("mean")\ndef test_m(): pass\n'), ())
    assert "2 sentences of the task contain" in twice


def test_what_the_judge_asks_needs_something_forbidden() -> None:
    marked = suite(ASKED.replace("pytest.mark.given(", "pytest.mark.asks("))
    assert list(requirement_faults(TASK, marked, ("torch.mean",))) == []
    (fault,) = requirement_faults(TASK, marked, ())
    assert "`forbids` of exercise.yaml" in fault
