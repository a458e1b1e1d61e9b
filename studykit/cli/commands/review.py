"""`studykit review`: today's cards, one key a grade."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import TextIOWrapper
from typing import Annotated

from studykit.cli.declared import Option, Refused, command
from studykit.cli.reviewing.hold import hold
from studykit.cli.reviewing.screen import Screen
from studykit.cli.terminal.keys import keys
from studykit.content.deck import Card
from studykit.errors import StudykitError
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.review.choice import chosen_scope

MOST_DAYS = 365


def complete_deck(incomplete: str) -> list[str]:
    """Names of decks."""
    return _completed(incomplete, lambda card: [card.deck])


def complete_tag(incomplete: str) -> list[str]:
    """Tags of cards."""
    return _completed(incomplete, lambda card: card.tags)


@command(epilog="Example: studykit review --deck optimizers --new 5")
def review(
    here: Desk,
    deck: Annotated[list[str] | None, Option("Only this deck; may be repeated.", metavar="DECK", completes=complete_deck)] = None,
    tag: Annotated[list[str] | None, Option("Only cards with this tag; may be repeated.", metavar="TAG", completes=complete_tag)] = None,
    search: Annotated[str, Option("Only cards whose id or text contains this.", metavar="TEXT")] = "",
    new: Annotated[int | None, Option("At most this many new cards today, instead of the setting.", metavar="N", min=0)] = None,
    cram: Annotated[bool, Option("All selected cards, due or not; no due date changes.")] = False,
    spread: Annotated[
        int | None, Option("First spread what exceeds the daily limit over this many days.", min=1, max=MOST_DAYS, metavar="DAYS")
    ] = None,
    no_hunts: Annotated[bool, Option("Only cards, no bug hunts.")] = False,
    at: Annotated[str | None, Option("Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
) -> None:
    """Review today's cards. Enter or Space shows the answer, 1 to 4 grade it, ? lists the keys."""
    if cram and spread:
        raise Refused("a cram changes no due date, so it has nothing to spread.", "--spread")
    scope = replace(chosen_scope(here, deck or [], tag or [], new, search), is_cram=cram)
    scope = replace(scope, hunts_a_day=0) if no_hunts else scope
    moment(at)
    _survive_any_text()
    screen = Screen()
    with here.store() as store:
        if spread:
            from studykit.study.review.spreading import spread_rest  # start-up time: needed after a break only

            screen.say(spread_rest(store, here.library, scope, here.day(moment(at)), moment(at), spread))
        with keys() as pressed:
            hold(here, store, scope, screen, pressed, at)


def _completed(incomplete: str, names: Callable[[Card], Sequence[str]]) -> list[str]:
    try:
        found = {name: None for card in Desk().library.cards.values() for name in names(card)}
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    return [name for name in found if name.startswith(incomplete)]


def _survive_any_text() -> None:
    """Let no character that the terminal cannot show, and no byte that is no text, end a review."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
