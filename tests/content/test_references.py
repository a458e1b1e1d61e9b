"""Cycles among prerequisites, in shapes that a small pack does not have."""

from pathlib import Path

import pytest

from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.references import cycles


def graph(edges):
    return {
        f"t/{name}": Exercise(
            topic="t",
            slug=name,
            title=name,
            kind=ExerciseKind.IMPLEMENT,
            difficulty=1,
            requires=tuple(f"t/{required}" for required in requires),
            cards=(),
            hints=(),
            source=(),
            pack=Path("pack"),
        )
        for name, requires in edges.items()
    }


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ({"a": "", "b": "a", "c": "ab"}, []),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "b", "b": "c", "c": "a"}, [["t/a", "t/b", "t/c", "t/a"]]),
        ({"a": "b", "b": "c", "c": "b"}, [["t/b", "t/c", "t/b"]]),
        ({"a": "a", "b": "c", "c": "b"}, [["t/a", "t/a"], ["t/b", "t/c", "t/b"]]),
        ({"a": "x"}, []),
    ],
)
def test_each_cycle_is_found_once_from_its_first_exercise(edges, expected):
    assert cycles(graph(edges)) == expected


def test_a_long_chain_of_prerequisites_meets_no_limit():
    chain = {f"e{n}": [f"e{n + 1}"] for n in range(5000)}
    assert cycles(graph(chain)) == []
