"""Where a review stands between two keys: a value, so that an undo is the value from before."""

from dataclasses import dataclass, field, replace

from studykit.memory.queue import Drill


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of this session that is in the log."""

    item: str
    quality: int
    seconds: float
    is_drill: bool


@dataclass(frozen=True, slots=True)
class State:
    """The cards of the queue still to be asked, the drill after them, and what this session did that is not undone.

    `leeches`: items with the number of lapses that made them one. `recalled`: called back by an undo, and asked again even where the
    undone review had come before its day.
    """

    waiting: tuple[str, ...]
    drill: Drill
    given: tuple[Given, ...] = ()
    leeches: tuple[tuple[str, int], ...] = ()
    flagged: tuple[str, ...] = ()
    recalled: frozenset[str] = field(default_factory=frozenset)

    @property
    def answered(self) -> int:
        return sum(not given.is_drill for given in self.given)

    def first(self) -> str | None:
        return self.waiting[0] if self.waiting else self.drill.first

    def without(self, item: str) -> "State":
        """The card is not asked again, neither in the queue nor in the drill."""
        waiting = tuple(other for other in self.waiting if other != item)
        return replace(self, waiting=waiting, drill=self.drill.without(item), recalled=self.recalled - {item})

    def recalling(self, item: str) -> "State":
        """The card is asked now, as one of the queue."""
        rest = self.without(item)
        return replace(rest, waiting=(item, *rest.waiting), recalled=rest.recalled | {item})

    def drilling(self, item: str) -> "State":
        """The card is asked first in the drill."""
        return replace(self, drill=Drill((item, *self.drill.without(item).waiting)))

    def graded(self, given: Given, leech_lapses: int = 0) -> "State":
        """The card was answered; one below 4 joins the drill, or stays in it, unless it became a leech, which is asked no more."""
        rest = self if given.is_drill else self.without(given.item)
        leeches = (*rest.leeches, (given.item, leech_lapses)) if leech_lapses else rest.leeches
        drill = self.drill.without(given.item) if leech_lapses else self.drill.graded(given.item, given.quality)
        return replace(rest, drill=drill, given=(*rest.given, given), leeches=leeches)

    def flagging(self, item: str, is_flagged: bool) -> "State":
        """The card was flagged, or its flag was taken away."""
        others = tuple(other for other in self.flagged if other != item)
        return replace(self, flagged=(*others, item) if is_flagged else others)
