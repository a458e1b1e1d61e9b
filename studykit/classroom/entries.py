"""Which exercise each file of a student answers, which of several files counts, and why the others do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from studykit.classroom.handed_in import Entry
from studykit.classroom.layouts.pile import Handed, Pile
from studykit.classroom.naming import attempt_number, is_called, is_program, slug_of
from studykit.content.pack import Library
from studykit.content.starter import exercise_id
from studykit.errors import SubmissionError, UnknownItem
from studykit.study.cells.found import exercises_answered
from studykit.study.submission import Submission, check_size, is_notebook, size_limit, submission_of, text_of

_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
MOST_LEFT_OUT = 20


class Evidence(IntEnum):
    """What says that a file answers an exercise, from weak to strong: that no other was set; its name, which ends as the exercise is
    called; its first line, or a name that is the exercise's own."""

    ALONE = 1
    NAME = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file as an answer to an exercise. `problem` says why it cannot be graded, where it cannot."""

    handed: Handed
    exercise: str
    evidence: Evidence
    submission: Submission | None = None
    problem: str = ""

    @property
    def when(self) -> tuple[object, ...]:
        """Later ones compare greater."""
        return self.handed.order, attempt_number(self.handed.name), self.handed.part.modified, self.handed.part.place


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers are looked for: `exercises` are the ids that were set, none for all; `slugs` gives the ids that each slug may mean."""

    library: Library
    exercises: tuple[str, ...]
    slugs: Mapping[str, tuple[str, ...]]


def wanted(library: Library, exercises: Sequence[str]) -> Wanted:
    """Ids, aliases or slugs as what is looked for. UnknownItem if no pack has one."""
    ids = tuple(dict.fromkeys(library.exercise(name).id for name in exercises))
    slugs: dict[str, tuple[str, ...]] = {}
    for exercise in library.exercises.values():
        if not ids or exercise.id in ids:
            for name in dict.fromkeys(name.rpartition("/")[2] for name in (exercise.id, *exercise.aliases)):
                slugs[name] = (*slugs.get(name, ()), exercise.id)
    return Wanted(library, ids, slugs)


def attempts_of(pile: Pile, wanted: Wanted) -> tuple[list[Attempt], list[str]]:
    """What the files of a student answer, and what is left out, each with the reason."""
    attempts: list[Attempt] = []
    left_out: list[str] = []
    for handed in pile.handed:
        if why := _no_program(handed):
            left_out.append(f"{handed.part.place}: {why}")
            continue
        try:
            found, notes = _read(handed, wanted)
        except SubmissionError as error:
            found, notes = _unreadable(handed, str(error), wanted)
        attempts += found
        left_out += notes
    return attempts, left_out


def entry_of(exercise: str, pile: Pile, attempts: Sequence[Attempt], left_out: Sequence[str], is_alone: bool) -> tuple[Entry, list[str]]:
    """What there is of an exercise, and why further files are not graded: the best evidence counts, then the last that can be read.
    `is_alone`: no other exercise counts, so whatever was handed in was meant for this one."""
    mine = [attempt for attempt in attempts if attempt.exercise == exercise]
    best = max((attempt.evidence for attempt in mine), default=Evidence.ALONE)
    strong = sorted((attempt for attempt in mine if attempt.evidence is best), key=lambda attempt: attempt.when)
    if not strong:
        count = bool(pile.handed) + pile.earlier if is_alone else 0
        return Entry(exercise, attempts=count, problem=_nothing(exercise, pile, left_out)), []
    graded = next((attempt for attempt in reversed(strong) if attempt.submission), strong[-1])
    place = graded.handed.part.place
    weak = [f"{each.handed.part.place}: names no exercise, and {place} does." for each in mine if each.evidence is not best]
    broken = [each.problem for each in strong if each.problem and each is not graded]
    return Entry(exercise, graded.submission, len(strong) + pile.earlier, graded.problem, place), [*weak, *broken]


