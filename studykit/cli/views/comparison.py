"""`studykit stats --compare`: one and the same history under both schedulers, side by side; apart, for it folds the log twice."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.memory.scheduler import SchedulerName
from studykit.progress.fold import ItemMemory
from studykit.progress.forecast import forecast
from studykit.progress.refold import fold_log
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.schedules import schedule_json

MOST_ITEMS = 20
SCHEDULERS = [name.value for name in SchedulerName]

Sides = Mapping[str, Sequence[ItemMemory]]


def compare(here: Desk, as_json: bool) -> None:
    """Show what is due in the next 30 days and the interval of each item under each scheduler; MissingPackage without `fsrs`."""
    today = here.day(moment(None))
    numbers = _numbers(here, _both(here), today)
    if as_json:
        print_json(numbers)
        return
    if not numbers["items"]:
        say("Nothing to compare yet: nothing has been reviewed.")
        return
    for line in [*_days(numbers["due_by_day"]), "", *_intervals(numbers["items"]), "", *_honestly(here.settings.scheduler)]:
        say(line)


def _both(here: Desk) -> Sides:
    """What is known of each item that the packs have, under each scheduler."""
    schedulers = [here.scheduler_named(name) for name in SCHEDULERS]  # before the log is opened: a package may be missing
    with here.store() as store, store.reading() as connection:
        folded = {each.name: map(ItemMemory.from_row, fold_log(connection, store.under(each))) for each in schedulers}
        return {name: [memory for memory in memories if here.library.has(memory.item)] for name, memories in folded.items()}


def _numbers(here: Desk, sides: Sides, today: date) -> dict[str, Any]:
    due = {name: {due.day: due.all for due in forecast(memories, today)} for name, memories in sides.items()}
    pairs = zip(*sides.values(), strict=True)
    return {
        "in_use": here.settings.scheduler,
        "fsrs_retention": here.settings.fsrs_retention,
        "due_by_day": [{"day": day.isoformat(), **{name: due[name][day] for name in sides}} for day in next(iter(due.values()))],
        "items": [_item(dict(zip(sides, pair, strict=True))) for pair in pairs if any(memory.reviews for memory in pair)],
    }


def _item(memories: Mapping[str, ItemMemory]) -> dict[str, Any]:
    """A pass counts as a review only from its due day on, so even the number of reviews can differ."""
    schedules = {name: {"reviews": memory.reviews, **(schedule_json(memory) or {})} for name, memory in memories.items()}
    return {"item": next(iter(memories.values())).item, **schedules}


def _days(due_by_day: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [f"Due in the next {len(due_by_day)} days, by the same answers under each scheduler; overdue counts as today"]
    lines += [_row("day", SCHEDULERS)]
    lines += [_row(due["day"], [due[name] for name in SCHEDULERS]) for due in due_by_day]
    return [*lines, _row("all", [sum(due[name] for due in due_by_day) for name in SCHEDULERS])]


def _intervals(items: Sequence[Mapping[str, Any]]) -> list[str]:
    differing = sorted(items, key=lambda item: (-_ratio(item), item["item"]))[:MOST_ITEMS]
    shown = f"; the {len(differing)} that differ most of {len(items)}, --json has all" if len(differing) < len(items) else ""
    lines = [f"Intervals in days of the same items{shown}", _row("reviews", SCHEDULERS, "item")]
    return [*lines, *(_row(_reviews(item), [_interval(item, name) for name in SCHEDULERS], item["item"]) for item in differing)]


def _reviews(item: Mapping[str, Any]) -> int:
    return max(int(item[name]["reviews"]) for name in SCHEDULERS)


def _interval(item: Mapping[str, Any], name: str) -> int:
    return int(item[name].get("interval_days", 0))


def _ratio(item: Mapping[str, Any]) -> float:
    """How many times one interval is the other."""
    shortest, longest = sorted(max(1, _interval(item, name)) for name in SCHEDULERS)
    return longest / shortest


def _row(first: object, numbers: Sequence[object], last: str = "") -> str:
    return f"{first!s:<10}{''.join(f'{number!s:>7}' for number in numbers)}  {last}".rstrip()


def _honestly(in_use: str) -> list[str]:
    return [
        f"In use is {in_use}. Every answer was given on a day that the scheduler of that time had chosen; how you would",
        "have answered on the other's days is not in the log, so this does not say which of the two is better for you.",
    ]
