"""One review from the notice before the first card to the summary after the last, for whoever has keys."""

from studykit.cli.reviewing.conversation import Conversation
from studykit.cli.reviewing.screen import Screen
from studykit.cli.terminal.keys import Keys
from studykit.cli.terminal.out import say
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.review.agenda import Scope
from studykit.study.review.session import ReviewSession
from studykit.study.review.summary import backlog_notice, closing_lines


def hold(here: Desk, store: Store, scope: Scope, screen: Screen, keys: Keys, at: str | None = None) -> None:
    """Ask what `scope` brings today, or as if it were `at` (ISO 8601)."""
    session = ReviewSession(store, here.library, scope, lambda: moment(at))
    if notice := backlog_notice(session.plan, scope):
        screen.say(notice)
    talk = Conversation(session, keys, screen, here.library, here.read_library)
    talk.run()
    say()
    for line in closing_lines(session, store, talk.library, scope):
        screen.say(line)
