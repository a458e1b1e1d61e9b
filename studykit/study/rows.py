"""Every exercise and every card as a row with its status and due date: what lists show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from studykit.content.search import holds
from studykit.progress.store import Store
from studykit.study.desk import Desk
from studykit.study.status import Status, card_status, exercise_status


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `group` is the topic or the deck, `detail` the kind."""

    item: str
    group: str
    title: str
    detail: str
    difficulty: int | None
    status: Status
    due: date | None

    def as_json(self, grouped_by: str) -> dict[str, Any]:
        fields = {"item": self.item, grouped_by: self.group, "title": self.title, "kind": self.detail, "difficulty": self.difficulty}
        if self.difficulty is None:
            del fields["difficulty"]
        return {**fields, "status": self.status.value, "due": self.due.isoformat() if self.due else None}


def exercise_rows(here: Desk, store: Store, search: str = "") -> list[Row]:
    """A row for each exercise, in the curriculum's order; with `search` for those whose id, title or topic holds this term."""
    today = here.today
    known = {memory.item: memory for memory in store.all_memory()}
    at_work = {workspace.item for workspace in store.workspaces()}
    topics = {topic.slug: topic.title for topic in here.library.topics}
    rows = []
    for exercise in here.library.exercises.values():
        if search and not holds(f"{exercise.id} {exercise.title} {topics.get(exercise.topic, '')}", search):
            continue
        memory = known.get(exercise.item)
        status = exercise_status(memory, exercise.item in at_work, today)
        due = memory.due if memory else None
        rows.append(Row(exercise.item, exercise.topic, exercise.title, exercise.kind.value, exercise.difficulty, status, due))
    return rows


def card_rows(here: Desk, store: Store, search: str = "") -> list[Row]:
    """A row for each card, in the library's order; with `search` for those that hold this text."""
    today = here.today
    known = {memory.item: memory for memory in store.all_memory()}
    rows = []
    for card in here.library.cards.values():
        if search and not card.holds(search):
            continue
        memory = known.get(card.item)
        front = " ".join(card.hidden().split())
        rows.append(Row(card.item, card.deck, front, card.kind.value, None, card_status(memory, today), memory.due if memory else None))
    return rows
