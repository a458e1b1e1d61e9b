"""The arithmetic of a due date, event by event, as lines and as an object."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from studykit.memory.scheduler import Scheduler
from studykit.progress.events import REASON, Event, Kind
from studykit.progress.fold import Counted, ItemMemory, history, in_effect
from studykit.study.hunt_effects import HUNT_FOUND, HUNT_MISSED
from studykit.study.own_mistakes import MISTAKE_MADE
from studykit.study.phrases import days, when
from studykit.study.schedules import schedule_json

# Of what came for a reason, what is said instead.
BECAUSE = {
    HUNT_MISSED: "nudged: a bug in it was missed twice in a row; due that day",
    HUNT_FOUND: "postponed: a bug in it was found; not due before {due}",
    MISTAKE_MADE: "nudged: you made a mistake of this kind; due that day",
}
HAPPENED = {
    Kind.NUDGED: "nudged: a failed test, or homework of a class, pointed at this card; due that day",
    Kind.POSTPONED: "postponed: due {due}",
    Kind.BURIED: "buried: not asked that day",
    Kind.SUSPENDED: "suspended: not asked until it is resumed",
    Kind.RESUMED: "resumed",
}


def why_lines(
    item: str, memory: ItemMemory | None, events: Sequence[Event], today: date, scheduler: Scheduler, opened: date | None = None
) -> list[str]:
    """The arithmetic of each review of an item, and what else moved its due date, then when it is due; `review` shows the same. `opened` is
    the day of the pass with which hunts began."""
    told = {review.event.id: _review_line(review) for review in history(events, scheduler, opened)}
    told |= {event.id: f"{event.day}  {_happened(event)}" for event in in_effect(events) if event.kind in HAPPENED}
    begun = [] if opened is None else [f"{opened}  the exercise was passed: its first hunt comes on the next day"]
    lines = [*begun, *(told[id] for id in sorted(told))]
    if memory is None or memory.due is None:
        return [*lines, f"{item} has no due date yet: it has not been reviewed."]
    suspended = "; it is suspended, so it is not asked" if memory.suspended else ""
    is_due = "was due" if memory.due < today else "is due"
    return [*lines, f"{item} {is_due} {when(memory.due, today)}, interval {days(memory.interval_days)}{suspended}."]


def _happened(event: Event) -> str:
    return BECAUSE.get(event.data.get(REASON, ""), HAPPENED[event.kind]).format(**event.data)


def _review_line(review: Counted) -> str:
    step = review.step
    return f"{review.event.day}  quality {step.quality}: {step.words}; due {review.due}"


def why_json(
    item: str, memory: ItemMemory | None, events: Sequence[Event], scheduler: Scheduler, opened: date | None = None
) -> dict[str, Any]:
    """What `why --json` prints."""
    happened = [event for event in in_effect(events) if event.kind in HAPPENED]
    return {
        "item": item,
        "scheduler": scheduler.name,
        "schedule": schedule_json(memory),
        "steps": [_review_json(review) for review in history(events, scheduler, opened)],
        "nudged": [event.day.isoformat() for event in happened if event.kind is Kind.NUDGED],
        "happened": [_happened_json(event) for event in happened],
        **({} if opened is None else {"opened": opened.isoformat()}),
    }


def _happened_json(event: Event) -> dict[str, Any]:
    due = {"due": event.data["due"]} if event.kind is Kind.POSTPONED else {}
    reason = {REASON: event.data[REASON]} if REASON in event.data else {}
    return {"day": event.day.isoformat(), "kind": event.kind.value, **due, **reason}


def _review_json(review: Counted) -> dict[str, Any]:
    step = review.step
    return {
        "day": review.event.day.isoformat(),
        "at": review.event.at.isoformat(),
        "kind": review.event.kind.value,
        "quality": step.quality,
        **step.parts,
        "interval_days": step.after.interval_days,
        "repetitions": step.after.repetitions,
        "due": review.due.isoformat(),
    }
