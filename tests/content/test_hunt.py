"""Which mistakes serve as a hunt, what a hunt shows, and which explanations stand beside the right one."""

import json
from collections import Counter

import pytest

from studykit.content.hunt import NONE_TRUE, RIGHT, Hunts, hunts_of, unserved
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import UnknownItem

SGD = "optimizers/sgd_update"
SOLUTION = f"solutions/{SGD}/solution.py"
MISTAKES = f"solutions/{SGD}/mistakes.md"
EXERCISE = f"exercises/{SGD}/exercise.yaml"
REJECTIONS = f"solutions/{SGD}/rejections.json"
PROGRAM = '''"""The solution."""

import math


def mean(x: list[float]) -> float:
    total = 0.0
    for value in x:
        total += value  # never the square
    return total / len(x)


def scaled(x: list[float], factor: float) -> list[float]:
    center = mean(x)
    found = []
    for value in x:
        found.append((value - center) * factor)
    return found
'''
HUNT = 'hunt: "`mean` returns the mean of a list, `scaled` each value\'s distance from it, times `factor`."\n'


def section(name, text, *edits):
    return f"## {name}\n\n{text}\n\nCards: optimizers/descent-direction\n\n```diff\n" + "\n@@\n".join(edits) + "\n```\n"


MEAN = section(
    "one_less", "The sum is divided by one less than the number of samples.", "-    return total / len(x)\n+    return total / (len(x) - 1)"
)
START = section("starts_at_one", "The total begins with a surplus.", "-    total = 0.0\n+    total = 1.0")
SHIFT = section(
    "not_centered",
    "No distance is taken at all.",
    "-        found.append((value - center) * factor)\n+        found.append(value * factor)",
)
FACTOR = section(
    "no_factor",
    "Every result has the scale of its input.",
    "-        found.append((value - center) * factor)\n+        found.append(value - center)",
)
ALL = (MEAN, START, SHIFT, FACTOR)


@pytest.fixture
def exercise(pack):
    """`exercise(sections, hunt)`: the exercise of the small pack with these mistakes."""

    def write(*sections, hunt=HUNT):
        pack.write(SOLUTION, PROGRAM)
        pack.write(MISTAKES, "\n".join(sections))
        pack.replace(EXERCISE, "hints:", f"{hunt}hints:")
        return pack.exercise(SGD)

    return write


def each_fails_a_test_of_its_own(pack, names):
    failed = {name: [at] for at, name in enumerate(names)}
    pack.write(REJECTIONS, json.dumps({"graded": "", "tests": [f"test_{name}" for name in names], "mistakes": failed}))


def hunt_of(exercise, name, round_number=0):
    return Hunts(exercise).hunt(name, round_number)


def test_a_hunt_shows_the_program_without_comments_and_knows_its_faulty_line(exercise):
    hunt = hunt_of(exercise(*ALL), "one_less")

    assert hunt.has_bug
    assert not any("#" in line for line in hunt.program)
    assert [hunt.program[line - 1] for line in hunt.faulty] == ["    return total / (len(x) - 1)"]
    assert [line for line in hunt.edit if line[0] in "+-"] == ["-    return total / len(x)", "+    return total / (len(x) - 1)"]
    assert hunt.says == "The sum is divided by one less than the number of samples."
    assert hunt.cards == ("optimizers/descent-direction",)


def test_a_missing_line_is_found_by_the_line_before_or_after_it(exercise):
    missing = section(
        "adds_nothing", "Nothing is ever added up.", "     for value in x:\n-        total += value  # never the square\n+        pass"
    )
    gone = section("never_centered", "The center is not the mean of the list.", "-    center = mean(x)\n     found = []\n+    center = 0.0")
    hunts = Hunts(exercise(*ALL, missing, gone))

    shown = [hunts.hunt("never_centered").program[line - 1].strip() for line in sorted(hunts.hunt("never_centered").faulty)]
    assert shown == ["def scaled(x: list[float], factor: float) -> list[float]:", "found = []", "center = 0.0"]


def test_one_choice_is_right_and_the_others_are_of_other_mistakes(exercise):
    hunt = hunt_of(exercise(*ALL), "one_less")

    assert hunt.choices[hunt.right] == hunt.says
    assert hunt.explains[hunt.right] == "one_less"
    assert set(hunt.explains) == {"one_less", "starts_at_one", "not_centered", "no_factor"}
    assert len(set(hunt.choices)) == 4


