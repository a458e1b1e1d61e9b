"""An edit finds its one place, or says what it looked for; its faulty lines are those that came, or stand around what went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.content.edit import EditError, apply, parse

PROGRAM = ["def step(w, g, lr):", "    if g is None:", "        return w", "    w = w - lr * g", "    g = 0", "    return w"]


def edited(diff: str, program=PROGRAM):
    return apply(parse(diff.split("\n")), program)


def test_a_line_is_replaced_and_is_the_faulty_one():
    program, lines = edited("-    w = w - lr * g\n+    w = w + lr * g")
    assert program[3] == "    w = w + lr * g"
    assert [*program[:3], *program[4:]] == [*PROGRAM[:3], *PROGRAM[4:]]
    assert lines == (4,)


def test_a_line_that_went_leaves_its_neighbours_faulty():
    program, lines = edited("-    g = 0")
    assert program == [*PROGRAM[:4], PROGRAM[5]]
    assert lines == (4, 5)


def test_a_line_that_came_alone_is_faulty_alone():
    program, lines = edited("     w = w - lr * g\n+    w = w * 2")
    assert program == [*PROGRAM[:4], "    w = w * 2", *PROGRAM[4:]]
    assert lines == (5,)


def test_fewer_lines_for_more_are_a_replacement_whatever_their_order():
    assert edited("-    w = w - lr * g\n-    g = 0\n+    w = g")[1] == (4,)
    assert edited("+    w = g\n-    w = w - lr * g\n-    g = 0")[1] == (4,)


def test_several_hunks_find_their_places_in_any_order():
    program, lines = edited("-    g = 0\n@@\n-    if g is None:\n-        return w")
    assert program == [PROGRAM[0], PROGRAM[3], PROGRAM[5]]
    assert lines == (1, 2, 3)


def test_a_line_may_move():
    program, lines = edited("-    g = 0\n@@\n def step(w, g, lr):\n+    g = 0")
    assert program == [PROGRAM[0], "    g = 0", *PROGRAM[1:4], PROGRAM[5]]
    assert lines == (2, 5, 6)


def test_context_makes_a_place_the_only_one_and_blank_lines_need_no_blank():
    program = ["a = 1", "", "b = 2", "", "a = 1"]
    assert edited(" b = 2\n\n-a = 1\n+a = 3", program)[0] == ["a = 1", "", "b = 2", "", "a = 3"]


@pytest.mark.parametrize(
    ("diff", "said"),
    [
        ("-    w = lr * g\n+    w = g", "matches nothing: looked for `w = lr * g`"),
        ("-    g = 0\n-    w = 0\n-    w = 1", "matches nothing: looked for `g = 0` and 2 more lines"),
        ("-    w = 1\n+    w = 1\n@@\n     g = 0", "changes nothing"),
        ("+    w = 1", "`w = 1` goes nowhere: give a line that stands before or after it"),
        ("    w = 1\n*    w = 2", "a line of a diff begins with '+', '-' or a blank, found `*    w = 2`"),
        ("-    g = 0\n+    g = 1\n@@\n     w = w - lr * g\n-    g = 0", "two hunks meet in line 5; make them one"),
        ("", "changes nothing"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(diff, said):
    with pytest.raises(EditError) as error:
        edited(diff)
    assert str(error.value) == said


def test_an_edit_that_matches_twice_names_both_places():
    with pytest.raises(EditError, match=r"matches 2 places \(lines 1, 3 of the code\): looked for `a = 1`; give more context"):
        edited("-a = 1", ["a = 1", "b = 2", "a = 1"])


@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=8, unique=True), st.data())
def test_any_line_can_be_changed_and_changed_back(program, data):
    place = data.draw(st.integers(0, len(program) - 1))
    there, lines = apply(parse([f"-{program[place]}", "+new"]), program)
    assert lines == (place + 1,)
    assert apply(parse(["-new", f"+{program[place]}"]), there)[0] == program
