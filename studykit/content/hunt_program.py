"""The program that a bug hunt shows: all of it, or the functions of the bug alone, with its faulty lines and the edit that made them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from studykit.content.hunt_lines import found_lines
from studykit.content.hunt_text import Change, Text
from studykit.content.owners import IMPORT, is_head, is_part, owners
from studykit.content.tidy import tidied

LONGEST = 45
APART = 2  # changes with at most so many lines between them are one place
CONTEXT = 1
NEAR = 6  # lines
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Code:
    """A program by lines, each with the function that it belongs to."""

    lines: tuple[str, ...]
    owners: tuple[str, ...]

    @cached_property
    def text(self) -> Text:
        """The same, to be read by statements."""
        return Text(self.lines, self.owners)

    @classmethod
    def of(cls, program: str) -> "Code":
        """A program below its docstring, as a hunt shows it."""
        lines = tidied(program)
        return cls(lines, owners(lines))

    def only(self, names: Collection[str]) -> "Code":
        """The functions, methods and classes of these names alone, with a blank line before each."""
        wanted = {owner for owner in set(self.owners) if is_part(owner, names) or is_head(owner, names)}
        kept: list[tuple[str, str]] = []
        for line, owner in zip(self.lines, self.owners, strict=True):
            if line and owner in wanted:
                kept += [("", "")] * (bool(kept) and kept[-1][1] != owner and not is_head(kept[-1][1], [owner]))
                kept.append((line, owner))
        return Code(tuple(line for line, _ in kept), tuple(owner for _, owner in kept))


@dataclass(frozen=True)
class Shown:
    """What of a right and of a wrong program a hunt shows; `part` is the key of `hunt` that says what it should do."""

    right: Code
    wrong: Code
    part: str = ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What differs between the two, in order."""
        if self.right is self.wrong:
            return ()
        matcher = SequenceMatcher(None, self.right.lines, self.wrong.lines, autojunk=False)
        return tuple(change for change in matcher.get_opcodes() if change[0] != "equal")

    @property
    def places(self) -> int:
        """In how many places they differ."""
        return sum(second[3] - first[4] > APART for first, second in zip(self.changes, self.changes[1:], strict=False)) + bool(self.changes)

    @cached_property
    def faulty(self) -> frozenset[int]:
        """The lines of the wrong program that count as found, from 1. An import is none of them where anything else is."""
        found = found_lines(self.right.text, self.wrong.text, self.changes)
        without_imports = {line for line in found if self.wrong.owners[line] != IMPORT}
        return frozenset(line + 1 for line in without_imports or found)

    @property
    def edit(self) -> tuple[str, ...]:
        """The lines of a diff from the right program to the wrong one, with `@@` between its places."""
        return tuple(self._edit())

    def _edit(self) -> Iterator[str]:
        matcher = SequenceMatcher(None, self.right.lines, self.wrong.lines, autojunk=False)
        for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
            yield from ("@@",) * (number > 0)
            for kind, old, old_end, new, new_end in group:
                equal = kind == "equal"
                yield from (f"{' ' if equal else '-'}{line}" for line in self.right.lines[old:old_end])
                yield from (f"+{line}" for line in self.wrong.lines[new:new_end] if not equal)

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """The lines of the right program that are gone."""
        return tuple(line for _, start, end, _, _ in self.changes for line in self.right.lines[start:end])

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The lines that stand there instead."""
        return tuple(line for _, _, _, start, end in self.changes for line in self.wrong.lines[start:end])

    @cached_property
    def touched(self) -> frozenset[int]:
        """The lines of the right program that change, from 0; around what is added those before and after it."""
        ranges = ((start, end) if start < end else (start - 1, start + 1) for _, start, end, _, _ in self.changes)
        return frozenset(line for start, end in ranges for line in range(start, end))

    @cached_property
    def changed_owners(self) -> frozenset[str]:
        """The functions of the right program that change."""
        return frozenset(self.right.owners[line] for _, start, end, _, _ in self.changes for line in range(start, end)) - {"", IMPORT}

    @cached_property
    def edited_words(self) -> tuple[Counter[str], Counter[str]]:
        """The words that the edit takes away, and those that it brings."""
        old, new = (Counter(WORD.findall("\n".join(lines))) for lines in (self.removed, self.added))
        return old - new, new - old

    def does_all_of(self, other: "Shown") -> bool:
        """Whether its edit takes away and brings all the words that another one does."""
        both = zip(self.edited_words, other.edited_words, strict=True)
        return any(other.edited_words) and all(theirs <= own for own, theirs in both)

    def distance(self, other: "Shown") -> int:
        """How far apart two edits are: 0 in the same lines, 1 of the same names in the same function, 2 near, 3 elsewhere."""
        if self.right.lines == other.right.lines and self.touched & other.touched:
            return 0
        words, others = (set(one.edited_words[0] | one.edited_words[1]) for one in (self, other))
        if self.changed_owners & other.changed_owners and words & others:
            return 1
        return 2 if abs(self.place - other.place) <= NEAR else 3

    @property
    def place(self) -> int:
        """The line of the right program where they begin to differ, from 0."""
        return self.changes[0][1] if self.changes else 0


def shown(right: Code, wrong: Code, parts: Mapping[str, str]) -> Shown | None:
    """What to show of a wrong program: the part of `hunt` that has all functions in which it differs, or without parts all of it. None if
    it differs outside of the parts."""
    whole = Shown(right, wrong)
    if "" in parts:
        return whole  # never a part of what the text speaks of: it could be true of what is not shown
    touched = _touched(whole)
    for part in parts:
        if all(is_part(name, part.split()) or name not in right.owners for name in touched):
            names = [*part.split(), *touched]
            return Shown(right.only(names), wrong.only(names), part)
    return None


def parts_of(code: Code, parts: Mapping[str, str]) -> Iterator[Shown]:
    """What to show of a right answer: each part of `hunt` that it has, or all of it."""
    for part in parts:
        names = part.split()
        if all(any(is_part(owner, [name]) for owner in code.owners) for name in names):
            only = code.only(names) if names else code
            yield Shown(only, only, part)


def _touched(whole: Shown) -> list[str]:
    """The functions in which two programs differ. What a program imports is not shown with its functions, and not missed."""
    found: dict[str, None] = {}
    for _, old, old_end, new, new_end in whole.changes:
        found |= dict.fromkeys((*whole.right.owners[old:old_end], *whole.wrong.owners[new:new_end]))
    return [owner for owner in found if owner not in ("", IMPORT)]
