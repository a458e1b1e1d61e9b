"""The talk of one hunt: shows it, takes tries and words until it is done, and says what was recorded."""

from collections.abc import Sequence
from time import monotonic
from typing import Protocol

from studykit.cli.hunting.hunt_keys import ASIDES, KEYS, Word
from studykit.cli.hunting.line_by_line import LineByLine
from studykit.cli.reviewing.screen import SEPARATOR, Screen
from studykit.cli.terminal.keys import Keys, PipeKeys, PromptingKeys
from studykit.cli.terminal.out import say
from studykit.cli.views.show import is_unicode
from studykit.progress.store import Store
from studykit.study.desk import Desk
from studykit.study.hunting.evidence import Evidence
from studykit.study.hunting.hunt_sayings import comes_back, effects, outcome
from studykit.study.hunting.judging import judge
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries
from studykit.study.phrases import read_on
from studykit.study.review.sayings import REDO_SAYS, UNDO_SAYS
from studykit.study.review.session import ReviewSession

WAITING = "Running the hidden tests …"


class View(Protocol):
    """Where a hunt is shown, and where its answers come from."""

    def open(self, now: HuntNow, heading: str, tries: Tries, said: Sequence[str]) -> None: ...

    def tell(self, tries: Tries, said: list[str]) -> None: ...

    def note(self, lines: list[str]) -> None: ...

    def wait(self, text: str) -> None: ...

    def ask(self) -> "int | Word": ...

    def close(self) -> None: ...


class HuntTalk:
    """Talks through the hunts of a session, one a call."""

    def __init__(self, here: Desk, store: Store, session: ReviewSession, keys: Keys, screen: Screen) -> None:
        self._here, self._store, self._session, self._keys, self._screen = here, store, session, keys, screen
        self._is_piped = isinstance(keys, PipeKeys)
        self._said: list[str] = []  # of what was done between two hunts, to be read beside the next
        self._view = _view(keys, screen)

    def hold(self, now: HuntNow) -> Word | None:
        """Hold one hunt to its end, or until a word leaves it, which is obeyed and returned."""
        began = monotonic()
        evidence = Evidence(self._here, now)
        try:
            tries = self._tries(now, evidence)
        finally:
            self._view.close()
            evidence.close()
        if isinstance(tries, Word):
            return self._obey(tries, now)
        return self._done(now, tries, monotonic() - began)

    def _tries(self, now: HuntNow, evidence: Evidence) -> "Tries | Word":
        tries = Tries(now.hunt)
        self._view.open(now, _heading(now), tries, self._said)
        self._said = []
        if not self._is_piped and self._here.settings.server_idle_minutes:
            evidence.begin()  # while the learner reads; a server of one's own would be started for nothing, mostly
        while tries.stage is not Stage.DONE:
            answer = self._view.ask()
            if answer is Word.GIVE_UP:
                tries = tries.give_up()
                self._view.tell(tries, [])
            elif isinstance(answer, Word) and answer in ASIDES:
                self._aside(answer, now, tries)
            elif isinstance(answer, Word):
                return answer
            else:
                tries, _, said = judge(tries, answer, evidence, lambda: self._view.wait(WAITING))
                self._view.tell(tries, said)
        return tries

    def _done(self, now: HuntNow, tries: Tries, seconds: float) -> Word | None:
        from studykit.cli.hunting.ending import Ending  # start-up time: the hunt is on the screen first

        recorded = self._session.hunted(now, tries, seconds)
        ending = Ending(self._here, self._store, self._keys, self._screen, now, tries)
        ending.show()
        if recorded is None:
            self._screen.say(f"not recorded {now.item}: it was hunted or suspended elsewhere meanwhile")
            return None
        if self._is_piped:
            say(f"{outcome(tries)}.\nrecorded {now.item} {recorded.quality}, due {recorded.due}")
        else:
            self._screen.say(comes_back(tries, recorded.due, self._session.today))
        for line in effects(recorded.effects):
            self._screen.say(line)
        word = None if self._is_piped else ending.ask(self._session.read_ahead)
        return self._obey(word, now) if word else None

    def _obey(self, word: Word, now: HuntNow) -> Word:
        if said := self._obeyed(word, now):
            self._said = [said]
            self._screen.say(said)
        return word

    def _obeyed(self, word: Word, now: HuntNow) -> str:
        if word is Word.SUSPEND:
            self._session.suspend(now)
            return f"suspended {now.item}; u brings it back"
        if word is Word.BURY:
            self._session.bury(now)
            return f"buried {now.item} for today; u brings it back"
        if word is Word.UNDO:
            undone, what = self._session.undo()
            return UNDO_SAYS[undone].format(what)
        if word is Word.REDO:
            redone, what = self._session.redo()
            return REDO_SAYS[redone].format(what)
        return ""

    def _aside(self, word: Word, now: HuntNow, tries: Tries) -> None:
        if word is Word.FLAG:
            is_flagged = self._session.flag(now)
            self._view.tell(tries, [f"{'Flagged' if is_flagged else 'Unflagged'} {now.item}."])
        elif word is Word.LINK:
            self._view.tell(tries, [read_on(now.exercise.see) or "This exercise has no link."])
        else:
            self._view.note(self._why(now) if word is Word.WHY else list(KEYS))

    def _why(self, now: HuntNow) -> list[str]:
        from studykit.cli.views.why_view import why_lines  # start-up time: few ask

        memory, events = self._session.events(now)
        return list(why_lines(now.item, memory, events, self._session.today, self._here.scheduler))


def _view(keys: Keys, screen: Screen) -> View:
    if screen.console is None or isinstance(keys, PipeKeys | PromptingKeys):
        return LineByLine(keys)
    from studykit.cli.hunting.page_keys import InPlace  # start-up time: a pipe needs no rich

    return InPlace(keys, screen.console)


def _heading(now: HuntNow) -> str:
    place = [f"{now.number} of {now.total}"] if now.total > 1 else []
    return (SEPARATOR if is_unicode() else " - ").join((*place, "bug hunt", now.exercise.id))
