"""Markdown on a terminal: every letter of it, at any width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from studykit.cli.views.colors import INLINE_CODE
from studykit.content.markdown import parsed

BULLET, QUOTE, CODE, RULE, CELLS = "• ", "▌ ", "  ", "─", " │ "
RULE_COLUMNS = 40
WIDEST_LETTER = 2  # columns
NARROWEST = 12  # columns for text; indents that would leave less are left out
_STYLES = {"em": "markdown.em", "strong": "markdown.strong"}


class MarkdownText:
    """A renderable of rich."""

    def __init__(self, source: str) -> None:
        self._tokens = parsed(source)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, block in enumerate(_Reader(options.max_width).blocks(self._tokens)):
            if number and block.is_apart:
                yield Text()
            yield from _wrapped(block, console, options.max_width)


@dataclass(frozen=True)
class _Block:
    """Lines of text, behind what stands in front of the first of them and of the others."""

    text: Text
    first: str
    others: str
    is_apart: bool


def _wrapped(block: _Block, console: Console, width: int) -> Iterator[Text]:
    fits = width - len(block.others) >= NARROWEST
    first, others = (block.first, block.others) if fits else (block.first.strip() and block.first.lstrip(), "")
    first = first if width - len(first) >= WIDEST_LETTER else ""
    room = max(WIDEST_LETTER, width - max(len(first), len(others)))
    lines = block.text.wrap(console, room, overflow="fold", tab_size=4) or [Text()]
    for number, line in enumerate(lines):
        yield Text.assemble(others if number else first, line, no_wrap=True)


@dataclass
class _Reader:
    """Walks through tokens; knows the quotes and lists it is in, and the table."""

    width: int
    indents: list[str] = field(default_factory=list)
    marker: str = ""
    style: str = ""
    rows: list[list[Text]] = field(default_factory=list)
    is_apart: bool = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[_Block]:
        for token in tokens:
            self.is_apart |= token.nesting >= 0 and (token.level == 0 or (token.block and not token.hidden and token.tag in ("p", "code")))
            match token.type:
                case "inline" if self.rows:
                    self.rows[-1].append(_inline(token))
                case "inline":
                    yield self._block(_inline(token))
                case "fence" | "code_block":
                    yield self._block(_code(token), CODE)
                case "hr":
                    yield self._block(Text(RULE * min(self.width, RULE_COLUMNS), "dim"))
                case "heading_open":
                    self.style = "bold"
                case "heading_close":
                    self.style = ""
                case "blockquote_open":
                    self.indents.append(QUOTE)
                case "list_item_open":
                    self.marker = f"{token.info}{token.markup} " if token.info else BULLET
                    self.indents.append(" " * len(self.marker))
                case "blockquote_close" | "list_item_close":
                    if self.marker:  # nothing was in it
                        yield self._block(Text())
                    self.indents.pop()
                case "tr_open":
                    self.rows.append([])
                case "table_close":
                    yield self._block(_table(self.rows, self.width))
                    self.rows = []

    def _block(self, text: Text, more: str = "") -> _Block:
        others = "".join(self.indents)
        first = others[: len(others) - len(self.marker)] + self.marker
        block = _Block(text, first + more, others + more, self.is_apart)
        if self.style:
            text.stylize(self.style)
        self.marker, self.is_apart = "", False
        return block


def _inline(token: Token) -> Text:
    text, begun = Text(), []
    for child in token.children or ():
        if child.nesting == 1:
            begun.append((len(text), child))
        elif child.nesting == -1:
            start, opening = begun.pop()
            text.stylize(_STYLES.get(child.tag, "underline"), start)
            text.append(_address(opening), "dim")
        elif child.type == "code_inline":
            text.append(child.content, INLINE_CODE)
        elif child.type == "image":
            text.append_text(_inline(child)).append(_address(child), "dim")
        else:
            text.append({"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content))
    return text


def _address(token: Token) -> str:
    """Where a link or an image leads, unless it is written as nothing but its address."""
    address = [str(token.attrs[name]) for name in ("href", "src", "title") if token.attrs.get(name)]
    return f" ({', '.join(address)})" if address and token.markup != "autolink" else ""


def _code(token: Token) -> Text:
    from rich.syntax import Syntax  # start-up time: many cards show no code

    from studykit.cli.views.code_theme import CODE_THEME

    source = token.content.rstrip("\n")
    language = token.info.strip() or "text"
    highlighted = Syntax(source, language, theme=CODE_THEME, background_color="default", word_wrap=True).highlight(source)
    highlighted.rstrip()
    return highlighted


def _table(rows: Sequence[Sequence[Text]], width: int) -> Text:
    columns = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    if sum(columns) + len(CELLS) * (len(columns) - 1) <= width:
        for cell, column in ((cell, column) for row in rows for cell, column in zip(row, columns, strict=True)):
            cell.pad_right(column - cell.cell_len)
    for cell in rows[0]:
        cell.stylize("bold")
    return Text("\n").join(Text(CELLS).join(row) for row in rows)
