"""Which kinds of bugs are missed: the hunts in effect, by the card that names the idea of what was shown."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from studykit.memory.hunting import FOUND, NO_BUG
from studykit.memory.schedule import LOWEST_RECALL
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import CARDS, MISTAKE, Event, Kind, decode
from studykit.progress.practice import group_of
from studykit.progress.store import Store

_DONE = f"""
    SELECT id, at, day, device, kind, item, data FROM event
    WHERE item BETWEEN '{HUNT_PREFIX}' AND '{HUNT_PREFIX}~' AND kind = '{Kind.REVIEWED}' AND id NOT IN (SELECT event FROM undone)
"""


@dataclass(slots=True)
class BugKind:
    """How often bugs of an idea were met, found without help, and missed; `card` names the idea, "" is a program without a bug."""

    card: str
    met: int = 0
    found: int = 0
    missed: int = 0


def bug_kinds(store: Store, groups: Collection[str] = ()) -> list[BugKind]:
    """Return the kinds met, of some topics or of all, the most missed first, as a number and then as a share."""
    kinds: dict[str, BugKind] = defaultdict(lambda: BugKind(""))
    with store.reading() as connection:
        events = [decode(row) for row in connection.execute(_DONE)]
    for event in events:
        if not groups or group_of(event.item) in groups:
            for card in _ideas(event):
                kind = kinds[card]
                kind.card = card
                kind.met += 1
                kind.found += event.data["quality"] >= FOUND
                kind.missed += event.data["quality"] < LOWEST_RECALL
    return sorted(kinds.values(), key=lambda kind: (-kind.missed, -kind.missed / kind.met, -kind.met, kind.card))


def _ideas(event: Event) -> tuple[str, ...]:
    """The cards of what was shown; none where a script recorded a hunt without saying what it showed."""
    if event.data.get(MISTAKE) == NO_BUG:
        return ("",)
    return tuple(dict.fromkeys(card for card in event.data.get(CARDS, ()) if isinstance(card, str)))
