"""One bug hunt from its first try to its end: which line, then what goes wrong; a value, so that every door judges alike."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studykit.content.hunt import NO_BUG, Hunt
from studykit.content.owners import IMPORT, owners
from studykit.memory.hunting import quality_of


class Stage(StrEnum):
    """What is asked now."""

    LINE = "line"
    REASON = "reason"
    DONE = "done"


class Judged(StrEnum):
    """What a try is; one that cannot be, or that was made before, does not count."""

    RIGHT = "right"
    WRONG = "wrong"
    REPEATED = "repeated"
    NONE = "none"


class Help(StrEnum):
    """What a wrong try brings, the less telling first: a requirement that fails, the function, the line, and what goes wrong."""

    REQUIREMENT = "requirement"
    FUNCTION = "function"
    LINE = "line"
    REASON = "reason"


@dataclass(frozen=True)
class Tries:
    """How far a hunt has come.

    `lines` and `reasons` were tried, in order; `told` is the help given so far, of which REASON ends the hunt, and so does LINE where
    there is no bug. `requirement` says whether a failing one can be told: without a grader there is none to show.
    """

    hunt: Hunt
    lines: tuple[int, ...] = ()
    reasons: tuple[int, ...] = ()
    told: tuple[Help, ...] = ()
    is_given_up: bool = False
    requirement: bool = True

    @property
    def stage(self) -> Stage:
        """What is asked now; a program without a bug has no reason to ask for."""
        if self.is_given_up or Help.REASON in self.told or self.hunt.right in self.reasons:
            return Stage.DONE
        if not self.has_line:
            return Stage.LINE
        return Stage.REASON if self.hunt.has_bug else Stage.DONE

    @property
    def is_missed(self) -> bool:
        """Whether it ended without being found: given up, or told to the end."""
        return self.is_given_up or Help.REASON in self.told or (not self.hunt.has_bug and Help.LINE in self.told)

    @property
    def quality(self) -> int:
        """The quality of a hunt that is done: 5 at once, 4 with one wrong try, 3 with help beyond its first step, 1 missed. In a program
        without a bug the first help is the answer, nearly."""
        helps = len(self.told) - self.hunt.has_bug
        return quality_of(len(self.lines), len(self.reasons), max(0, helps), self.is_missed)

    @property
    def function(self) -> str:
        """The function of the bug; empty if the program has no other."""
        found = owners(self.hunt.program)
        named = {owner for owner in found if owner not in ("", IMPORT)}
        here = {found[line - self.hunt.first_line] for line in self.hunt.faulty} - {"", IMPORT}
        return here.pop() if len(here) == 1 and len(named) > 1 else ""

    def has(self, line: int) -> bool:
        """Whether a line can be tried: one that is not blank, or NO_BUG, which stands for "nothing is wrong"."""
        number = line - self.hunt.first_line
        return line == NO_BUG or (0 <= number < len(self.hunt.program) and bool(self.hunt.program[number].strip()))

    def try_line(self, line: int) -> tuple[Judged, "Tries"]:
        """Say that this line is wrong, or with NO_BUG that nothing is."""
        if self.stage is not Stage.LINE or not self.has(line):
            return Judged.NONE, self
        if line in self.lines:
            return Judged.REPEATED, self
        tried = replace(self, lines=(*self.lines, line))
        return (Judged.RIGHT, tried) if tried._is_found else (Judged.WRONG, tried._helped(self._line_helps()))

    def try_reason(self, number: int) -> tuple[Judged, "Tries"]:
        """Say that this explanation, counted from 0, is what goes wrong."""
        if self.stage is not Stage.REASON or not 0 <= number < len(self.hunt.choices):
            return Judged.NONE, self
        if number in self.reasons:
            return Judged.REPEATED, self
        tried = replace(self, reasons=(*self.reasons, number))
        if number == self.hunt.right:
            return Judged.RIGHT, tried
        is_last = len(tried.reasons) == len(self.hunt.choices) - 1
        return Judged.WRONG, tried._helped((Help.REASON,) if is_last else (Help.REQUIREMENT,) * self.requirement)

    def with_requirement(self, can_be_told: bool) -> "Tries":
        """The same where a failing requirement can be told, or cannot."""
        return replace(self, requirement=can_be_told)

    def give_up(self) -> "Tries":
        """End without an answer."""
        return replace(self, is_given_up=True)

    @property
    def has_line(self) -> bool:
        """Whether the line was found or told; only then the explanations are shown."""
        return self._is_found or Help.LINE in self.told

    @property
    def _is_found(self) -> bool:
        wanted = self.hunt.faulty or {NO_BUG}
        return bool(self.lines) and self.lines[-1] in wanted

    def _line_helps(self) -> tuple[Help, ...]:
        in_order = {Help.REQUIREMENT: self.requirement or not self.hunt.has_bug, Help.FUNCTION: bool(self.function), Help.LINE: True}
        return tuple(step for step, can_be_told in in_order.items() if can_be_told)

    def _helped(self, steps: tuple[Help, ...]) -> "Tries":
        return replace(self, told=(*self.told, *[step for step in steps if step not in self.told][:1]))
