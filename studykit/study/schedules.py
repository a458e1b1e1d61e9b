"""The schedule of an item as other programs read it."""

from typing import Any

from studykit.progress.fold import ItemMemory


def schedule_json(memory: ItemMemory | None) -> dict[str, Any] | None:
    """The schedule of an item in JSON; the ease as SM-2 writes it, 2.5 and not 250; FSRS adds two numbers. None before the first review."""
    if memory is None or memory.due is None:
        return None
    return {
        "due": memory.due.isoformat(),
        "interval_days": memory.interval_days,
        "ease": memory.ease / 100,
        "repetitions": memory.repetitions,
        "lapses": memory.lapses,
        **({} if memory.stability is None else {"stability": memory.stability, "difficulty": memory.difficulty}),
    }
