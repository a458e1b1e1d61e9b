"""History that no exercise or card claims: of a pack that is not here now, or of an item that was renamed without an alias."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from studykit.content.nearest import nearest
from studykit.content.pack import Library
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store
from studykit.study.finding import Finding

MOST_NAMED = 10
FEW = 3  # items without a history in the same deck: one of so few is likely the one that was renamed


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """An item of the log that is not here, and the items without a history that it may be now, the nearest first."""

    item: str
    reviews: int
    last: date | None
    candidates: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For `doctor --json`."""
        last = self.last.isoformat() if self.last else None
        return {"item": self.item, "reviews": self.reviews, "last": last, "candidates": list(self.candidates)}


def unclaimed(store: Store, library: Library) -> list[Unclaimed]:
    """Return what the log knows and no pack or deck has, by item."""
    known = [memory for memory in store.all_memory() if not memory.item.startswith(HUNT_PREFIX)]  # a hunt goes with its exercise
    met = {memory.item for memory in known}
    items = [f"exercise:{id}" for id in library.exercises] + [f"card:{id}" for id in library.cards]
    items = [item for item in items if item not in met]
    return [Unclaimed(one.item, one.reviews, one.last, _candidates(one, items)) for one in known if not library.has(one.item)]


def findings(found: list[Unclaimed], library: Library, decks: Path) -> list[Finding]:
    """What `doctor` says of them. None is a fault: a pack that is not here keeps its history until it is back."""
    said = [Finding("history", True, _says(one, library, decks)) for one in found[:MOST_NAMED]]
    more = len(found) - len(said)
    return [*said, Finding("history", True, f"and {more} more without an item; `studykit doctor --json` lists all")] if more else said


def _candidates(memory: ItemMemory, items: list[str]) -> tuple[str, ...]:
    kind, _, id = memory.item.partition(":")
    same_kind = [item for item in items if item.startswith(f"{kind}:")]
    near = nearest(memory.item, same_kind)
    beside = [item for item in same_kind if item.startswith(f"{kind}:{id.rpartition('/')[0]}/")]
    return tuple(dict.fromkeys([*near, *(beside if len(beside) <= FEW else ())]))


def _says(one: Unclaimed, library: Library, decks: Path) -> str:
    reviews = "1 review" if one.reviews == 1 else f"{one.reviews} reviews"
    gone = f"{one.item} ({reviews}) is in no pack or deck that is here"
    if not one.candidates:
        return f"{gone}; its history is kept"
    owned = [item for item in one.candidates if item.startswith("card:") and library.card(item).file.parent.resolve() == decks.resolve()]
    is_sure = len(one.candidates) == 1
    alias = f"its pack should say so, `aliases: [{one.item.partition(':')[2]}]`"
    way = f"`studykit rename {one.item} {owned[0] if is_sure else 'NEW'}`" if owned else alias
    return f"{gone}. Was it renamed to {' or '.join(one.candidates)}? Then {way}"
