"""`%hunt`: opens the log and today's bug hunts, and asks with buttons or by text."""

from contextlib import ExitStack
from time import monotonic
from typing import Any

from IPython.core.error import StdinNotImplementedError
from IPython.display import display

from studykit.errors import StudykitError
from studykit.notebook.card_html import said_html
from studykit.notebook.hunt_html import choices_html, choices_text, ending_html, ending_text, program_html, program_text
from studykit.notebook.output import Output
from studykit.notebook.reviewing import CLOSE, has_widgets
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hunting.closing import closing_lines
from studykit.study.hunting.evidence import Evidence
from studykit.study.hunting.hunt_sayings import ASKS, comes_back, effects
from studykit.study.hunting.judging import judge
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.opening import hunt_item
from studykit.study.hunting.tries import Stage, Tries
from studykit.study.review.agenda import scope_of, todays_hunts
from studykit.study.review.sayings import UNDO_SAYS
from studykit.study.review.session import ReviewSession

WAYS = {Stage.LINE: "its number, or of the one before or after a missing line; 0: nothing is wrong", Stage.REASON: "a, b, c …"}
GIVE_UP_IN_CAPITALS = ("G", ":G")  # a slip: what it would give up is recorded
COMMANDS = ":g give up, :u undo, :q quit"


def hunt_in(shell: Any, here: Desk, id: str | None, plain: bool) -> Output | None:
    """Ask today's hunts, or the one named; with buttons this returns at once. Raises StudykitError."""
    getattr(shell, CLOSE, lambda: None)()
    with ExitStack() as opened:
        store = opened.enter_context(here.store())
        named = hunt_item(here.library, store, id) if id else None
        scope = scope_of(here.settings)
        items = [named] if named else todays_hunts(store, here.library, here.today, scope).items
        session = ReviewSession(store, here.library, scope, lambda: moment(None), hunts=items, has_cards=False)

        def closing() -> list[str]:
            return list(closing_lines(here, store, session, named))

        if plain or not items or not has_widgets():
            _ask_all(here, session)
            return Output(said_html(closing()), "\n".join(closing()))
        from studykit.notebook.hunt_panel import HuntPanel  # optional: ipywidgets

        panel = HuntPanel(here, session, closing)
        later = opened.pop_all()  # the log stays open as long as the buttons are there
        panel.when_done = later.close
        setattr(shell, CLOSE, panel.end)
        display(panel.widget)
    return None


def _ask_all(here: Desk, session: ReviewSession) -> None:
    try:
        while (now := session.hunt()) is not None and _hunt(here, session, now):
            pass
    except (EOFError, KeyboardInterrupt):
        return
    except StdinNotImplementedError:
        raise StudykitError("this notebook takes no input; `studykit hunt` in a terminal asks bug hunts.") from None


def _hunt(here: Desk, session: ReviewSession, now: HuntNow) -> bool:
    """Ask one hunt; whether to go on."""
    began, tries, evidence = monotonic(), Tries(now.hunt), Evidence(here, now)
    display(Output(program_html(now, tries), program_text(now)))
    while tries.stage is not Stage.DONE:
        line = input(f"{ASKS[tries.stage]} ({WAYS[tries.stage]}; {COMMANDS}): ").strip()
        line = line if line in GIVE_UP_IN_CAPITALS else line.lower()
        if line in (":q", "q"):
            return False
        if line in (":u", "u"):
            undone, what = session.undo()
            _say(UNDO_SAYS[undone].format(what))
            return True
        before = tries.stage
        tries = tries.give_up() if line in (":g", "g") else _tried(tries, line, evidence)
        if tries.stage is Stage.REASON and before is not Stage.REASON:
            display(Output(choices_html(tries), choices_text(now)))
    recorded = session.hunted(now, tries, monotonic() - began)
    display(Output(ending_html(now), ending_text(now)))
    if recorded is not None:
        _say("\n".join([comes_back(tries, recorded.due, session.today), *effects(recorded.effects)]))
    return True


def _tried(tries: Tries, line: str, evidence: Evidence) -> Tries:
    letters = "abcd"
    if tries.stage is Stage.REASON and len(line) == 1 and line in letters:
        answer = letters.index(line)
    elif line.isascii() and line.isdecimal():
        answer = int(line) - (tries.stage is Stage.REASON)
    else:
        _say(f"{line!r} is no answer here: {WAYS[tries.stage]}.")
        return tries
    tries, _, said = judge(tries, answer, evidence)
    for sentence in said:
        _say(sentence)
    return tries


def _say(line: str) -> None:
    display(Output(said_html([line]), line))
