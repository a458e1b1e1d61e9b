"""How a bug hunt looks: rows of its program, of its explanations and of its edit, for a terminal of any width."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any

from rich.style import Style
from rich.text import Text

from studykit.cli.views.colors import ADDED, INLINE_CODE, REMOVED
from studykit.cli.views.show import is_unicode, markdown
from studykit.content.hunt import Hunt
from studykit.study.hunting.hunt_sayings import NOTHING_WRONG, letter

MARKED = re.compile(r"[*\[\]<>|~#&\\]|(?<!\w)_|_(?!\w)|\n")  # may be Markdown, and so may what begins so:
BLOCK = re.compile(r"\s|\w+[.)] |[-+] ")
INDENT = "   "
GUTTER = 4  # columns: a mark, two digits, a space


def separator() -> str:
    """What stands between two parts of a line."""
    return " · " if is_unicode() else " - "


def rows_of(out: Any, shown: Any) -> list[str]:
    """What a renderable prints, as lines that a terminal obeys."""
    with out.capture() as captured:
        out.print(shown)
    return str(captured.get()).split("\n")[:-1]


def highlighted(hunt: Hunt) -> list[Text]:
    """The lines of its program, colored."""
    from rich.syntax import Syntax  # start-up time: with pygments it is a third of a first hunt

    from studykit.cli.views.code_theme import CODE_THEME

    code = "\n".join(hunt.program)
    colored = Syntax(code, "python", theme=CODE_THEME, background_color="default").highlight(code)
    return list(colored.split("\n", allow_blank=True))[: len(hunt.program)]


def program_rows(out: Any, lines: Sequence[Text], marks: Sequence[Text]) -> list[list[str]]:
    """For each line of a program its rows: more than one where it is wider than the terminal. `marks` stand before them."""
    width = max(10, out.width - GUTTER)
    return [
        [row for piece in _pieces(out, mark, line, width) for row in rows_of(out, piece)] for mark, line in zip(marks, lines, strict=True)
    ]


def marks_of(hunt: Hunt, cursor: int | None, tried: Container[int], found: Container[int]) -> list[Text]:
    """What stands before each line: its number, and whether it is chosen, was tried in vain, or is found."""
    return [mark_of(number, cursor, tried, found) for number in range(hunt.first_line, hunt.first_line + len(hunt.program))]


def mark_of(number: int, cursor: int | None, tried: Container[int], found: Container[int]) -> Text:
    """The same of one line."""
    chosen, wrong, right = ("▸", "✗", "✓") if is_unicode() else (">", "x", "=")
    if number in found:
        return Text(f"{right}{number:>2} ", Style(color=ADDED, bold=True))
    if number == cursor:
        mark = wrong if number in tried else chosen
        return Text.assemble(Text(f"{mark}{number:>2}", Style(bold=True, reverse=True)), " ")
    if number in tried:
        return Text(f"{wrong}{number:>2} ", Style(color=REMOVED))
    return Text(f" {number:>2} ", Style(dim=True))


def nothing_wrong_row(out: Any, mark: Text) -> list[str]:
    """The line below a program that says that nothing is wrong with it."""
    return rows_of(out, Text.assemble(mark, NOTHING_WRONG))


def choice_rows(out: Any, hunt: Hunt, tried: Container[int], is_done: bool) -> list[str]:
    """The explanations by letter; of those that were tried, and of all others in the end, no more than a mark."""
    rows: list[str] = []
    for number, text in enumerate(hunt.choices):
        if number in tried and number != hunt.right:
            rows += rows_of(out, Text(f"{letter(number)}) {'✗' if is_unicode() else 'x'}", Style(color=REMOVED)))
        elif not is_done or number == hunt.right:
            lines = prose_rows(out, text, out.width - len(INDENT))
            rows += [
                (f"{letter(number)}) " if first else INDENT) + row for first, row in zip((True, *[False] * len(lines)), lines, strict=False)
            ]
    return rows


def edit_text(edit: Sequence[str]) -> Text:
    """An edit, its lines that go in red and those that come in green."""
    return Text("\n").join(_edit_line(line) for line in edit)


def prose_rows(out: Any, text: str, width: int) -> list[str]:
    """The same as rows of a width."""
    with out.capture() as captured:
        out.print(prose(text), width=max(10, width))
    return str(captured.get()).split("\n")[:-1]


def prose(text: str) -> Any:
    """Markdown; a sentence that has nothing of it but code in backticks does without the parser, which a first hunt need not wait for."""
    parts = text.split("`")
    if len(parts) % 2 == 0 or BLOCK.match(text) or any(map(MARKED.search, parts[::2])) or "" in parts[1::2]:
        return markdown(text)
    return Text.assemble(*((part, INLINE_CODE if number % 2 else "") for number, part in enumerate(parts)))


def _pieces(out: Any, mark: Text, line: Text, width: int) -> Iterator[Text]:
    for number, piece in enumerate(line.wrap(out, width, overflow="fold", tab_size=4) if line.plain.strip() else [Text()]):
        yield Text.assemble(mark if number == 0 else " " * GUTTER, piece, no_wrap=True, overflow="ignore")


def _edit_line(line: str) -> Text:
    color = {"+": ADDED, "-": REMOVED}.get(line[:1])
    return Text(line, Style(color=color) if color else Style(dim=line == "@@"))
