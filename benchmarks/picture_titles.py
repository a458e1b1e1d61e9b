"""The titles of all pictures for all known mistakes: none may praise a wrong answer. Nothing is rendered; the grader gives the numbers.

    python benchmarks/picture_titles.py [--only NAME ...] [--show]

A title may be the lesson's only where the picture's numbers are the solution's; there the picture says so of an answer that fails. And the
other right answers must get the lesson's title, or one with their own numbers, and never one that calls them different.
"""

import argparse
import sys
from collections.abc import Iterator

from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.warm import WarmGrader
from studykit.visuals.comparing import BY_CHANCE, SAME
from studykit.visuals.numbers import revived
from studykit.visuals.picture import Numbers, Picture, names, picture


def main() -> None:
    """Print a line for each picture; exit 1 if a title is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=names(), metavar="NAME")
    parser.add_argument("--show", action="store_true", help="Print each title.")
    arguments = parser.parse_args()
    library = load_library([builtin_pack()])
    wrong = 0
    with WarmGrader(600) as grader:
        for name in arguments.only:
            for id in picture(name).exercises:
                wrong += survey(grader, picture(name), library.exercise(id), arguments.show)
    sys.exit(1 if wrong else 0)


def survey(grader: WarmGrader, found: Picture, exercise: Exercise, show: bool) -> int:
    """Draw every answer to an exercise; the number of wrong titles."""
    right = recorded(grader, found, exercise, exercise.solution.read_text(encoding="utf-8"))
    assert right is not None
    lessons = {found.title, found.chart(None, right).title, found.chart(right, right).title}
    counts = {"differ": 0, "look the same": 0, "cannot be drawn": 0, "wrong": 0}
    for answer, source, is_right in answers(exercise):
        own = recorded(grader, found, exercise, source)
        title = found.chart(own, right, fails=not is_right).title if own else ""
        is_same = own is not None and found.matches(own, right)
        counts["cannot be drawn" if own is None else "look the same" if is_same else "differ"] += not is_right
        is_wrong = (not is_same if is_right else title in lessons or (is_same != (title in (SAME, BY_CHANCE)))) if own else False
        counts["wrong"] += is_wrong
        if show or is_wrong:
            print(f"    {'WRONG ' if is_wrong else ''}{answer}: {title or 'cannot be drawn'}")
    print(f"{found.name} of {exercise.id}: {', '.join(f'{count} {what}' for what, count in counts.items())}", flush=True)
    return counts["wrong"]


def answers(exercise: Exercise) -> Iterator[tuple[str, str, bool]]:
    """Name, text, and whether it is right: all known mistakes, and the other right answers."""
    yield from ((mistake.name, mistake.source, False) for mistake in mistakes_of(exercise))
    yield from ((file.stem, file.read_text(encoding="utf-8"), True) for file in exercise.also_right)


def recorded(grader: WarmGrader, found: Picture, exercise: Exercise, source: str) -> Numbers | None:
    """The numbers that are drawn; None if there is nothing to draw."""
    report = grader.grade(found.job(exercise, source, f"{exercise.slug}.py"))
    numbers: Numbers | None = revived(report.recorded) or None
    return numbers


if __name__ == "__main__":
    main()
