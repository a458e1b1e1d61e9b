"""The programs of cards run each by itself, and what is wrong with one is said in a line."""

from studykit.authoring.programs import Program, run_all


def test_each_program_is_told_of_in_order() -> None:
    programs = [
        Program("a", "assert torch.ones(2).sum() == 2"),
        Program("b", "x = 1\nassert x == 2"),
        Program("c", "print(1 + 1)", "2"),
        Program("d", "print(x)", "1"),
        Program("e", "import os\nos.abort()"),
    ]
    assert list(run_all(programs)) == [
        ("a", None),
        ("b", "AssertionError in line 2: assert x == 2"),
        ("c", None),
        ("d", "NameError (name 'x' is not defined) in line 1: print(x)"),
        ("e", "crashed Python"),
    ]


def test_an_output_that_is_another_one_is_shown() -> None:
    assert list(run_all([Program("a", "print(3)", "2")])) == [("a", "prints '3', not '2'")]


def test_nothing_is_started_for_no_programs() -> None:
    assert list(run_all([])) == []
