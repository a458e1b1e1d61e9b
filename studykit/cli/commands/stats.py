"""`studykit stats`: what has been done so far, how well it was recalled, and what comes back when."""

from typing import Annotated

from studykit.cli.decks import complete_deck, known_decks
from studykit.cli.declared import Option, Refused, command
from studykit.cli.views.show import print_json
from studykit.study.clock import moment
from studykit.study.desk import Desk


@command(epilog="Example: studykit stats --deck optimizers")
def stats(
    here: Desk,
    deck: Annotated[
        list[str] | None,
        Option("Only this deck, and the topic of its name; may be repeated.", metavar="DECK", completes=complete_deck),
    ] = None,
    compare: Annotated[bool, Option("Your history under each scheduler, side by side.")] = False,
    at: Annotated[str | None, Option("Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, Option("All numbers as an object.")] = False,
) -> None:
    """Show reviews, retention, forecast, progress and streak."""
    if compare:
        if deck or at:
            raise Refused("it shows all of your history, without --deck and --at.", "--compare")
        from studykit.cli.views.comparison import compare as show_both  # start-up time: the schedulers, for this alone

        show_both(here, json)
        return
    from studykit.study.statistics import statistics  # start-up time: --help does without

    numbers = statistics(here, here.day(moment(at)), known_decks(here.library, deck or []))
    if json:
        print_json(numbers)
        return
    from studykit.cli.views.stats_view import show_statistics  # start-up time: --json does without

    show_statistics(numbers)
