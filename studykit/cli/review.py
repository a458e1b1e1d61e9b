"""`studykit review`: today's cards, one key a grade."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from studykit.cli.desk import Desk, desk, moment
from studykit.cli.reviewing.agenda import Scope, due_exercises, upcoming
from studykit.cli.reviewing.conversation import Conversation
from studykit.cli.reviewing.keys import keys
from studykit.cli.reviewing.screen import Screen
from studykit.cli.reviewing.session import ReviewSession
from studykit.cli.show import when
from studykit.content.nearest import nearest
from studykit.content.pack import Library
from studykit.errors import StudykitError, UnknownItem
from studykit.progress.store import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def complete_deck(incomplete: str) -> list[str]:
    """Names of decks."""
    try:
        decks = {card.deck: None for card in Desk().library.cards.values()}
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    return [deck for deck in decks if deck.startswith(incomplete)]


@app.command(epilog="Example: studykit review --deck optimisers --new 5")
def review(
    ctx: typer.Context,
    deck: Annotated[list[str] | None, typer.Option(help="Only this deck; may be repeated.", autocompletion=complete_deck)] = None,
    new: Annotated[int | None, typer.Option(min=0, help="At most this many new cards today, in place of the setting.")] = None,
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
) -> None:
    """Review today's cards: Enter or Space shows the answer, 1 to 4 grades it, ? lists the keys."""
    here = desk(ctx)
    scope = Scope(here.settings.new_cards_a_day if new is None else new, _known(here.library, deck or []))
    moment(at)
    _survive_any_text()
    screen = Screen()
    with here.store() as store:
        session = ReviewSession(store, here.library, scope, lambda: moment(at))
        with keys() as pressed:
            Conversation(session, pressed, screen).run()
        _sum_up(session, store, here.library, scope, screen)


def _known(library: Library, decks: list[str]) -> frozenset[str]:
    known = {card.deck: None for card in library.cards.values()}
    for deck in decks:
        if deck not in known:
            near = nearest(deck, list(known))
            hint = f"did you mean {' or '.join(near)}? " if near else ""
            raise UnknownItem(f"no deck '{deck}'; {hint}`studykit list --cards` shows all cards")
    return frozenset(decks)


def _sum_up(session: ReviewSession, store: Store, library: Library, scope: Scope, screen: Screen) -> None:
    said = [f"{session.answered} reviewed", f"{session.to_go} to go"] if session.answered or session.to_go else ["No cards to review now"]
    if session.to_drill:
        said.append(f"{session.to_drill} to drill")
    if later := upcoming(store, library, session.today, scope):
        said.append(f"next due {when(later.day, session.today)}: {later.cards} card{'' if later.cards == 1 else 's'}")
    typer.echo()
    screen.say(f"{', '.join(said)}.")
    if exercises := due_exercises(store, library, session.today):
        screen.say(f"Exercises due: {', '.join(exercises)}. `studykit next` hands out the first.")


def _survive_any_text() -> None:
    """Let no character that the terminal cannot show, and no byte that is no text, end a review."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
