"""What a hunt that is done leaves in the log: its review, and what that does to its exercise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from studykit.progress.events import CARDS, CHOSEN, MISTAKE, Draft, Event
from studykit.progress.store import Store
from studykit.study.hunt_effects import hunt_drafts
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Tries

MOST_SECONDS = 3600


@dataclass(frozen=True)
class Recorded:
    """A hunt in the log; `due` is the day of the next one, `effects` what came with it."""

    event: Event
    quality: int
    due: date | None
    effects: tuple[Draft, ...]


def record_hunt(store: Store, now: HuntNow, tries: Tries, seconds: float, at: datetime) -> Recorded:
    """Record a hunt that is done."""
    drafts = hunt_drafts(store, now.item, _data(now, tries, seconds), at)
    event, *_ = store.record_all(drafts, at)
    memory = store.memory(now.item)
    return Recorded(event, tries.quality, memory.due if memory else None, tuple(drafts[1:]))


def _data(now: HuntNow, tries: Tries, seconds: float) -> dict[str, Any]:
    confused = [now.hunt.explains[number] for number in tries.reasons if number != now.hunt.right]
    return {
        "quality": tries.quality,
        MISTAKE: now.mistake,
        CARDS: list(now.hunt.cards),
        **({CHOSEN: confused} if confused else {}),
        "seconds": min(MOST_SECONDS, round(seconds, 1)),
        "line_tries": len(tries.lines),
        "reason_tries": len(tries.reasons),
        "helps": len(tries.told),
    }
