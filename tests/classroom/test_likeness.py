"""Answers that are more alike than their exercise explains."""

import subprocess
import sys
from dataclasses import replace

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.likeness import MOST_PAIRS, likeness
from studykit.content.mistake import mistakes_of
from studykit.content.pack import Library
from studykit.grading.grade_report import Report
from tests.classroom.made_up import COPIED, EPOCHS, OWN, SCHEDULE, SGD


def class_that_wrote(exercise: str, sources: list[str], report: Report) -> Gradebook:
    graded = [replace(report, exercise=exercise, source=source) for source in sources]
    return Gradebook((exercise,), tuple(Grade(f"s{n}", f"Student {n}", exercise, each, "", 1) for n, each in enumerate(graded)), 1)


def test_a_copy_with_other_names_and_comments_is_a_pair(reports: dict[str, list[Report]], taught: Library) -> None:
    solution = taught.exercise(SCHEDULE).solution.read_text(encoding="utf-8")
    found = likeness(class_that_wrote(SCHEDULE, [OWN, solution, COPIED], reports[SCHEDULE][0]), taught)
    assert [(pair.left.students, pair.right and pair.right.students) for pair in found.pairs] == [(("s0",), ("s2",))]
    assert found.pairs[0].fraction > 0.95 > 2 * found.pairs[0].usual
    assert found.like_the_pack == {SCHEDULE: 1}


def test_both_programs_are_shown_whole_with_what_matches(reports: dict[str, list[Report]], taught: Library) -> None:
    more = COPIED.replace(
        "    def step(self):", "    def unlike(self, anything):\n        raise ValueError(anything, 1, 2, 3)\n\n    def step(self):"
    )
    pair = likeness(class_that_wrote(SCHEDULE, [OWN, more], reports[SCHEDULE][0]), taught).pairs[0]
    assert pair.right is not None
    assert "".join(text for text, _ in pair.left.parts) == OWN.strip("\n")
    assert "".join(text for text, _ in pair.right.parts) == more.strip("\n")
    assert "raise ValueError" in "".join(text for text, is_alike in pair.right.parts if not is_alike)
    assert "get_last_lr" in "".join(text for text, is_alike in pair.right.parts if is_alike)


def test_the_same_text_is_one_program_of_several_students(reports: dict[str, list[Report]], taught: Library) -> None:
    spaced = OWN.replace("\n\n", "\n\n\n# a comment\n")
    found = likeness(class_that_wrote(SCHEDULE, [OWN, spaced, OWN], reports[SCHEDULE][0]), taught)
    assert [(pair.fraction, pair.left.students, pair.right) for pair in found.pairs] == [(1.0, ("s0", "s1", "s2"), None)]


def test_answers_that_the_pack_knows_are_no_pairs(reports: dict[str, list[Report]], taught: Library) -> None:
    exercise = taught.exercise(EPOCHS)
    right = [file.read_text(encoding="utf-8") for file in (exercise.solution, *exercise.also_right)]
    wrong = [mistake.source for mistake in mistakes_of(exercise)]
    found = likeness(class_that_wrote(EPOCHS, [*right, *wrong, *right, *wrong], reports[EPOCHS][0]), taught)
    assert found.pairs == ()
    assert found.like_the_pack[EPOCHS] > len(right)


def test_of_a_short_exercise_nothing_can_be_told(reports: dict[str, list[Report]], taught: Library) -> None:
    short = [f"def sgd_update(params, lr):\n    for p{n} in params: pass\n" for n in range(3)]
    found = likeness(class_that_wrote(SGD, short, reports[SGD][0]), taught)
    assert (found.pairs, found.too_short) == ((), (SGD,))


def test_at_most_twenty_are_shown_and_the_others_counted(reports: dict[str, list[Report]], taught: Library) -> None:
    many = [OWN + f"\n\nx{n} = {n}\n" for n in range(9)]
    found = likeness(class_that_wrote(SCHEDULE, many, reports[SCHEDULE][0]), taught)
    assert len(found.pairs) == MOST_PAIRS
    assert found.more == 9 * 8 // 2 - MOST_PAIRS


def test_what_does_not_parse_and_what_was_not_kept_is_left_out(reports: dict[str, list[Report]], taught: Library) -> None:
    assert likeness(class_that_wrote(SCHEDULE, ["def broken(:", "def broken(:", "", ""], reports[SCHEDULE][0]), taught).pairs == ()


def test_without_the_package_the_page_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['copydetect'] = None\n"
        "from studykit.classroom.likeness import likeness\n"
        "from studykit.classroom.gradebook import Gradebook\n"
        "print(likeness(Gradebook((), (), 1), None).missing)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("pip install")
    assert "[class]" in done.stdout
