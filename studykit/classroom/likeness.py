"""Answers that are more alike than an exercise explains, as pairs to look at; what to make of them is for who teaches."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from studykit.classroom.anonymous import bare
from studykit.classroom.gradebook import Gradebook
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.pack import Library
from studykit.content.source import parsed
from studykit.content.starter import MARK
from studykit.errors import PackError
from studykit.installing import install_command

if TYPE_CHECKING:
    from copydetect.detector import CodeFingerprint

MOST_PAIRS = 20
# How much of both programs must be in the other: at least this, and half of what the pack's own right answers leave.
LEAST_ALIKE = 0.8
# Of letters, as copydetect counts them, beyond the starter: about four lines. What is shorter is alike by nature.
SHORTEST = 80
GRAM = 25  # copydetect's own default: about a line and a half
MOST_COMPARED = 200  # pairs of an exercise that are compared letter by letter


@dataclass(frozen=True, slots=True)
class Side:
    """One program, the ids of the students who handed it in, and its text in parts, each with whether it is in the other one."""

    students: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programs of which `fraction` is alike; without `right`, one program of several students. Right answers of the pack are alike
    to `usual`."""

    exercise: str
    fraction: float
    usual: float
    left: Side
    right: Side | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """The pairs to look at, the most alike first, and how many more there are. By exercise, `like_the_pack` counts answers that are near
    one of the pack's own, right or a known mistake, which two people may find; `too_short` are exercises of which nothing can be told.
    `missing` says what to install; not `is_compared`: nobody wanted it."""

    pairs: tuple[Pair, ...] = ()
    more: int = 0
    like_the_pack: dict[str, int] = field(default_factory=dict)
    too_short: tuple[str, ...] = ()
    missing: str = ""
    is_compared: bool = True


def not_compared() -> Likeness:
    """What there is to say where the answers are not compared."""
    return Likeness(is_compared=False)


def likeness(book: Gradebook, library: Library) -> Likeness:
    """Compare the answers to each exercise with each other."""
    try:
        import copydetect  # noqa: F401 - start-up time and optional: needs the extra `class`, and brings matplotlib
    except ImportError:
        return Likeness(missing=install_command("class"))
    pairs: list[Pair] = []
    like_the_pack: dict[str, int] = {}
    too_short: list[str] = []
    for id in book.exercises:
        compared = _compared(library.exercise(id), _programs(book, id))
        pairs += compared.pairs
        like_the_pack |= compared.like_the_pack
        too_short += compared.too_short
    pairs.sort(key=lambda pair: (-pair.fraction, -len(pair.left.students), pair.left.students))
    return Likeness(tuple(pairs[:MOST_PAIRS]), max(0, len(pairs) - MOST_PAIRS), like_the_pack, tuple(too_short))


@dataclass(frozen=True, slots=True)
class _Program:
    text: str
    students: tuple[str, ...]
    print: "CodeFingerprint"


