"""`%review`: opens the log and today's cards, and asks with buttons or by text."""

from collections.abc import Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any

from IPython.display import display

from studykit.installing import install_command
from studykit.notebook.asking import ask
from studykit.notebook.card_html import said_html
from studykit.notebook.output import Output, notice
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.review.choice import chosen_scope
from studykit.study.review.session import ReviewSession
from studykit.study.review.summary import backlog_notice, closing_lines

CLOSE = "_studykit_review"  # on the shell: closes the log of the review whose buttons still stand there


def review_in(shell: Any, here: Desk, decks: Sequence[str], tags: Sequence[str], new: int | None, plain: bool) -> Output | None:
    """Ask today's cards; with buttons this returns at once. Raises StudykitError."""
    getattr(shell, CLOSE, lambda: None)()
    scope = chosen_scope(here, decks, tags, new)
    with ExitStack() as opened:
        store = opened.enter_context(here.store())
        session = ReviewSession(store, here.library, scope, lambda: moment(None))
        if backlog := backlog_notice(session.plan, scope):
            notice(backlog)
        if plain or not has_widgets():
            ask(session, here.library)
            lines = list(closing_lines(session, store, here.library, scope))
            return Output(said_html(lines), "\n".join(lines))
        from studykit.notebook.panel import ReviewPanel  # optional: ipywidgets

        panel = ReviewPanel(session, here.library, lambda: list(closing_lines(session, store, here.library, scope)))
        later = opened.pop_all()  # the log stays open as long as the buttons are there
        panel.when_done = later.close
        setattr(shell, CLOSE, panel.end)
        display(panel.widget)
    return None


def has_widgets() -> bool:
    """Whether there are buttons; if not, how to get them is told."""
    if find_spec("ipywidgets") is not None:
        return True
    notice(f"buttons need ipywidgets: run `{install_command('notebook')}`.")
    return False
