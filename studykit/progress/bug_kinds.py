"""Which kinds of bugs are missed, by the card that names the idea of what was shown, and which explanations are confused."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from studykit.memory.hunting import FOUND, NO_BUG
from studykit.memory.schedule import LOWEST_RECALL
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import CARDS, CHOSEN, MISTAKE, Event, Kind, decode
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


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the explanation of a mistake was `chosen` for the bug of a hunt, which was that of another `mistake`."""

    exercise: str
    mistake: str
    chosen: str
    times: int


def bug_kinds(store: Store, groups: Collection[str] = ()) -> list[BugKind]:
    """Return the kinds met, of some topics or of all, the most missed first, as a number and then as a share."""
    kinds: dict[str, BugKind] = defaultdict(lambda: BugKind(""))
    for event in _done(store, groups):
        for card in _ideas(event):
            kind = kinds[card]
            kind.card = card
            kind.met += 1
            kind.found += event.data["quality"] >= FOUND
            kind.missed += event.data["quality"] < LOWEST_RECALL
    return sorted(kinds.values(), key=lambda kind: (-kind.missed, -kind.missed / kind.met, -kind.met, kind.card))


def confusions(store: Store, groups: Collection[str] = ()) -> list[Confusion]:
    """Return which explanations were given for which bugs, of some topics or of all, the most frequent first."""
    found: Counter[tuple[str, str, str]] = Counter()
    for event in _done(store, groups):
        exercise = store.now_called(event.item).removeprefix(HUNT_PREFIX)
        mistake, chosen = event.data.get(MISTAKE), event.data.get(CHOSEN)
        names = chosen if isinstance(mistake, str) and isinstance(chosen, list) else []
        found.update((exercise, str(mistake), name) for name in names if isinstance(name, str))
    return [Confusion(*pair, times) for pair, times in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def _done(store: Store, groups: Collection[str]) -> Iterator[Event]:
    with store.reading() as connection:
        events = [decode(row) for row in connection.execute(_DONE)]
    return (event for event in events if not groups or group_of(event.item) in groups)


def _ideas(event: Event) -> tuple[str, ...]:
    """The cards of what was shown; none where a script recorded a hunt without saying what it showed."""
    if event.data.get(MISTAKE) == NO_BUG:
        return ("",)
    return tuple(dict.fromkeys(card for card in event.data.get(CARDS, ()) if isinstance(card, str)))