def few(left_out: Sequence[str]) -> tuple[str, ...]:
    """The first of many: somebody's environment of Python may have ten thousand files."""
    more = len(left_out) - MOST_LEFT_OUT
    return (*left_out[:MOST_LEFT_OUT], *([f"and {more:,} more files."] if more > 0 else []))


def _nothing(exercise: str, pile: Pile, left_out: Sequence[str]) -> str:
    if not pile.handed:
        return "Nothing was handed in."
    return f"Nothing was handed in that can be graded as {exercise}." + (f" {left_out[0]}" if left_out else "")


def _no_program(handed: Handed) -> str:
    if handed.part.fault:
        return handed.part.fault
    if is_program(handed.name):
        return ""
    if handed.name.casefold().endswith(_ARCHIVES):
        return "is an archive, and those within the submissions are not read. Hand in the .py or .ipynb file itself."
    return "is not a .py or .ipynb file."


def _label(handed: Handed) -> Path:
    """The name of a file for messages."""
    return Path(handed.part.place)


def _read(handed: Handed, wanted: Wanted) -> tuple[list[Attempt], list[str]]:
    file = _label(handed)
    check_size(file, handed.part.size)
    text = text_of(file, handed.part.load(size_limit(file)))
    if not text.strip():
        raise SubmissionError(f"{file}: is empty.")
    named, notes = _named(file, text, wanted)
    evidence = Evidence.CERTAIN
    if not named and (guessed := _guessed(handed.name, wanted, sure=bool(notes))):
        named, evidence, notes = [guessed[0]], guessed[1], []
    if not named:
        return [], notes or [f"{file}: names no exercise, neither in its first line nor by its name."]
    return [_attempt(handed, file, text, exercise, evidence, wanted) for exercise in named], notes


def _named(file: Path, text: str, wanted: Wanted) -> tuple[list[str], list[str]]:
    """The exercises that a text names, and why others do not count."""
    names = exercises_answered(file, text) if is_notebook(file) or "%%" in text else []
    if not names and not is_notebook(file) and (name := exercise_id(text)):
        names = [name]
    named, notes = [], []
    for name in names:
        try:
            exercise = wanted.library.exercise(name).id
        except UnknownItem as error:
            notes.append(f"{file}: {error}")
            continue
        if wanted.exercises and exercise not in wanted.exercises:
            notes.append(f"{file}: answers {exercise}, which was not set.")
        else:
            named.append(exercise)
    return list(dict.fromkeys(named)), notes


def _guessed(name: str, wanted: Wanted, sure: bool = False) -> tuple[str, Evidence] | None:
    """The exercise that a file's name says, or else, unless it has to be `sure`, the only one that was set."""
    ids = wanted.slugs.get(slug_of(name, wanted.slugs) or "", ())
    if len(ids) == 1:
        return ids[0], Evidence.CERTAIN if is_called(name, ids[0].rpartition("/")[2]) else Evidence.NAME
    return (wanted.exercises[0], Evidence.ALONE) if len(wanted.exercises) == 1 and not sure else None


def _attempt(handed: Handed, file: Path, text: str, exercise: str, evidence: Evidence, wanted: Wanted) -> Attempt:
    try:
        made = submission_of(file, text, wanted.library, exercise, tell_others=False)
    except SubmissionError as error:
        return Attempt(handed, exercise, evidence, problem=str(error))
    return Attempt(handed, exercise, evidence, replace(made, file_name=handed.name, file=handed.part.file))


def _unreadable(handed: Handed, why: str, wanted: Wanted) -> tuple[list[Attempt], list[str]]:
    """What cannot be read counts as handed in where it is known for what; of it, nothing but the name can say so."""
    if not (guessed := _guessed(handed.name, wanted)):
        return [], [why]
    exercise, evidence = guessed
    return [Attempt(handed, exercise, Evidence.CERTAIN if evidence is Evidence.NAME else evidence, problem=why)], []
