"""Tab in bash, which takes each colon for the end of a word: `card:opt` arrives as three words, and only `opt` is to be completed."""

import contextlib
import io
import os
from collections.abc import Callable, Sequence

from studykit.cli.terminal.out import say


def complete(app: Callable[[], object]) -> None:
    """Have the command line answer Tab for the words as they were typed, and print what bash has to put in the place of the last part."""
    text = os.environ.get("COMP_WORDS", "")
    words, current, typed = rejoined(text.split("\n" if "\n" in text else " "), int(os.environ.get("COMP_CWORD", "0")))
    os.environ.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(current))
    answer = io.StringIO()
    try:
        with contextlib.redirect_stdout(answer):
            app()
    finally:
        for line in answer.getvalue().splitlines():
            say(line.removeprefix(typed))


def rejoined(words: Sequence[str], current: int) -> tuple[list[str], int, str]:
    """The words with those that colons parted put together, the number of the current one, and what of it bash leaves as it is."""
    found: list[str] = []
    at, typed = current, ""
    for number, word in enumerate(words):
        is_parted = number > 0 and (word == ":" or words[number - 1] == ":")
        before = found.pop() if is_parted else ""
        found.append(before + word)
        if number == current:
            at = len(found) - 1
            typed = found[-1].rpartition(":")[0] + ":" if is_parted else ""
    return found, at, typed
