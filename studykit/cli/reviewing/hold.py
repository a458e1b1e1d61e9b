"""One review from the notice before the first card to the summary after the last, for whoever has keys."""

from typing import TYPE_CHECKING

from studykit.cli.reviewing.conversation import Conversation
from studykit.cli.reviewing.screen import Screen
from studykit.cli.terminal.keys import Keys, PipeKeys
from studykit.cli.terminal.out import say
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import counted
from studykit.study.review.agenda import Scope, todays_hunts
from studykit.study.review.session import ReviewSession
from studykit.study.review.summary import backlog_notice, closing_lines

if TYPE_CHECKING:
    from studykit.study.hunting.now import HuntNow


def hold(here: Desk, store: Store, scope: Scope, screen: Screen, keys: Keys, at: str | None = None) -> None:
    """Ask what `scope` brings today, or as if it were `at` (ISO 8601)."""
    # A script that answers cards knows nothing of hunts: in a pipe they are left to `studykit hunt`.
    hunts = todays_hunts(store, here.library, here.day(moment(at)), scope).items
    is_piped = isinstance(keys, PipeKeys)
    session = ReviewSession(store, here.library, scope, lambda: moment(at), None if is_piped else hunts)
    if notice := backlog_notice(session.plan, scope):
        screen.say(notice)
    talk = Conversation(session, keys, screen, here.library, here.read_library, lambda now: _hunt(here, store, session, keys, screen, now))
    talk.run()
    say()
    for line in closing_lines(session, store, talk.library, scope):
        screen.say(line)
    if is_piped and hunts:
        say(f"{counted(len(hunts), 'bug hunt')} to go today: `studykit hunt`.")


def _hunt(here: Desk, store: Store, session: ReviewSession, keys: Keys, screen: Screen, now: "HuntNow") -> bool:
    from studykit.cli.hunting.hunt_keys import Word
    from studykit.cli.hunting.talk import HuntTalk  # start-up time: the first card is on the screen before

    return HuntTalk(here, store, session, keys, screen).hold(now) is not Word.QUIT
