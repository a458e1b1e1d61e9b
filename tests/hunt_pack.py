"""A small pack with one exercise to hunt in: two functions, four mistakes that serve, two right answers, and a pass to begin with."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from studykit.content.hunt import Hunt
from studykit.content.pack import Library, load_library
from studykit.progress.events import Kind
from studykit.progress.store import Store

ID = "bugs/totals"
ITEM = f"hunt:{ID}"
TESTS = {
    "test_a_number_is_doubled": ("Each number is doubled.", "probes.doubled() == 6"),
    "test_nothing_adds_up_to_nothing": ("Of no values the total is 0.", "probes.nothing() == 0"),
    "test_all_values_count": ("All values count.", "probes.many() == 20"),
    "test_the_result_is_a_number": ("The total is a number.", "probes.is_number() == 1"),
}
PROBES = '''"""What the judge may ask."""


def doubled(submission):
    return submission.double(3)


def nothing(submission):
    return submission.total([])


def many(submission):
    return submission.total([1, 2, 3, 4])


def is_number(submission):
    return int(isinstance(submission.total([1]), int))
'''
SOLUTION = '''"""The solution."""


def double(x: int) -> int:
    return 2 * x


def total(values: list[int]) -> int:
    result = 0
    for value in values:
        result += double(value)
    return result
'''
# Name, what it says, what goes, what comes, which tests reject it.
MISTAKES = (
    ("adds_two", "Larger numbers come out too small, since a sum replaces the product.", "    return 2 * x", "    return x + 2", (0,)),
    ("begins_at_one", "An empty list has a wrong sum from the start.", "    result = 0", "    result = 1", (1,)),
    (
        "keeps_the_last",
        "Earlier elements are forgotten along the loop.",
        "        result += double(value)",
        "        result = double(value)",
        (2,),
    ),
    ("gives_text", "Callers receive a string instead.", "    return result", "    return str(result)", (3,)),
)
EXERCISE = """\
title: Totals
kind: implement
difficulty: 1
requires: []
cards: []
source: []
hints: [One., Two., Three.]
hunt: "`double` doubles a number. `total` adds up the doubles of `values`."
"""


def hunt_pack(folder: Path) -> Path:
    """Write the pack."""
    exercise, solution = folder / "exercises" / ID, folder / "solutions" / ID
    exercise.mkdir(parents=True)
    (solution / "also_right").mkdir(parents=True)
    (folder / "cards").mkdir()
    (folder / "exercises" / "curriculum.yaml").write_text("- topic: bugs\n  title: Bugs\n  exercises: [totals]\n")
    (folder / "cards" / "bugs.yaml").write_text("- {id: loops, front: What does a loop keep?, back: What it adds up.}\n")
    (exercise / "exercise.yaml").write_text(EXERCISE)
    (exercise / "totals.py").write_text(
        '"""Totals\n\nWrite both.\n"""\n\n\ndef double(x: int) -> int: ...\n\n\ndef total(values: list[int]) -> int: ...\n'
    )
    (solution / "solution.py").write_text(SOLUTION)
    (solution / "also_right" / "summed.py").write_text(SOLUTION.replace("result += double(value)", "result = result + double(value)"))
    (solution / "probes.py").write_text(PROBES)
    tests = "".join(f'\n\ndef {name}(probes):\n    """{says}"""\n    assert {claim}\n' for name, (says, claim) in TESTS.items())
    (solution / "test_totals.py").write_text(f'"""The answer against arithmetic."""{tests}')
    (solution / "mistakes.md").write_text("\n".join(_section(*row[:4]) for row in MISTAKES))
    rejections = {"graded": "", "tests": list(TESTS), "mistakes": {row[0]: list(row[4]) for row in MISTAKES}}
    (solution / "rejections.json").write_text(json.dumps(rejections))
    return folder


def library_with(pack: Path) -> Library:
    """The pack alone."""
    return load_library([pack])


def passed(store: Store, at: datetime) -> None:
    """The exercise was passed two days before."""
    store.record(Kind.GRADED, f"exercise:{ID}", at - timedelta(days=2), {"verdict": "passed"})


def keys_that_find(hunt: Hunt) -> list[str]:
    """The line and the letter that find a bug; of a right program 0."""
    return [str(max(hunt.faulty)), "abcd"[hunt.right]] if hunt.has_bug else ["0"]


def _section(name: str, says: str, gone: str, came: str) -> str:
    return f"## {name}\n\n{says}\n\nCards: bugs/loops\n\n```diff\n-{gone}\n+{came}\n```\n"
