"""Today's hunts one after another, or the one that is named, and what is left after the last."""

from collections.abc import Iterator

from studykit.cli.hunting.hunt_keys import Word
from studykit.cli.hunting.talk import HuntTalk
from studykit.cli.reviewing.screen import Screen
from studykit.cli.terminal.keys import Keys
from studykit.cli.terminal.out import say
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hunting.closing import closing_lines
from studykit.study.review.agenda import scope_of, todays_hunts
from studykit.study.review.session import ReviewSession


def hold(here: Desk, store: Store, named: str | None, keys: Keys, at: str | None = None) -> None:
    """Ask the hunts; `named` is the item of one that is asked whether it is due or not."""
    scope = scope_of(here.settings)
    items = [named] if named else todays_hunts(store, here.library, here.day(moment(at)), scope).items
    screen = Screen()
    session = ReviewSession(store, here.library, scope, lambda: moment(at), hunts=items, has_cards=False)
    try:
        for line in _asked(HuntTalk(here, store, session, keys, screen), session):
            screen.say(line)
    except (EOFError, KeyboardInterrupt):
        say()
    if items:
        say()
    for line in closing_lines(here, store, session, named):
        screen.say(line)


def _asked(talk: HuntTalk, session: ReviewSession) -> Iterator[str]:
    """Ask until nothing is left, or the learner quits; give what could not be asked."""
    while (now := session.hunt()) is not None and talk.hold(now) is not Word.QUIT:
        pass
    for item in session.left_out:
        yield f"left out {item}: hunted or suspended elsewhere, or no program of it serves any more"
