"""The arithmetic of a due date, event by event, as lines and as an object."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from studykit.memory.scheduler import Scheduler
from studykit.progress.events import Event, Kind
from studykit.progress.fold import Counted, ItemMemory, history, in_effect
from studykit.study.phrases import days, when
from studykit.study.schedules import schedule_json

HAPPENED = {
    Kind.NUDGED: "nudged: a failed test, or homework of a class, pointed at this card; due that day",
    Kind.POSTPONED: "postponed: due {due}",
    Kind.BURIED: "buried: not asked that day",
    Kind.SUSPENDED: "suspended: not asked until it is resumed",
    Kind.RESUMED: "resumed",
}


def why_lines(item: str, memory: ItemMemory | None, events: Sequence[Event], today: date, scheduler: Scheduler) -> list[str]:
    """The arithmetic of each review of an item, and what else moved its due date, then when it is due; `review` shows the same."""
    told = {review.event.id: _review_line(review) for review in history(events, scheduler)}
    told |= {event.id: f"{event.day}  {HAPPENED[event.kind].format(**event.data)}" for event in in_effect(events) if event.kind in HAPPENED}
    lines = [told[id] for id in sorted(told)]
    if memory is None or memory.due is None:
        return [*lines, f"{item} has no due date yet: it has not been reviewed."]
    suspended = "; it is suspended, so it is not asked" if memory.suspended else ""
    is_due = "was due" if memory.due < today else "is due"
    return [*lines, f"{item} {is_due} {when(memory.due, today)}, interval {days(memory.interval_days)}{suspended}."]


def _review_line(review: Counted) -> str:
    step = review.step
    return f"{review.event.day}  quality {step.quality}: {step.words}; due {review.due}"


def why_json(item: str, memory: ItemMemory | None, events: Sequence[Event], scheduler: Scheduler) -> dict[str, Any]:
    """What `why --json` prints."""
    happened = [event for event in in_effect(events) if event.kind in HAPPENED]
    return {
        "item": item,
        "scheduler": scheduler.name,
        "schedule": schedule_json(memory),
        "steps": [_review_json(review) for review in history(events, scheduler)],
        "nudged": [event.day.isoformat() for event in happened if event.kind is Kind.NUDGED],
        "happened": [_happened_json(event) for event in happened],
    }


def _happened_json(event: Event) -> dict[str, Any]:
    due = {"due": event.data["due"]} if event.kind is Kind.POSTPONED else {}
    return {"day": event.day.isoformat(), "kind": event.kind.value, **due}


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
