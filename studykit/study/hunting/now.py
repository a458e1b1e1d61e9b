"""Which program a hunt item shows now: a function of the log, so that undo, sync and a second look give the same."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from studykit.content.exercise import Exercise
from studykit.content.hunt import RIGHT, Hunt, Hunts
from studykit.content.pack import Library
from studykit.errors import UnknownItem
from studykit.memory.hunting import NO_BUG
from studykit.progress.events import Event, Kind
from studykit.progress.fold import in_effect
from studykit.progress.store import Store
from studykit.study.hunt_choice import next_mistake

TOKEN_LENGTH = 16


@dataclass(frozen=True)
class HuntNow:
    """A hunt to do now; `done` are the reviews of its item in effect, `number` of `total` its place among what is asked today."""

    exercise: Exercise
    item: str
    hunt: Hunt
    done: tuple[Event, ...] = field(default=(), repr=False)
    number: int = 1
    total: int = 1

    @property
    def mistake(self) -> str:
        """The name that the log keeps: that of the mistake, or NO_BUG."""
        return self.hunt.name if self.hunt.has_bug else NO_BUG

    @cached_property
    def token(self) -> str:
        """Names this hunt in this state of the log, and gives nothing away: an answer with it is to this program, and is recorded once."""
        last = self.done[-1].id if self.done else ""
        parts = (self.item, self.hunt.name, len(self.done), last, *self.hunt.program, *self.hunt.choices)
        return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:TOKEN_LENGTH]


class HuntShelf:
    """The hunts of the exercises that were looked at; what they are made of is read once, and may be read ahead."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store, self._library = store, library
        self._read: dict[str, Hunts] = {}

    def now(self, item: str, number: int = 1, total: int = 1) -> HuntNow:
        """What the item shows now. UnknownItem if no program of its exercise serves."""
        exercise, hunts, done = self._library.hunt(item).exercise, self.read(item), self.done(item)
        name = next_mistake(self._store, item, hunts.of_mistakes, hunts.serves)
        if name == NO_BUG:
            name = _without_bug(hunts.names, len(done))
        if not name:
            raise UnknownItem(f"{exercise.id} has no bug hunt: none of its mistakes serves. `studykit check --hunts` says why.")
        return HuntNow(exercise, item, hunts.hunt(name, len(done)), done, number, total)

    def shown(self, item: str, token: str) -> HuntNow | None:
        """The hunt that was shown with a token; None if its item was hunted since, or the pack changed."""
        exercise, hunts, done = self._library.hunt(item).exercise, self.read(item), self.done(item)
        found = (HuntNow(exercise, item, hunts.hunt(name, len(done)), done) for name in hunts.names)
        return next((now for now in found if now.token == token), None)

    def done(self, item: str) -> tuple[Event, ...]:
        """The hunts of an item that are in effect, in order."""
        return tuple(event for event in in_effect(self._store.events(item)) if event.kind is Kind.REVIEWED)

    def read(self, item: str) -> Hunts:
        """All hunts of an item."""
        if item not in self._read:
            self._read[item] = Hunts(self._library.hunt(item).exercise)
        return self._read[item]


def _without_bug(names: tuple[str, ...], done: int) -> str:
    """The right program that is due, or a mistake where none serves. Empty if nothing does."""
    found = [name for name in names if name.startswith(RIGHT)] or list(names)
    return found[done % len(found)] if found else ""
