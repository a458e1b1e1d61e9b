"""A hunt that is told line by line: in a pipe, and on a terminal without a cursor."""

from collections.abc import Sequence

from studykit.cli.hunting.hunt_keys import LETTERS, Word, read
from studykit.cli.terminal.keys import RESUMED, Keys
from studykit.cli.terminal.out import say
from studykit.study.hunting.hunt_sayings import ASKS
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries

HINTS = {
    Stage.LINE: "its number, or of the one before or after a missing line; 0: nothing is wrong; g: give up; ?: help",
    Stage.REASON: "a to {last}; g: give up; ?: help",
}


class LineByLine:
    """The same as a page, always further down."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._now: HuntNow | None = None
        self._stage: Stage | None = None

    def open(self, now: HuntNow, heading: str, tries: Tries, said: Sequence[str]) -> None:
        """Print a hunt; what was said before it stands there already."""
        self._now = now
        say()
        say(heading)
        say()
        say(now.hunt.asks)
        say()
        for number, line in enumerate(now.hunt.program, now.hunt.first_line):
            say(f"{number:>3}  {line}".rstrip())
        self._stage = None
        self._ask(tries)

    def tell(self, tries: Tries, said: list[str]) -> None:
        """Print what to say of the last try, and what is asked next."""
        for line in said:
            say(line)
        self._ask(tries)

    def note(self, lines: list[str]) -> None:
        """Print something else."""
        for line in lines:
            say(line)

    def wait(self, text: str) -> None:
        """Nobody watches."""

    def close(self) -> None:
        """What was printed stays."""

    def ask(self) -> "int | Word":
        """The line, the number of the explanation, or a word."""
        assert self._now is not None
        assert self._stage is not None
        while True:
            line = self._keys.line()
            if line == RESUMED or not line.strip():
                say(f"{ASKS[self._stage]} ({self._hint()})")
                continue
            if (found := read(line, self._stage)) is not None:
                return found
            say(f"{line.strip()!r} is no answer here: {self._hint()}.")

    def _ask(self, tries: Tries) -> None:
        assert self._now is not None
        is_new, self._stage = tries.stage is not self._stage, tries.stage
        if tries.stage is Stage.DONE:
            return
        if tries.stage is Stage.REASON and is_new:
            say()
            for letter, text in zip(LETTERS, self._now.hunt.choices, strict=False):
                say(f"{letter}) {text}")
        say()
        say(f"{ASKS[tries.stage]} ({self._hint()})")

    def _hint(self) -> str:
        assert self._now is not None
        assert self._stage is not None
        return HINTS[self._stage].format(last=LETTERS[max(0, len(self._now.hunt.choices) - 1)])