def test_choices_are_the_same_in_each_process_and_change_with_the_round(exercise):
    here = exercise(*ALL)

    assert hunts_of(here, 3) == hunts_of(here, 3)
    assert len({hunt_of(here, "one_less", number).choices for number in range(8)}) > 1


def test_a_right_answer_is_a_hunt_without_a_bug(exercise):
    hunts = Hunts(exercise(*ALL))
    (name, *_) = [name for name in hunts.names if name.startswith(RIGHT)]
    hunt = hunts.hunt(name)

    assert name == "right/solution"
    assert (hunt.has_bug, hunt.faulty, hunt.right, hunt.edit) == (False, frozenset(), NONE_TRUE, ())
    assert "    return total / len(x)" in hunt.program
    assert len(hunt.choices) == 3


def test_functions_that_the_author_names_are_shown_alone(exercise):
    squares = section(
        "adds_squares",
        "Large samples weigh more than small ones.",
        "-        total += value  # never the square\n+        total += value**2",
    )
    here = exercise(*ALL, squares, hunt="hunt: {mean: It returns the mean.}\n")
    program = hunt_of(here, "one_less").program

    assert program[0] == "def mean(x: list[float]) -> float:"
    assert not any("scaled" in line for line in program)
    assert unserved(here)["no_factor"] == "changes what `hunt:` says nothing of"


def test_what_one_text_asks_for_is_shown_whole_or_not_at_all(exercise, pack):
    here = exercise(*ALL)
    pack.write(SOLUTION, PROGRAM + "".join(f"\n\ndef more{number}() -> int:\n    return {number}\n" for number in range(12)))

    assert set(unserved(here).values()) == {"50 lines; at most 45"}


def test_a_right_answer_in_another_way_is_no_hunt_unless_mistakes_are_edits_of_it(exercise, pack):
    exercise(*ALL)
    pack.write(f"solutions/{SGD}/also_right/other.py", PROGRAM.replace("total", "result"))
    assert [name for name in Hunts(pack.exercise(SGD)).names if name.startswith(RIGHT)] == ["right/solution"]

    other = section("of_the_other (on also_right/other)", "It is a sum.", "-    return result / len(x)\n+    return result")
    pack.write(MISTAKES, "\n".join([*ALL, other]))
    failed = {name: [at] for at, name in enumerate(["one_less", "starts_at_one", "not_centered", "no_factor", "of_the_other"])}
    pack.write(REJECTIONS, json.dumps({"graded": "", "tests": [f"test_{at}" for at in range(5)], "mistakes": failed}))
    assert [name for name in Hunts(pack.exercise(SGD)).names if name.startswith(RIGHT)] == ["right/solution", "right/also_right/other"]


REASONS = {
    "three places": (
        section(
            "all_over",
            "Several things at once.",
            "-    total = 0.0\n+    total = 1.0",
            "-    center = mean(x)\n+    center = mean(x) + 1",
            "-    return found\n+    return found[1:]",
        ),
        "changes 3 places; at most 2",
    ),
    "a telling name": (
        section("named", "Something else is divided.", "-    total = 0.0\n+    total = wrong_start = 0.0"),
        "the name `wrong_start` gives it away",
    ),
    "a text with the code of the line": (
        section("quoted", "It divides by `len(x) + 1`.", "-    return total / len(x)\n+    return total / (len(x) + 1)"),
        "its explanation names the line, or begins with what is right; give `Choice:`",
    ),
    "a text of what should be": (
        section("should", "A mean must not be a sum.", "-    return total / len(x)\n+    return total"),
        "its explanation names the line, or begins with what is right; give `Choice:`",
    ),
    "no hunt wanted": (
        section("not_this", "It is a sum.\n\nChoice: none", "-    return total / len(x)\n+    return total").replace("none\n\n", "none\n"),
        "its explanation names the line, or begins with what is right; give `Choice:`",
    ),
    "a long line": (
        section("wide", "A text is added.", f'-    total = 0.0\n+    total = "{"x" * 100}"'),
        "a line of 114 characters; at most 100",
    ),
}


@pytest.mark.parametrize("kind", REASONS)
def test_each_rule_names_its_reason(exercise, kind):
    text, reason = REASONS[kind]
    reasons = unserved(exercise(*ALL, text))

    assert list(reasons.values()) == [reason]


