"""How text looks: Markdown, code, marks and JSON, for a terminal, a pipe or a screen reader."""

import json
import sys
from pathlib import Path
from typing import Any

from studykit.cli.terminal.out import escaped_json, say, steer
from studykit.cli.views.colors import ADDED, REMOVED


def print_json(value: Any) -> None:
    """One object or array on stdout, and nothing else there."""
    steer(escaped_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def markdown(text: str) -> Any:
    """Markdown for a terminal."""
    from studykit.cli.views.markdown_text import MarkdownText  # start-up time: due, answer and --json print without rich

    return MarkdownText(text)


def print_markdown(out: Any, text: str) -> None:
    """Markdown, shown on a terminal; its source text in a pipe, where nothing should be wrapped or padded."""
    if out.is_terminal:
        out.print(markdown(text))
    else:
        say(text)


def print_code(out: Any, source: str) -> None:
    """Python, highlighted on a terminal and verbatim in a pipe."""
    if out.is_terminal:
        out.print(code(source))
    else:
        say(source.rstrip("\n"))


def code(source: str, line_numbers: bool = False) -> Any:
    """Python, highlighted."""
    from rich.syntax import Syntax  # start-up time, as above

    from studykit.cli.views.code_theme import CODE_THEME

    return Syntax(source.rstrip("\n"), "python", theme=CODE_THEME, background_color="default", line_numbers=line_numbers, word_wrap=True)


def verbatim(text: str) -> Any:
    """Text as it stands, wrapped at words."""
    from rich.text import Text  # start-up time, as above

    return Text(text)


def difference(line: str) -> Any:
    """A line in which [-what is too much-] and {+what is missing+} are colored."""
    from rich.text import Text  # start-up time, as above

    text = Text(line)
    text.highlight_regex(r"\[-.*?-\]", REMOVED)
    text.highlight_regex(r"\{\+.*?\+\}", ADDED)
    return text


def option(letter: str, text: str) -> Any:
    """Markdown with a letter in front, its lines aligned."""
    from rich.table import Table  # start-up time, as above

    grid = Table.grid(padding=(0, 1))
    grid.add_row(f"{letter})", markdown(text))
    return grid


def mark(holds: bool) -> str:
    """A tick or a cross, or words where the output cannot show them."""
    return ("✓" if holds else "✗") if is_unicode() else ("ok" if holds else "no")


def is_unicode() -> bool:
    """Whether stdout takes ticks, blocks and arrows."""
    stream = getattr(sys.stdout, "rich_proxied_file", sys.stdout)  # rich's spinner stands in for stdout, and names no encoding
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def shown(file: Path) -> str:
    """A path as short as it can be typed from here."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)
