"""What a magic gives back: an output that is HTML where the front end shows it, and text elsewhere."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from studykit.content.html_block import block, tag, text
from studykit.content.markdown import html
from studykit.errors import StudykitError

_COMMANDS = re.compile(r"`studykit (hint|solution|plot|hunt)\b")


class Output:
    """HTML, and the same as text."""

    def __init__(self, as_html: str, as_text: str) -> None:
        self._html, self._text = as_html, as_text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def page(title: str, markdown: str, *notes: str) -> Output:
    """A title, Markdown, and what to do next."""
    faint = "".join(tag("div", "faint", html(note)) for note in notes if note)
    told = "\n\n".join([title, markdown, *filter(None, notes)])
    return Output(block(tag("p", "head", text(title)), html(markdown), faint), told)


class Typeset:
    """Markdown with formulas, which VS Code and Colab typeset in Markdown alone, and the same as text."""

    def __init__(self, markdown: str, as_text: str) -> None:
        self._markdown, self._text = markdown, as_text

    def _repr_markdown_(self) -> str:
        return self._markdown

    def __repr__(self) -> str:
        return self._text


def sentence(said: str) -> Output:
    """A sentence of Markdown."""
    return Output(block(html(said)), said)


class Told(StudykitError):
    """An error of a magic, which a notebook shows as its message alone, and which ends "Run All"."""

    def _render_traceback_(self) -> list[str]:
        return [f"studykit: {self}"]


@contextmanager
def told() -> Iterator[None]:
    """Show what a learner can do something about as one line, and so an interrupt."""
    try:
        yield
    except StudykitError as error:
        raise Told(in_magics(str(error))) from None
    except KeyboardInterrupt:
        raise Told("stopped.") from None


def in_magics(message: str) -> str:
    """A message in whose calls the magics stand for the commands."""
    return _COMMANDS.sub(r"`%\1", message)


def notice(said: str) -> None:
    """A sentence that is no error."""
    stream: Any = sys.stderr
    stream.write(f"studykit: {said}\n")
