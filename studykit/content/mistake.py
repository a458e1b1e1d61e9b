"""The known mistakes of an exercise: what each tells the learner, and its program, read once and in one place.

Most are edits of a right answer and stand together in `mistakes.md`; what really is another program stands in `mistakes/`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.content import edit
from studykit.content.exercise import Exercise
from studykit.content.nearest import did_you_mean
from studykit.content.source import read_source, read_text
from studykit.errors import PackError, UnknownItem

FILE_NAME = "mistakes.md"
SECTION = re.compile(r"^## ", re.MULTILINE)  # no line of a diff begins so, and none of a text may
HEADING = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\s+\(on (?P<base>[^)]+)\))?")
BODY = re.compile(r"(?P<prose>.*?)^```diff\n(?P<diff>.*?)^```", re.MULTILINE | re.DOTALL)
CARDS_LINE = re.compile(r"Cards:\s*(.*)")
CHOICE_LINE = re.compile(r"Choice:\s*(.*)")
NOT_PROSE = re.compile(r"\s|[-*+>|] |```|\d+[.)] ")
STARTER = "starter"
SOLUTION = "solution"


@dataclass(frozen=True)
class Mistake:
    """A wrong answer by name: what it `says` to the learner (Markdown), the ids of the cards that explain it, and its program.

    `lines` are the faulty lines of `source`, counted from 1: those that an edit brought, or the neighbors of what it took away; empty
    for a whole file. `place` says where it stands in its pack, `base` which program was edited: `solution`, `also_right/name` or `starter`.
    `choice` is what a bug hunt says of it, if that is not the beginning of `says`; "none" if it is to be in no hunt.
    """

    name: str
    says: str
    cards: tuple[str, ...]
    source: str
    lines: tuple[int, ...] = ()
    place: str = ""
    base: str = ""
    choice: str = ""

    @property
    def label(self) -> str:
        """What stands for it in a message to its author."""
        return self.place if self.place.endswith(".py") else f"{self.place}: {self.name}"


def read_mistakes(folder: Path, starter: Path) -> tuple[tuple[Mistake, ...], list[str]]:
    """The mistakes of the exercise whose solution lies in `folder`, by name, and a line for each fault of an author, by file and line.

    Never fails: a mistake whose program cannot be had is a fault and left out. Whether programs parse is for `validate`."""
    faults: list[str] = []
    found = [*_edits(folder, starter, faults), *_whole_files(folder, faults)]
    by_name: dict[str, Mistake] = {}
    for mistake in found:
        if (first := by_name.setdefault(mistake.name, mistake)) is not mistake:
            faults.append(f"{mistake.place}: '{mistake.name}' already exists, in {first.place}; each mistake needs a name of its own")
    return tuple(by_name[name] for name in sorted(by_name)), faults


def mistakes_of(exercise: Exercise) -> tuple[Mistake, ...]:
    """The mistakes of an exercise whose programs can be had, by name."""
    return read_mistakes(exercise.solution_folder, exercise.starter)[0]


def mistake_named(exercise: Exercise, name: str) -> Mistake:
    """One mistake of an exercise; UnknownItem, with the nearest names, if there is none."""
    found = {mistake.name: mistake for mistake in mistakes_of(exercise)}
    if name not in found:
        raise UnknownItem(f"{exercise.id}: no mistake '{name}'{did_you_mean(name, found)}; it has {', '.join(found) or 'none'}")
    return found[name]


def code_of(file: Path, folder: Path) -> str:
    """The code of a program below its docstring, as edits see it. PackError if it cannot be had."""
    return read_source(file, _name(file, folder)).halves()[1].strip("\n")


def _edits(folder: Path, starter: Path, faults: list[str]) -> Iterator[Mistake]:
    file = folder / FILE_NAME
    if not file.is_file():
        return
    try:
        text = read_text(file, _name(file, folder))
    except PackError as error:
        faults += error.faults
        return
    programs = _Programs(folder, starter)
    before, *sections = SECTION.split(text)
    line = before.count("\n") + 1
    for section in sections:
        heading, _, body = section.partition("\n")
        yield from _edit(heading.strip(), body.rstrip(), f"{_name(file, folder)}:{line}", programs, faults)
        line += section.count("\n")


def _edit(heading: str, body: str, place: str, programs: "_Programs", faults: list[str]) -> Iterator[Mistake]:
    title, parts = HEADING.fullmatch(heading), BODY.fullmatch(body)
    if not title:
        faults.append(f"{place}: expected `## name` or `## name (on also_right/other)`, found `## {heading}`")
        return
    label = f"{place}: {title['name']}"
    if not parts:
        faults.append(f"{label}: must end with one ```diff block, which says what the mistake changes")
        return
    says, choice, cards = _told(parts["prose"].split("\n"), label, "text", faults)
    base = title["base"] or SOLUTION
    try:
        lines, faulty = edit.apply(edit.parse(parts["diff"].rstrip("\n").split("\n")), programs.lines(base))
    except (edit.EditError, PackError) as error:
        faults.append(f"{label}: {error}")
        return
    yield Mistake(title["name"], says, cards, "\n".join(lines) + "\n", faulty, place, base, choice)


class _Programs:
    """The code of right answers and the starter below their docstrings, each read when the first edit of it is met."""

    def __init__(self, folder: Path, starter: Path) -> None:
        self._folder = folder
        self._starter = starter
        self._read: dict[str, list[str]] = {}

    def lines(self, base: str) -> list[str]:
        """The lines of a base: `solution`, `starter` or `also_right/name`. PackError if it cannot be had."""
        if base not in self._read:
            if base not in (SOLUTION, STARTER) and not re.fullmatch(r"also_right/\w+", base):
                raise PackError([f"'(on {base})': expected on starter or on also_right/name"])
            self._read[base] = code_of(self._starter if base == STARTER else self._folder / f"{base}.py", self._folder).split("\n")
        return self._read[base]


def _whole_files(folder: Path, faults: list[str]) -> Iterator[Mistake]:
    for file in sorted((folder / "mistakes").glob("*.py")):
        if file.name.startswith("."):
            continue  # an editor's own files
        name = _name(file, folder)
        try:
            source = read_source(file, name)
        except PackError as error:
            faults += error.faults
            continue
        says, choice, cards = _told(source.docstring.splitlines(), name, "docstring", faults)
        yield Mistake(file.stem, says, cards, source.text, place=name, choice=choice)


def _told(prose: Sequence[str], label: str, where: str, faults: list[str]) -> tuple[str, str, tuple[str, ...]]:
    """What a mistake says, what a hunt says of it, and the cards that its last line names."""
    says = "\n".join(prose).strip().split("\n")
    named, says = _taken(CARDS_LINE, says)
    choice, says = _taken(CHOICE_LINE, says)
    text = _unwrapped("\n".join(says))
    cards = tuple(card.strip() for card in (named or "").split(",") if card.strip())
    if not text:
        faults.append(f"{label}: {where}: missing; it tells the learner what went wrong and why")
    if not cards:
        faults.append(f"{label}: {where}: the last line must be 'Cards: deck/id, deck/id'")
    return text, choice or "", cards


def _taken(wanted: re.Pattern[str], lines: list[str]) -> tuple[str | None, list[str]]:
    """What the last line says after its keyword, and the lines before it; None and all lines where it has no such keyword."""
    found = wanted.fullmatch(lines[-1].strip()) if lines else None
    return (found[1].strip(), lines[:-1]) if found else (None, lines)


def _unwrapped(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(_joined(paragraph) for paragraph in paragraphs)


def _joined(paragraph: str) -> str:
    lines = paragraph.splitlines()
    is_prose = not any(NOT_PROSE.match(line) for line in lines)
    return " ".join(lines) if is_prose else paragraph


def _name(file: Path, folder: Path) -> str:
    pack = folder.parents[2]
    return file.relative_to(pack).as_posix() if file.is_relative_to(pack) else str(file)
