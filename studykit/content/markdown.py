"""The Markdown of cards, tasks and hints: CommonMark with tables, in which no letter of the source is ever lost.

HTML, entities and definitions of links are text here: an author who types `<pad>` or `&lt;` wants to see it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Deeper lists and quotes than this are no reader's; the parser would leave out what is inside of the deepest that it is told to read.
DEEPEST = 1_000
# What else stands behind a fence is part of the text.
LANGUAGES = ("python", "py", "pycon", "text", "console", "bash", "yaml", "json", "diff", "markdown")

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": False, "maxNesting": DEEPEST}).enable("table")
_markdown.disable(["entity", "reference"])


def parsed(text: str) -> list[Token]:
    """The tokens of a text; one paragraph of the text as it stands where Markdown would leave letters out, as a table does with cells that
    have no heading."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type == "fence" and (info := token.info.strip()) and info not in LANGUAGES:
            token.content, token.info = f"{info}\n{token.content}", ""
    return tokens if _letters(_told(tokens)) == _letters([text]) else _verbatim(text)


def html(text: str) -> str:
    """A text as HTML, in which what looks like HTML is text."""
    return _rendered(parsed(text))


@lru_cache(maxsize=4096)  # the pages of a class repeat the requirements of its exercises for each student
def html_inline(text: str) -> str:
    """A text of one line as HTML, without a paragraph around it."""
    tokens = _markdown.parseInline(text)
    return _rendered(tokens) if _letters(_told(tokens)) == _letters([text]) else escape(text, quote=False)


def _rendered(tokens: list[Token]) -> str:
    rendered: str = _markdown.renderer.render(tokens, _markdown.options, {})
    return rendered.strip()


def _verbatim(text: str) -> list[Token]:
    lines = text.split("\n")
    texts = [Token("text", "", 0, content=line) for line in lines]
    breaks = [Token("hardbreak", "br", 0) for _ in lines]
    children = [token for pair in zip(texts, breaks, strict=True) for token in pair][:-1]
    return [
        Token("paragraph_open", "p", 1, block=True),
        Token("inline", "", 0, content=text, children=children, block=True),
        Token("paragraph_close", "p", -1, block=True),
    ]


def _told(tokens: Iterable[Token]) -> Iterator[str]:
    """All that a reader gets to see of tokens, with the addresses of links."""
    for token in tokens:
        if token.children:
            yield from _told(token.children)
        else:
            yield token.content
        if token.type != "link_open" or token.markup != "autolink":  # whose text is its address
            yield from (str(value) for name, value in token.attrs.items() if name in ("href", "src", "title"))
        yield token.info if token.type == "fence" else ""  # a language


def _letters(texts: Iterable[Any]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalpha())
