"""What a day holds: what is due, what is in progress, what to do next."""

from datetime import date
from pathlib import Path
from typing import Any

from studykit.memory.curriculum import choose
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.status import stages


def facts_of(here: Desk, store: Store, day: date) -> dict[str, Any]:
    """The numbers of a study day as one object, which `studykit --json` prints."""
    due = [memory.item for memory in store.due(day) if here.library.has(memory.item)]
    met = {memory.item for memory in store.all_memory() if memory.reviews or memory.suspended or memory.due}
    unmet = sum(card.item not in met for card in here.library.cards.values())
    room = max(0, here.settings.new_cards_a_day - store.introduced_on(day))
    choice = choose(stages(here.library, store), day)
    at_work = [workspace for workspace in store.workspaces() if here.library.has(workspace.item) and Path(workspace.file).is_file()]
    return {
        "day": day.isoformat(),
        "due": {"cards": sum(item.startswith("card:") for item in due), "exercises": sum(item.startswith("exercise:") for item in due)},
        "new_cards": min(room, unmet),
        "in_progress": [{"exercise": workspace.item.partition(":")[2], "file": workspace.file} for workspace in at_work],
        "next": choice[0] if choice else None,
        "in_the_future": len(store.in_the_future(moment(None))),
    }