def _programs(book: Gradebook, exercise: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Programs that differ in more than comments and layout: the text of the first, and who handed it in."""
    by_text: dict[str, list[int]] = defaultdict(list)  # first, for to parse a text is what takes the time
    for number, grade in enumerate(book.grades):
        if grade.exercise == exercise and grade.report is not None:
            by_text[grade.report.source].append(number)
    by_code: dict[str, list[str]] = defaultdict(list)
    for source in by_text:
        if code := bare(source):
            by_code[code].append(source)
    for sources in by_code.values():
        numbers = sorted(number for source in sources for number in by_text[source])
        yield _below_the_task(sources[0]), tuple(book.grades[number].student for number in numbers)


def _compared(exercise: Exercise, programs: Iterable[tuple[str, tuple[str, ...]]]) -> Likeness:
    starter = _print(_below_the_task(exercise.starter.read_text(encoding="utf-8")), ())
    right = [
        _print(_below_the_task(file.read_text(encoding="utf-8")), starter.hashes) for file in (exercise.solution, *exercise.also_right)
    ]
    usual = max((_alike(*pair) for pair in combinations(right, 2)), default=0.0)
    least = max(LEAST_ALIKE, usual + (1 - usual) / 2)
    known = [*right, *(_print(_below_the_task(mistake.source), starter.hashes) for mistake in mistakes_of(exercise))]
    read = [_Program(text, students, _print(text, starter.hashes)) for text, students in programs]
    long = [program for program in read if program.print.token_coverage >= SHORTEST]
    apart = [program for program in long if not any(_is_near(program.print, each, least) for each in known)]
    near_the_pack = sum(len(program.students) for program in long) - sum(len(program.students) for program in apart)
    is_short = len(read) > 1 and 2 * len(long) < len(read)
    pairs = tuple(_pairs(exercise.id, usual, least, apart))
    return Likeness(pairs, 0, {exercise.id: near_the_pack} if near_the_pack else {}, (exercise.id,) if is_short else ())


def _pairs(exercise: str, usual: float, least: float, programs: Sequence[_Program]) -> Iterator[Pair]:
    near = list(_near(exercise, usual, least, programs))
    told = {side.students for pair in near for side in (pair.left, pair.right) if side}
    yield from near
    for program in programs:
        if len(program.students) > 1 and program.students not in told:
            yield Pair(exercise, 1.0, usual, Side(program.students, ((program.text, True),)))


def _near(exercise: str, usual: float, least: float, programs: Sequence[_Program]) -> Iterator[Pair]:
    for left, right in _candidates(programs):
        if (fraction := _alike(left.print, right.print)) >= least:
            of_left, of_right = _matching(left.print, right.print)
            yield Pair(exercise, fraction, usual, Side(left.students, of_left), Side(right.students, of_right))


def _candidates(programs: Sequence[_Program]) -> list[tuple[_Program, _Program]]:
    """The pairs that have most in common. Half a million of them in a class of a thousand: each program becomes one number, a bit for
    each fingerprint that another has as well, so that a pair takes less than a microsecond."""
    holders: dict[Any, int] = defaultdict(int)
    for program in programs:
        for one in program.print.hashes:
            holders[one] += 1
    bit = {one: 1 << place for place, one in enumerate(each for each, number in holders.items() if number > 1)}
    numbers = [sum(bit.get(one, 0) for one in program.print.hashes) for program in programs]
    sizes = [len(program.print.hashes) for program in programs]
    found = [
        ((a & numbers[j]).bit_count() / max(sizes[i], sizes[j]), i, j)
        for i, a in enumerate(numbers)
        for j in range(i + 1, len(numbers))
        if 2 * (a & numbers[j]).bit_count() >= max(sizes[i], sizes[j])
    ]
    found.sort(key=lambda each: (-each[0], each[1:]))
    return [(programs[i], programs[j]) for _, i, j in found[:MOST_COMPARED]]


def _print(text: str, boilerplate: Iterable[Any]) -> "CodeFingerprint":
    from copydetect.detector import CodeFingerprint  # optional, as above

    # Every fingerprint, where copydetect would choose some by hashes that are others in each process: the same class, the same page.
    made = CodeFingerprint("answer.py", GRAM, 1, list(boilerplate), True, "python", io.StringIO(text))
    highest = 0
    for row in made.offsets:  # copydetect forgets what came before the name of a class
        row[1] = highest = max(highest, int(row[1]))
    return made


def _alike(left: "CodeFingerprint", right: "CodeFingerprint") -> float:
    """How much of both is in the other, from 0 to 1."""
    from copydetect.detector import compare_files  # optional, as above

    return float(min(compare_files(left, right)[1]))


def _is_near(left: "CodeFingerprint", right: "CodeFingerprint", least: float) -> bool:
    # What has not half of its fingerprints in common is not read letter by letter, which takes a hundred times as long.
    in_common = len(left.hashes & right.hashes)
    return 2 * in_common >= max(len(left.hashes), len(right.hashes)) and _alike(left, right) >= least


def _matching(left: "CodeFingerprint", right: "CodeFingerprint") -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    from copydetect.detector import compare_files  # optional, as above

    of_left, of_right = compare_files(left, right)[2]
    return tuple(_parts(left.raw_code, of_left)), tuple(_parts(right.raw_code, of_right))


def _parts(text: str, slices: Any) -> Iterator[tuple[str, bool]]:
    end = 0
    for begin, until in sorted(zip(map(int, slices[0]), map(int, slices[1]), strict=True)):
        if max(begin, end) < until:
            yield text[end : max(begin, end)], False
            yield text[max(begin, end) : until], True
            end = until
    yield text[end:], False


def _below_the_task(source: str) -> str:
    try:
        text = parsed(source, "answer").halves()[1]
    except PackError:
        text = source
    return "\n".join(line for line in text.split("\n") if not MARK.match(line)).strip("\n")
