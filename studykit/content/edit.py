"""A program changed by the hunks of a diff that carries no line numbers: each hunk must match exactly one place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

SEPARATOR = "@@"
SHOWN = 60


class EditError(Exception):
    """An edit that cannot be applied; the message says what was looked for."""


@dataclass(frozen=True)
class Hunk:
    """Lines of a diff, each with its first character: `-` goes, `+` comes, a blank stays and helps to find the place."""

    lines: tuple[str, ...]

    @property
    def old(self) -> list[str]:
        """What must stand in the program."""
        return [line[1:] for line in self.lines if line[:1] != "+"]

    @property
    def new(self) -> list[str]:
        """What stands there afterwards."""
        return [line[1:] for line in self.lines if line[:1] != "-"]

    def changed(self) -> Iterator[int]:
        """The new lines that are faulty, counted from 0 within `new`: those that came; around a gap its neighbors."""
        place = 0
        for sign, group in groupby(self.lines, key=lambda line: line[:1] if line[:1] in ("+", "-") else " "):
            count = len(list(group))
            if sign == "+":
                yield from range(place, place + count)
            elif sign == "-" and not self._is_replaced(place):
                yield from (place - 1, place)
            place += count if sign != "-" else 0

    def _is_replaced(self, place: int) -> bool:
        """Whether lines come where others went, just before or after this place among the new lines."""
        kept = [line for line in self.lines if line[:1] != "-"]
        return any(line[:1] == "+" for line in kept[max(place - 1, 0) : place + 1])


def parse(block: Sequence[str]) -> list[Hunk]:
    """The hunks of a diff's text, separated by lines that begin with @@. EditError if a line is none of a diff."""
    hunks: list[list[str]] = [[]]
    for line in block:
        if line.startswith(SEPARATOR):
            hunks.append([])
        elif line.strip() and line[0] not in "+- ":
            raise EditError(f"a line of a diff begins with '+', '-' or a blank, found {_quoted(line)}")
        else:
            hunks[-1].append(line or " ")  # editors take the blank off an empty line
    return [Hunk(tuple(lines)) for lines in hunks if lines]


def apply(hunks: Sequence[Hunk], program: Sequence[str]) -> tuple[list[str], tuple[int, ...]]:
    """The changed program, and its faulty lines, counted from 1. EditError unless each hunk matches one place of its own and something
    changes."""
    if all(hunk.old == hunk.new for hunk in hunks):
        raise EditError("changes nothing")
    placed = sorted(((_place(hunk, program), hunk) for hunk in hunks), key=lambda pair: pair[0])
    for (first, hunk), (second, _) in pairwise(placed):
        if first + len(hunk.old) > second:
            raise EditError(f"two hunks meet in line {second + 1}; make them one")
    changed = list(program)
    faulty: list[int] = []
    shift = 0
    for start, hunk in placed:
        changed[start + shift : start + shift + len(hunk.old)] = hunk.new
        faulty += [start + shift + line for line in hunk.changed()]
        shift += len(hunk.new) - len(hunk.old)
    return changed, tuple(dict.fromkeys(line + 1 for line in faulty if 0 <= line < len(changed) and changed[line].strip()))


def _place(hunk: Hunk, program: Sequence[str]) -> int:
    old = hunk.old
    if not old:
        raise EditError(f"{_quoted(hunk.new[0])} goes nowhere: give a line that stands before or after it")
    lines, wanted = [line.rstrip() for line in program], [line.rstrip() for line in old]
    found = [i for i in range(len(lines) - len(wanted) + 1) if lines[i : i + len(wanted)] == wanted]
    if not found:
        raise EditError(f"matches nothing: looked for {_looked_for(old)}")
    if len(found) > 1:
        places = ", ".join(str(i + 1) for i in found)
        raise EditError(f"matches {len(found)} places (lines {places} of the code): looked for {_looked_for(old)}; give more context")
    return found[0]


def _looked_for(old: Sequence[str]) -> str:
    telling = next((line for line in old if line.strip()), "")
    more = f" and {len(old) - 1} more line{'s' * (len(old) > 2)}" if len(old) > 1 else ""
    return f"{_quoted(telling)}{more}"


def _quoted(line: str) -> str:
    text = line.strip()
    return f"`{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}`"
