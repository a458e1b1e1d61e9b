"""`studykit due`: what comes back today, for people, scripts and shell prompts."""

import sys
from datetime import date
from typing import Annotated

from studykit.cli.declared import Option, command
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import days
from studykit.study.schedules import schedule_json


@command(epilog="Example: studykit due --json")
def due(
    here: Desk,
    at: Annotated[str | None, Option("As if it were this time (ISO 8601).", metavar="TIME")] = None,
    quiet: Annotated[bool, Option("Print nothing; exit 0 if something is left to do today, 1 if not.")] = False,
    count: Annotated[bool, Option("Only how many are left to do today, for a shell prompt.")] = False,
    json: Annotated[bool, Option("An array of items with their schedules.")] = False,
) -> None:
    """Show what is due, most overdue first. --quiet and --count leave out what `review` would leave for another day."""
    today = here.day(moment(at))
    with here.store() as store:
        if quiet or count:
            _answer_briefly(_left_today(here, store, today), quiet)
        else:
            items = [memory for memory in store.due(today) if here.register.has(memory.item)]
            _show_json(items) if json else _show(items, today)


def _answer_briefly(left: int, quiet: bool) -> None:
    if quiet:
        sys.exit(0 if left else 1)
    say(str(left))


def _left_today(here: Desk, store: Store, today: date) -> int:
    if not store.due(today, limit=1):
        return 0
    from studykit.study.review.day import left_to_do  # start-up time: on most calls of a prompt nothing is due

    # What waits for a sibling or lies beyond the day's limit would nag at every prompt, and could not be done.
    return left_to_do(store, here.register, today, here.settings.reviews_a_day)


def _show_json(items: list[ItemMemory]) -> None:
    print_json([{"item": memory.item, **(schedule_json(memory) or {})} for memory in items])


def _show(items: list[ItemMemory], today: date) -> None:
    for memory in items:
        overdue = (today - memory.due).days if memory.due else 0
        say(f"{memory.item}{f'  {days(overdue)} overdue' if overdue else ''}")
    if not items:
        say("Nothing is due. `studykit review` shows new cards, `studykit next` an exercise.")
