"""Bug hunts: programs with one mistake of an exercise, or none, which a learner finds and explains."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studykit.content.exercise import Exercise
from studykit.content.hunt_program import Code, Shown, parts_of, shown
from studykit.content.hunt_rules import FEWEST_OTHERS, Candidate, reason_against, too_large
from studykit.content.hunt_task import asks_of
from studykit.content.hunt_words import are_alike, choice_text
from studykit.content.mistake import SOLUTION, Mistake, code_of, mistakes_of
from studykit.content.rejections import read_rejections
from studykit.errors import UnknownItem

NO_BUG = 0  # the line, and the number of the explanation, where nothing is wrong
NONE_TRUE = -1
RIGHT = "right/"  # begins the name of a hunt without a bug; no mistake's name has a slash
OTHERS = 3
SHARE = 8  # at least a mistake in so many is an edit of a right answer that is shown without a bug


@dataclass(frozen=True)
class Hunt:
    """A program with one bug, or with none.

    `name` is that of its mistake, or begins with RIGHT. `program` are the lines to show, numbered from `first_line`; `faulty` are the
    numbers that count as found. `asks` says what the program should do. Of `choices`, explanations in Markdown, the one with the index
    `right` is true, and NONE_TRUE is no index; `explains` names the mistake that each is of. `edit` are the lines of a diff from the right
    program, with `@@` between its places; `says` is the whole explanation; `fails` are the tests that reject the program, if recorded.
    """

    exercise: str
    name: str
    program: tuple[str, ...]
    faulty: frozenset[int]
    asks: str
    choices: tuple[str, ...]
    right: int
    explains: tuple[str, ...]
    edit: tuple[str, ...] = ()
    says: str = ""
    cards: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    first_line: int = 1

    @property
    def has_bug(self) -> bool:
        """Whether anything is to be found."""
        return bool(self.faulty)


def hunts_of(exercise: Exercise, round_number: int = 0) -> tuple[Hunt, ...]:
    """All hunts of an exercise: its mistakes that serve, by name, then its right answers. PackError if a right answer cannot be read."""
    hunts = Hunts(exercise)
    return tuple(hunts.hunt(name, round_number) for name in hunts.names)


def unserved(exercise: Exercise) -> dict[str, str]:
    """The mistakes of an exercise that do not serve, each with the reason. PackError as above."""
    return Hunts(exercise).unserved


class Hunts:
    """The hunts of one exercise by name; what they are made of is read once. PackError if a right answer cannot be read."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._asks = asks_of(exercise)
        self._untold = frozenset(exercise.hunt_untold)
        self._right = dict(_right_answers(exercise))
        self._rejections = read_rejections(exercise)
        self._mistakes = {mistake.name: mistake for mistake in mistakes_of(exercise)}
        self._shown = {name: self._shown_of(mistake) for name, mistake in self._mistakes.items()}
        self._texts = {name: self._text_of(mistake) for name, mistake in self._mistakes.items()}
        self._reasons: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The mistakes that serve, by name, then the right answers that do."""
        return (*(mistake.name for mistake in self.mistakes), *self._without_bug)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes that serve, by name."""
        return tuple(mistake for name, mistake in self._mistakes.items() if self.serves(name))

    @property
    def unserved(self) -> dict[str, str]:
        """The mistakes that do not serve, each with the reason."""
        reasons = {name: self._reason_against(name) for name in self._mistakes}
        return {name: reason for name, reason in reasons.items() if reason}

    @property
    def of_mistakes(self) -> tuple[str, ...]:
        """The names of all mistakes, also of those that do not serve."""
        return tuple(self._mistakes)

    def serves(self, name: str) -> bool:
        """Whether there is such a mistake and it serves. Worked out when it is first asked: for all of them it would be half of a hunt's
        start."""
        return name in self._mistakes and not self._reason_against(name)

    def _reason_against(self, name: str) -> str:
        if name not in self._reasons:
            self._reasons[name] = reason_against(self._candidate(self._mistakes[name]))
        return self._reasons[name]

    def hunt(self, name: str, round_number: int = 0) -> Hunt:
        """A hunt by name; in another round its choices are others, in another order. UnknownItem if there is none."""
        if name.startswith(RIGHT) and (seen := self._without_bug.get(name)):
            return self._hunt(name, seen, self._drawn(name, seen, round_number), NONE_TRUE)
        mistake, shown_of_it = self._mistakes.get(name), self._shown.get(name)
        if mistake is None or shown_of_it is None or not self.serves(name):
            raise UnknownItem(f"{self._exercise.id}: no hunt '{name}'; see `studykit check --hunts --only {self._exercise.id}`")
        return self._with_bug(mistake, shown_of_it, round_number)

    def _with_bug(self, mistake: Mistake, seen: Shown, round_number: int) -> Hunt:
        others = self._drawn(mistake.name, seen, round_number)
        right = _number(self._exercise.id, mistake.name, "right", round_number) % (len(others) + 1)
        explains = [*others[:right], mistake.name, *others[right:]]
        told = (seen.edit, mistake.says, mistake.cards, self._rejections.tests.get(mistake.name, ()))
        return self._hunt(mistake.name, seen, explains, right, *told)

    def _hunt(
        self,
        name: str,
        seen: Shown,
        explains: Sequence[str],
        right: int,
        edit: tuple[str, ...] = (),
        says: str = "",
        cards: tuple[str, ...] = (),
        fails: tuple[str, ...] = (),
    ) -> Hunt:
        choices = tuple(self._texts[each] for each in explains)
        asks = self._asks[seen.part]
        return Hunt(self._exercise.id, name, seen.wrong.lines, seen.faulty, asks, choices, right, tuple(explains), edit, says, cards, fails)

    @cached_property
    def _without_bug(self) -> dict[str, Shown]:
        """Right answers by name; only those of which mistakes are edits, too: another way of writing would tell that nothing is wrong."""
        found: dict[str, Shown] = {}
        edited = Counter(mistake.base for mistake in self.mistakes)
        for base, code in self._right.items():
            if SHARE * edited[base] < max(1, edited.total()):
                continue
            for seen in parts_of(code, self._asks):
                if len(self._distinct(self._texts_of(seen))) > FEWEST_OTHERS and not too_large(seen) and self._asks[seen.part]:
                    found[f"{RIGHT}{base}{':' if seen.part else ''}{seen.part.replace(' ', '+')}"] = seen
        return found

    def _drawn(self, name: str, seen: Shown, round_number: int) -> list[str]:
        """Mistakes whose explanations are false of a program, rather those that edit the same lines as its bug: what speaks of others is
        out as soon as the line is known. No two that say much the same."""
        others = self._false_of(name, seen)
        around = seen if seen.changes else self._as_if_a_bug(name, others, round_number)

        def order(other: str) -> tuple[bool, int, int]:
            place = self._shown[other]
            distance = around.distance(place) if around and place else 0
            return not self._is_proved(name, other), distance, _number(self._exercise.id, name, other, round_number)

        drawn = self._distinct(sorted(others, key=order))
        # Which are dropped as alike depends on the order, and so, where there are few, does how many are left.
        return drawn if len(drawn) == OTHERS else max(drawn, self._distinct(others), key=len)

    def _as_if_a_bug(self, name: str, others: Sequence[str], round_number: int) -> Shown | None:
        """For a program without a bug the mistake around which its choices are drawn, so that they look like those of a bug."""
        drawn = min(others, key=lambda other: _number(self._exercise.id, name, "around", other, round_number), default=None)
        return self._shown[drawn] if drawn else None

    def _distinct(self, names: Iterable[str]) -> list[str]:
        """The first ones whose texts do not say much the same."""
        found: list[str] = []
        for name in names:
            if not any(are_alike(self._texts[name], self._texts[other]) for other in found):
                found.append(name)
            if len(found) == OTHERS:
                break
        return found

    def _of_part(self, part: str) -> Iterator[str]:
        return (name for name, seen in self._shown.items() if seen is not None and seen.part == part)

    def _texts_of(self, seen: Shown) -> list[str]:
        """The mistakes with an explanation that change functions of a program, none that it does not show."""
        shown_owners = set(seen.wrong.owners)
        others = ((other, self._shown[other]) for other in self._of_part(seen.part) if self._texts[other])
        return [other for other, also in others if also is not None and set(also.changed_owners) <= shown_owners]

    def _false_of(self, name: str, seen: Shown) -> list[str]:
        """The mistakes of the same functions whose explanations are false of a program, those first that the suite proves."""
        others = [other for other in self._texts_of(seen) if other != name and not self._may_be_true(name, other, seen)]
        proved = [other for other in others if self._is_proved(name, other)]
        return [*proved, *(other for other in others if other not in proved and self._is_undone(other, seen))]

    def _is_proved(self, name: str, other: str) -> bool:
        """Whether a program passes a test that the other one fails: then what goes wrong in the other does not go wrong in it."""
        if name not in self._mistakes:
            return True  # a right answer passes them all
        own, others = self._rejections.of(name), self._rejections.of(other)
        return own is not None and others is not None and bool(others - own)

    def _is_undone(self, other: str, seen: Shown) -> bool:
        """Whether a program has all lines of the right answer that the other mistake changes. Then its explanation is of what is not there,
        and that the two give different answers is what `check` proves of every two mistakes."""
        also = self._shown[other]
        return also is not None and also.right.lines == seen.right.lines and not also.touched & seen.touched

    def _may_be_true(self, name: str, other: str, seen: Shown) -> bool:
        """Whether an explanation says much the same as that of the bug, or is of an edit that is a part of it: a program may do all that
        the other does, and pass its tests because it does more."""
        if name not in self._mistakes:
            return False
        also = self._shown[other]
        if also is not None and seen.does_all_of(also):
            return True
        says = are_alike(self._mistakes[name].says, self._mistakes[other].says)
        return says or are_alike(self._texts[name], self._texts[other])

    def _candidate(self, mistake: Mistake) -> Candidate:
        name, seen = mistake.name, self._shown[mistake.name]
        if seen is None:
            return Candidate(mistake, None)
        twins = tuple(other for other in self._of_part(seen.part) if other != name and self._is_twin(other, seen))
        others = len(self._distinct(self._false_of(name, seen)))
        asks, rejecting = self._asks[seen.part], self._rejections.of(name)
        return Candidate(mistake, seen, asks, self._texts[name], others, rejecting, self._untold, twins)

    def _is_twin(self, other: str, seen: Shown) -> bool:
        also = self._shown[other]
        return also is not None and also.wrong.lines == seen.wrong.lines

    def _shown_of(self, mistake: Mistake) -> Shown | None:
        right = self._right.get(mistake.base)
        return shown(right, Code.of(mistake.source), self._asks) if right else None

    def _text_of(self, mistake: Mistake) -> str:
        seen = self._shown[mistake.name]
        return choice_text(mistake.says, mistake.choice, seen.removed, seen.added) if seen else ""


def _right_answers(exercise: Exercise) -> Iterator[tuple[str, Code]]:
    files: list[tuple[str, Path]] = [(SOLUTION, exercise.solution), *((f"also_right/{file.stem}", file) for file in exercise.also_right)]
    for name, file in files:
        yield name, Code.of(code_of(file, exercise.solution_folder))


def _number(*parts: object) -> int:
    """A number that looks drawn, and is the same in each process."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")
