"""Formulas of a task are typeset where they are prose or a block of their own, and all LaTeX of the pack can be."""

import json

import pytest

from studykit.content.formulas import not_found, typeset
from studykit.content.pack import builtin_pack, load_library
from studykit.content.starter import is_handed_out, task
from studykit.content.starter_notebook import hand_out_notebook

STEP = {"p ← p − lr · g": r"p \leftarrow p - \eta g", "g": "g"}


def test_a_formula_is_typeset_within_its_line_however_that_is_broken():
    assert typeset("Do p ← p − lr · g now.", STEP) == r"Do $p \leftarrow p - \eta g$ now."
    assert typeset("- Do p ← p −\n  lr · g.\n- No edge.", STEP) == "- Do $p \\leftarrow p - \\eta g$.\n- No edge."


def test_an_indented_block_of_formulas_is_set_in_lines_of_their_own_within_its_list():
    assert typeset("So:\n\n    p ← p − lr · g\n    g\n\nEnd.", STEP) == "So:\n\n$$p \\leftarrow p - \\eta g$$\n\n$$g$$\n\nEnd."
    assert typeset("- So:\n\n      g\n\n  g.", STEP) == "- So:\n\n  $$g$$\n\n  $g$."


def test_code_stays_as_it_is():
    for code in ("`g` and ``a ` g``", "Example:\n\n    g\n    x = 1", "```\ng\n```"):
        assert typeset(code, STEP) == code
    assert typeset("no formula: g", {}) == "no formula: g"


def test_a_formula_that_the_task_does_not_have_is_told():
    assert not_found("`g` = 1, p ← p − lr · g", STEP) == ["g"]
    assert not_found("", {}) == []


EXERCISES = [exercise for exercise in load_library([builtin_pack()]).exercises.values() if exercise.formulas]


def test_a_notebook_with_formulas_is_still_known_as_handed_out():
    assert len(EXERCISES) >= 25
    for exercise in EXERCISES:
        cells = json.loads(hand_out_notebook(exercise))["cells"]
        shown, answer = ("".join(cell["source"]) for cell in (cells[0], cells[2]))
        assert "$" in shown
        assert is_handed_out(exercise, answer, in_notebook=True)
        assert "$" not in task(exercise)  # the docstring is what a terminal shows


def test_all_latex_parses():
    mathtext = pytest.importorskip("matplotlib.mathtext")
    parser = mathtext.MathTextParser("path")
    for exercise in EXERCISES:
        for latex in exercise.formulas.values():
            parser.parse(f"${latex}$")
