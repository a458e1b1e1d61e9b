"""A program as a bug hunt shows it: without comments, which would give the bug away, and with lines that fit a terminal of 80 columns."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

WIDTH = 76
LEAST = 24  # a line is broken after as many characters, if there is any choice
LAST_RESORT = 100  # deeper than any bracket: a line is broken behind one only where it can be broken nowhere else
PART = re.compile(
    r"""(?P<comment>\#.*)
    | (?P<triple>'''|\"\"\")
    | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
    | (?P<opens>[(\[{]) | (?P<closes>[)\]}])
    | (?P<before>\s(?:for\s.+?\sin|[-+*/@|&]|==|and|or|if|else)(?=\s))
    | (?P<after>,\s+)""",
    re.VERBOSE,
)


class _Line(NamedTuple):
    """Where the comment of a line begins; where the line may be broken, as column and depth; what is open after it: brackets and a text."""

    comment: int | None
    breaks: tuple[tuple[int, int], ...]
    depth: int
    quotes: str


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
    breaks: list[tuple[int, int]] = []
    at = 0
    if quotes:
        at = line.find(quotes) + len(quotes)
        if at < len(quotes):
            return _Line(None, (), depth, quotes)
    while part := PART.search(line, at):
        at = part.end()
        match part.lastgroup:
            case "comment":
                return _Line(part.start(), tuple(breaks), depth, "")
            case "triple":
                end = line.find(part[0], at)
                if end < 0:
                    return _Line(None, tuple(breaks), depth, part[0])
                at = end + len(part[0])
            case "opens" | "closes":
                depth += 1 if part.lastgroup == "opens" else -1
                if part.lastgroup == "opens":
                    breaks.append((at, depth + LAST_RESORT))
            case "before" | "after" if depth:
                breaks.append((part.start() + 1 if part.lastgroup == "before" else at, depth))
    return _Line(None, tuple(breaks), depth, "")


def _wrapped(line: str, breaks: Sequence[tuple[int, int]]) -> Iterator[str]:
    """A long line in pieces: each ends in the outermost bracket that it can end in."""
    further = " " * (len(line) - len(line.lstrip()) + (8 if line.endswith(":") else 4))
    start, margin = 0, ""
    while len(margin) + len(line) - start > WIDTH:
        fitting = [each for each in breaks if start < each[0] and len(margin) + len(line[start : each[0]].rstrip()) <= WIDTH]
        far = [each for each in fitting if each[0] - start >= LEAST]
        if not fitting:
            break
        column, _ = min(far, key=lambda each: (each[1], -each[0])) if far else fitting[-1]
        yield margin + line[start:column].rstrip()
        start, margin = column, further
    yield margin + line[start:]
