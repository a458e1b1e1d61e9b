"""What is handed out, round after round, and how a submission says what it is."""

import ast

import pytest

from studykit.content.starter import exercise_id, hand_out, task
from studykit.errors import PackError

FIX = "exercises/optimizers/zero_grad/zero_grad.py"


def returned(text):
    return ast.unparse(ast.parse(text).body[-1].body[0].value)


def test_the_first_line_names_the_exercise_and_the_starter_follows(pack):
    exercise = pack.exercise("optimizers/sgd_update")
    assert hand_out(exercise) == "# studykit: optimizers/sgd_update\n" + exercise.starter.read_text(encoding="utf-8")


def test_an_implement_exercise_hands_out_its_starter_in_every_round(pack):
    exercise = pack.exercise("optimizers/sgd_update")
    assert {hand_out(exercise, n) for n in range(5)} == {hand_out(exercise)}


def test_a_fix_exercise_hands_out_another_mistake_in_each_round(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    assert [returned(hand_out(exercise, n)) for n in range(5)] == ["x + 1", "x", "3 * x", "x + 1", "x"]


def test_the_rotation_starts_from_the_starters_own_mistake(pack):
    pack.replace(FIX, "x + 1", "3 * x")
    exercise = pack.exercise("optimizers/zero_grad")
    assert [returned(hand_out(exercise, n)) for n in range(4)] == ["3 * x", "x + 1", "x", "3 * x"]


def test_every_round_keeps_the_task_and_hides_what_the_mistake_says(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    for n in range(4):
        text = hand_out(exercise, n)
        assert ast.get_docstring(ast.parse(text)) == task(exercise) == "Clear the gradients\n\nMend `f`."
        assert "Cards" not in text


def test_the_layout_of_a_mistake_survives(pack):
    head, _, code = hand_out(pack.exercise("optimizers/zero_grad"), 1).partition("import")
    assert head == '# studykit: optimizers/zero_grad\n"""Clear the gradients\n\nMend `f`.\n"""\n\n'
    assert code == " math\n\n\ndef f(x: int) -> int:\n    return x\n"


def test_odd_line_separators_inside_a_docstring_move_no_line(pack):
    pack.replace(FIX, "Mend `f`.", "Mend\x0c `f`,\u2028 please.")
    text = hand_out(pack.exercise("optimizers/zero_grad"), 1)
    assert "please." in text
    assert returned(text) == "x"


def test_what_is_handed_out_is_known_by_its_first_line(pack):
    for name, exercise in pack.library().exercises.items():
        assert exercise_id(hand_out(exercise, 2)) == name


def test_a_broken_starter_is_named(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    pack.delete(FIX)
    with pytest.raises(PackError, match=f"^{FIX}: missing$"):
        hand_out(exercise)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# studykit: a/b\nx = 1", "a/b"),
        ("#studykit:a/b", "a/b"),
        ("#  StudyKit :  a/b  (again)\r\nx = 1", "a/b"),
        ("\ufeff# studykit: a/b", "a/b"),
        ("\n\n# studykit: a/b", "a/b"),
        ("#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\n# studykit: a/b\n", "a/b"),
        ("# vim: set fileencoding=utf-8 :\n# studykit: a/b\n", "a/b"),
        ('"""Docs"""\n# studykit: a/b', None),
        ("import torch\n# studykit: a/b", None),
        ("# my notes\n# studykit: a/b", None),
        ("# studykit:\n", None),
        ("", None),
    ],
)
def test_a_submission_names_its_exercise_in_its_first_line(text, expected):
    assert exercise_id(text) == expected
