"""Which tests of its suite reject each mistake: graded once by its author, so that a bug hunt needs no grading to be fair."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from studykit.content.exercise import Exercise
from studykit.content.mistake import Mistake
from studykit.content.source import read_text
from studykit.errors import PackError

FILE_NAME = "rejections.json"


@dataclass(frozen=True)
class Rejections:
    """The names of the tests that each mistake fails, in the order of the suite, by its name; `graded` says what of the pack they were
    found with."""

    tests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    graded: str = ""

    def of(self, mistake: str) -> frozenset[str] | None:
        """The tests that reject a mistake; None if it was not graded."""
        return frozenset(self.tests[mistake]) if mistake in self.tests else None


def read_rejections(exercise: Exercise) -> Rejections:
    """What the author's grading found; nothing where there is no such file, or no readable one."""
    try:
        raw = json.loads((exercise.solution_folder / FILE_NAME).read_bytes())
        tests = raw["tests"]
        return Rejections({name: tuple(tests[number] for number in failed) for name, failed in raw["mistakes"].items()}, raw["graded"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Rejections()


def rejections_text(tests: Iterable[str], failed: Mapping[str, Collection[str]], graded: str) -> str:
    """The file: a line for each mistake, so that a change of one is a change of its line."""
    order = list(tests)
    rows = [f"  {json.dumps(name)}: {[order.index(test) for test in order if test in failed[name]]}" for name in sorted(failed)]
    head = f'"graded": {json.dumps(graded)},\n"tests": {json.dumps(order, indent=1)},\n'
    return "{" + head + '"mistakes": {\n' + ",\n".join(rows) + "\n}}\n"


def graded_now(exercise: Exercise, mistakes: Iterable[Mistake]) -> str:
    """A fingerprint of the suite, its probes and the programs of the mistakes as they are. PackError if a file cannot be read."""
    parts = [read_text(file, file.name) for file in (exercise.suite, exercise.probes)]
    parts += [f"{mistake.name}\n{mistake.source}" for mistake in mistakes]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def is_up_to_date(exercise: Exercise, mistakes: Iterable[Mistake]) -> bool:
    """Whether suite and mistakes are still those that were graded."""
    try:
        return read_rejections(exercise).graded == graded_now(exercise, mistakes)
    except PackError:
        return False
