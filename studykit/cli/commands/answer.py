"""`studykit answer`: records one review, for scripts and editors."""

from datetime import datetime
from typing import Annotated

from studykit.cli.complete import complete_item
from studykit.cli.declared import Argument, Option, command
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import Draft, Kind
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import when
from studykit.study.review.leeches import drafts, lapses_of_a_leech
from studykit.study.schedules import schedule_json

# What a hunt did to its exercise.
_EFFECTS = {
    Kind.NUDGED: "Missed twice in a row: {item} is due.",
    Kind.POSTPONED: "{item} does not need to be written again before {due}.",
}


@command(epilog="Example: studykit answer card:optimizers/step-reads 4")
def answer(
    here: Desk,
    item: Annotated[str, Argument("card:deck/slug, exercise:topic/slug or hunt:topic/slug.", completes=complete_item)],
    quality: Annotated[int, Argument("SM-2's 0 (no idea) to 5 (at once).", min=0, max=5)],
    at: Annotated[str | None, Option("Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, Option("The item's schedule as an object.")] = False,
) -> None:
    """Record a review of an item and show its next due date. A bug hunt may make its exercise due, or put it off."""
    now = moment(at)
    item = item if here.register.has(item) else here.library.item(item).item
    with here.store() as store:
        before = store.memory(item)
        leech_lapses = lapses_of_a_leech(store, item, quality, here.settings.leech_lapses)
        if item.startswith(HUNT_PREFIX):
            answered = _of_a_hunt(store, item, quality, now)
        else:
            answered = drafts(Draft(Kind.REVIEWED, item, {"quality": quality}), leech_lapses)
        store.record_all(answered, now)
        memory = store.memory(item)
    assert memory is not None
    assert memory.due is not None
    if json:
        print_json({"item": memory.item, **(schedule_json(memory) or {})})
    else:
        if leech_lapses:
            from studykit.study.review.offers import leech_offer  # start-up time: few answers make a leech

            say(leech_offer(here.library.card(memory.item), leech_lapses, here.library))
            return
        early = "was not due: it " if before and before.due == memory.due and before.is_early(here.day(now)) else ""
        say(f"{memory.item} {early}comes back {when(memory.due, here.day(now))}{' as before' if early else ''}.")
        for also in answered[1:]:
            say(_EFFECTS[also.kind].format(item=also.item, **also.data))


def _of_a_hunt(store: Store, item: str, quality: int, now: datetime) -> list[Draft]:
    from studykit.study.hunt_effects import hunt_drafts  # start-up time: most answers are to cards
    from studykit.study.hunting.opening import check_begun

    check_begun(store, item)
    return hunt_drafts(store, item, {"quality": quality}, now)
