"""`studykit due`: what comes back today, for people, scripts and shell prompts."""

import sys
from datetime import date
from typing import Annotated

from studykit.cli.declared import Option, Refused, command
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import days
from studykit.study.schedules import schedule_json


@command(epilog="Example: studykit due --json")
def due(
    here: Desk,
    at: Annotated[str | None, Option("Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    quiet: Annotated[bool, Option("Print nothing; exit 0 if something is left to do today, 1 if not.")] = False,
    count: Annotated[bool, Option("Only how many are left to do today, for a shell prompt.")] = False,
    json: Annotated[bool, Option("An array of items with their schedules.")] = False,
) -> None:
    """Show what is left to do today, most overdue first.

    What `review` leaves for another day is counted below the list; --json includes it, with the reason under `waits`.
    """
    if quiet + count + json > 1:
        raise Refused("choose one of --quiet, --count and --json.", "--quiet" if quiet else "--count")
    today = here.day(moment(at))
    here.is_prompt = quiet or count
    # For a shell prompt no pack is read before something is due.
    with here.store(packs=not here.is_prompt) as store:
        if here.is_prompt:
            _answer_briefly(_left(here, store, today), quiet)
        elif json:
            _show_json(here, store, today)
        else:
            _show(here, store, today)


def _answer_briefly(left: int, quiet: bool) -> None:
    if quiet:
        sys.exit(0 if left else 1)
    say(str(left))


def _left(here: Desk, store: Store, today: date) -> int:
    if not store.due(today, limit=1):
        return 0
    here.learn_names(store)
    from studykit.study.review.day import left_to_do  # start-up time: on most calls of a prompt nothing is due

    # What waits for a sibling or lies beyond the day's limit would nag at every prompt, and could not be done.
    return left_to_do(store, here.register, today, here.settings)


def _show_json(here: Desk, store: Store, today: date) -> None:
    from studykit.study.left_today import left_today  # start-up time, as above

    waits = left_today(here, store, today).waits
    due = [memory for memory in store.due(today) if here.register.has(memory.item)]
    rows = [{"item": memory.item, **(schedule_json(memory) or {})} for memory in due]
    print_json([{**row, "waits": waits[row["item"]]} if row["item"] in waits else row for row in rows])


def _show(here: Desk, store: Store, today: date) -> None:
    if not store.due(today, limit=1):
        say("Nothing is due. `studykit review` shows new cards, `studykit next` an exercise.")
        return
    from studykit.study.left_today import all_waiting_lines, left_today  # start-up time, as above

    left = left_today(here, store, today)
    for memory in left.due:
        overdue = (today - memory.due).days if memory.due else 0
        say(f"{memory.item}{f'  {days(overdue)} overdue' if overdue else ''}")
    if not left.due:
        say("Nothing that is due is left for today.")
    for line in all_waiting_lines(left, here.settings):
        here.notice(line)
