"""Reads what a class handed in, however it lies: every student is in the list, and what is not graded is there with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.classroom.entries import Attempt, Wanted, attempts_of, entry_of, few, wanted
from studykit.classroom.handed_in import HandedIn, Student
from studykit.classroom.layouts.pile import Handed, Laid, Pile
from studykit.classroom.layouts.recognizing import recognized
from studykit.classroom.naming import is_program
from studykit.classroom.reading_tree import opened
from studykit.classroom.roster import Listed, read_roster, without_files
from studykit.classroom.student_ids import student_ids
from studykit.classroom.tree import Part
from studykit.content.pack import Library
from studykit.errors import ClassError


@dataclass(frozen=True, slots=True)
class _Read:
    """A student's pile, and what its files answer."""

    pile: Pile
    attempts: list[Attempt]
    left_out: list[str]


def collect(place: Path, library: Library, exercises: Sequence[str] = (), roster: Path | None = None) -> HandedIn:
    """The submissions in a folder or a zip, by student. `exercises` are the ids that count, by default all that are answered; `roster` is
    a file that names the students. UnknownItem for an unknown exercise; ClassError if there is nothing to read."""
    asked = wanted(library, exercises)
    listed = read_roster(roster) if roster else []
    with opened(place) as tree:
        laid = recognized(tree.without(roster) if roster else tree, _slugs(library))
        read = _read(_piles(laid, listed), asked)
    if not read:
        raise ClassError(f"{place}: holds no submissions. Give the folder or zip in which the students' files lie.")
    answered = {attempt.exercise for each in read for attempt in each.attempts}
    ids = asked.exercises or tuple(id for id in library.exercises if id in answered)
    if not ids:
        raise ClassError(f"{place}: no file names an exercise that is known. Say which one was set: --exercise ID.")
    names = student_ids([(each.pile.name, each.pile.number) for each in read])
    students = [_student(id, each, ids) for id, each in zip(names, read, strict=True)]
    left_out = (*tree.left_out, *(_nobodys(part) for part in laid.nobodys))
    return HandedIn(laid.layout, ids, tuple(sorted(students, key=lambda student: student.id)), few(left_out))


def collect_one(place: Path, library: Library, exercises: Sequence[str]) -> Student:
    """What one student handed in, whose files are all that lie in a folder or zip; read as those of a class, errors as of `collect`."""
    asked = wanted(library, exercises)
    with opened(place) as tree:
        pile = Pile("student", handed=[Handed(part, part.name) for part in tree.parts])
        return _student("student", _Read(pile, *attempts_of(pile, asked)), asked.exercises)


def _slugs(library: Library) -> list[str]:
    ids = (name for exercise in library.exercises.values() for name in (exercise.id, *exercise.aliases))
    return list(dict.fromkeys(id.rpartition("/")[2] for id in ids))


def _piles(laid: Laid, listed: Sequence[Listed]) -> list[Pile]:
    """In an order that no file system decides."""

    def first(pile: Pile) -> tuple[str, str, str]:
        return pile.name, pile.number, min((handed.part.place for handed in pile.handed), default="")

    return sorted([*laid.piles, *without_files(listed, laid.piles)], key=first)


def _read(piles: Sequence[Pile], asked: Wanted) -> list[_Read]:
    """Each pile with what it answers. The small ones are read first: what a huge one takes of a zip's limit must be taken from nobody."""
    sizes = [sum(handed.part.size for handed in pile.handed) for pile in piles]
    read = {at: _Read(piles[at], *attempts_of(piles[at], asked)) for at in sorted(range(len(piles)), key=sizes.__getitem__)}
    return [read[at] for at in range(len(piles))]


def _student(id: str, read: _Read, exercises: Sequence[str]) -> Student:
    entries, left_out = [], list(read.left_out)
    for exercise in exercises:
        entry, more = entry_of(exercise, read.pile, read.attempts, read.left_out, len(exercises) == 1)
        entries.append(entry)
        left_out += more
    return Student(id, _shown(read.pile.name), tuple(entries), few(list(dict.fromkeys(left_out))))


def _shown(name: str) -> str:
    """A name as it is, but for bytes of a file name that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _nobodys(part: Part) -> str:
    why = "belongs to no student" if is_program(part.name) else "is not a .py or .ipynb file, and belongs to no student"
    return f"{part.place}: {part.fault or f'{why}. Name it after the student.'}"