def test_without_a_sentence_on_the_task_nothing_serves(exercise, pack):
    pack.replace(f"exercises/{SGD}/sgd_update.py", "Write `f`.", "Write two functions:")
    reasons = unserved(exercise(*ALL, hunt=""))

    assert set(reasons.values()) == {"nothing says in two sentences what the program should do; give `hunt:`"}


def test_the_beginning_of_the_task_serves_where_it_is_of_whole_sentences(exercise, pack):
    pack.replace(f"exercises/{SGD}/sgd_update.py", "Write `f`.", "`mean` returns the mean of a list. `scaled` centers it.")

    assert hunt_of(exercise(*ALL, hunt=""), "one_less").asks == "`mean` returns the mean of a list. `scaled` centers it."


def test_an_explanation_of_an_author_replaces_the_beginning_of_the_text(exercise):
    told = MEAN.replace("samples.\n\nCards", "samples.\n\nChoice: The divisor is too small.\nCards")
    hunt = hunt_of(exercise(told, START, SHIFT, FACTOR), "one_less")

    assert hunt.choices[hunt.right] == "The divisor is too small."
    assert hunt.says == "The sum is divided by one less than the number of samples."


def test_what_only_untold_tests_reject_is_no_fair_hunt(exercise, pack):
    failed = {"one_less": [0], "starts_at_one": [1], "not_centered": [0, 1], "no_factor": [0]}
    pack.write(REJECTIONS, json.dumps({"graded": "", "tests": ["test_a", "test_b"], "mistakes": failed}))
    here = exercise(*ALL, hunt=f"{HUNT}hunt_untold: [test_b]\n")

    assert unserved(here)["starts_at_one"] == "only tests in `hunt_untold` reject it"


def test_an_explanation_is_no_choice_of_a_program_that_fails_all_that_it_fails_and_changes_the_same_line(exercise, pack):
    failed = {"one_less": [0], "starts_at_one": [0], "not_centered": [0, 1], "no_factor": [0, 1]}
    pack.write(REJECTIONS, json.dumps({"graded": "", "tests": ["test_a", "test_b"], "mistakes": failed}))
    here = exercise(*ALL)
    choices = {choice for number in range(20) for choice in hunt_of(here, "no_factor", number).choices}

    assert "No distance is taken at all." not in choices
    assert "The total begins with a surplus." in choices


def test_an_explanation_of_a_part_of_the_edit_is_no_choice(exercise, pack):
    half = section("half", "Samples are halved.", "-        total += value  # never the square\n+        total += half(value)")
    more = section("more", "Large ones count less.", "-        total += value  # never the square\n+        total += half(root(value))")
    here = exercise(*ALL, half, more)
    names = ["one_less", "starts_at_one", "not_centered", "no_factor", "half", "more"]
    each_fails_a_test_of_its_own(pack, names)

    explained = {name: {each for number in range(20) for each in hunt_of(here, name, number).explains} for name in ("half", "more")}
    assert "half" not in explained["more"]
    assert "more" in explained["half"]


def test_explanations_of_the_same_lines_come_first(exercise, pack):
    same = section("as_root", "Roots are added up.", "-        total += value  # never the square\n+        total += value**0.5")
    also = section("as_square", "Large ones weigh most.", "-        total += value  # never the square\n+        total += value**2")
    here = exercise(*ALL, same, also)
    names = ["one_less", "starts_at_one", "not_centered", "no_factor", "as_root", "as_square"]
    each_fails_a_test_of_its_own(pack, names)

    assert all("as_square" in hunt_of(here, "as_root", number).explains for number in range(20))


def test_an_unknown_hunt_says_where_to_look(exercise):
    with pytest.raises(UnknownItem, match="no hunt 'other'; see `studykit check --hunts --only optimizers/sgd_update`"):
        hunt_of(exercise(*ALL), "other")


def test_the_place_of_the_right_choice_tells_nothing():
    library = load_library([builtin_pack()])
    exercises = [library.exercise(name) for name in ("losses/losses_by_hand", "training/train_and_validate", "sequences/lstm_cell")]
    hunts = [
        hunt for each in exercises for number in range(6) for hunt in hunts_of(each, number) if len(hunt.choices) == 4 and hunt.has_bug
    ]
    places = Counter(hunt.right for hunt in hunts)

    assert len(hunts) > 400
    assert all(0.19 < places[place] / len(hunts) < 0.31 for place in range(4))
