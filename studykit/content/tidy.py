"""A program as a bug hunt shows it: without comments, which would give the bug away, and with lines that fit a terminal of 80 columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

WIDTH = 76
WIDEST = 88  # of a line that cannot be broken well
LEAST = 24  # a line is broken after as many characters, if there is any choice,
LEAST_BRACKET = 30  # and inside a bracket of as many
PART = re.compile(
    r"""(?P<comment>\#.*)
    | (?P<triple>'''|\"\"\")
    | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
    | (?P<opens>[(\[{]) | (?P<closes>[)\]}])
    | (?P<before>\s(?:for\s.+?\sin|[-+*/@|&]|==|and|or|if|else)(?=\s))
    | (?P<after>,\s+)""",
    re.VERBOSE,
)
LAST_RESORT = 100  # deeper than any bracket
# What holds together least is parted first: what commas and `for` part, then by what binds stronger and stronger.
BINDING = {"or": 1, "and": 2, "if": 1, "else": 1, "==": 3, "+": 4, "-": 4, "*": 5, "/": 5, "@": 5, "&": 5, "|": 6}


class _Break(NamedTuple):
    """Where a line may be broken; the lower its rank, outer brackets first, the better. One in a subscript, a short bracket or a union of
    types, or behind an opening bracket, is not good."""

    column: int
    rank: tuple[int, int]
    is_good: bool


class _Line(NamedTuple):
    """Where the comment of a line begins; where the line may be broken; what is open after it: brackets and a text."""

    comment: int | None
    breaks: tuple[_Break, ...]
    depth: int
    quotes: str


@dataclass
class _Bracket:
    """A bracket that a line opens; without an end if it does not close it."""

    start: int
    is_subscript: bool
    end: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether the line may well be broken inside of it."""
        return not self.is_subscript and (self.end is None or self.end - self.start >= LEAST_BRACKET)


OUTER = _Bracket(0, is_subscript=False)  # opened by an earlier line


def tidied(program: str) -> tuple[str, ...]:
    """The lines of a program that parses, none of them blank beside a blank one. It does the same as before."""
    found = [""]
    depth, quotes = 0, ""
    for line in program.split("\n"):
        read = _read(line, depth, quotes)
        depth, quotes = read.depth, read.quotes
        text = line[: read.comment].rstrip()
        if text or read.comment is None:
            found += _wrapped(text, read.breaks) if len(text) > WIDTH else (text,)
    shown = [line for before, line in pairwise(found) if before or line]
    return tuple(shown[:-1] if shown and not shown[-1] else shown)


def continues(lines: Sequence[str]) -> Iterator[bool]:
    """For each line whether it goes on with what an earlier one began: a bracket or a text in triple quotes is open."""
    depth, quotes = 0, ""
    for line in lines:
        yield depth > 0 or quotes != ""
        read = _read(line, depth, quotes)
        depth, quotes = read.depth, read.quotes


# The mistakes of an exercise share most of their lines, so a line is read once: a hunt is to be on screen at once.
@lru_cache(maxsize=4096)
def _read(line: str, depth: int, quotes: str) -> _Line:
    found: list[tuple[int, tuple[int, int], _Bracket | None]] = []
    inside: list[_Bracket] = []
    at = 0
    if quotes:
        at = line.find(quotes) + len(quotes)
        if at < len(quotes):
            return _Line(None, (), depth, quotes)
    comment, open_text = None, ""
    while comment is None and not open_text and (part := PART.search(line, at)):
        at = part.end()
        match part.lastgroup:
            case "comment":
                comment = part.start()
            case "triple":
                end = line.find(part[0], at)
                open_text = part[0] * (end < 0)
                at = end + len(part[0])
            case "opens":
                depth += 1
                inside.append(_Bracket(at, part[0] == "[" and re.match(r"[\w)\]]", line[part.start() - 1 : part.start()]) is not None))
                found.append((at, (LAST_RESORT, depth), None))
            case "closes":
                depth -= 1
                if inside:
                    inside.pop().end = part.start()
            case "before" | "after" if depth:
                column = part.start() + 1 if part.lastgroup == "before" else at
                found.append((column, (depth, BINDING.get(part[0].strip(), 0)), inside[-1] if inside else OUTER))
    return _Line(comment, tuple(_break(*each) for each in found), depth, open_text)


def _break(column: int, rank: tuple[int, int], bracket: _Bracket | None) -> _Break:
    return _Break(column, rank, bracket is not None and bracket.is_good and rank[1] != BINDING["|"])


def _wrapped(line: str, breaks: Sequence[_Break]) -> Iterator[str]:
    """A long line in pieces, each of which ends as far outside as it can."""
    further = " " * (len(line) - len(line.lstrip()) + (8 if line.endswith(":") else 4))
    start, margin = 0, ""
    while len(margin) + len(line) - start > WIDTH:
        fitting = [each for each in breaks if start < each.column and len(margin) + len(line[start : each.column].rstrip()) <= WIDTH]
        good = [each for each in fitting if each.is_good]
        if not fitting or (not good and len(margin) + len(line) - start <= WIDEST):
            break
        column = _best(good or fitting, start).column
        yield margin + line[start:column].rstrip()
        start, margin = column, further
    yield margin + line[start:]


def _best(breaks: Sequence[_Break], start: int) -> _Break:
    far = [each for each in breaks if each.column - start >= LEAST]
    return min(far, key=lambda each: (each.rank, -each.column)) if far else breaks[-1]
