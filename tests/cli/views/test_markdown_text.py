"""What an author typed is what a learner sees, in a terminal of any width, on a page and in Anki."""

import html.parser
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from studykit.cli.views.markdown_text import MarkdownText
from studykit.content.markdown import html as as_html

PIECES = (
    *("<pad>", "<b>", "</b>", "<!-- hm -->", "<?php", "vector<int>", "&lt;", "&nbsp;", "&copy;", "&#65;", "<http://a.b>", "<x@y.de>"),
    *("[a]: b 'c'", "[t](u 'v')", "[é](ü)", "![alt](src)", "http://a.b/c?d=e&f", "\\", "\\n", "{{gap}}", "$x^2$", "~~s~~"),
    *("`", "``", "```", "```python", "```x y\n", "~~~", "    ", "\t", "\n", "\n\n", "  \n", " "),
    *("- ", "* ", "7. ", "2015. ", "1) ", "> ", "# ", "##", "---", "===", "***", "**", "*", "_", "__init__", "a_b_c"),
    *("| a | b |\n|---|---|\n| c | d | e |", "|", "word", "é", "漢字", "a" * 90),
)
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


def on_terminal(source: str, width: int = 80) -> str:
    console = Console(width=width, force_terminal=True, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(MarkdownText(source))
    return captured.get()


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalpha())


@given(texts, st.integers(2, 120))
def test_no_letter_is_lost_on_a_terminal(source: str, width: int) -> None:
    source = source.replace("python", "")  # a fence's language is color on a terminal
    assert letters(on_terminal(source, width)) == letters(source)


class Reader(html.parser.HTMLParser):
    """What a browser shows of a page, and the addresses that it knows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [value or "" for name, value in attrs if name in ("alt", "src", "title", "class")]
        self.seen += [value or "" for name, value in attrs if name == "href"]


@given(texts)
def test_no_letter_is_lost_in_html(source: str) -> None:
    reader = Reader()
    reader.feed(as_html(source))
    assert not letters(source) - letters("".join(reader.seen))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<bos>", "<bos>"),
        ("`<pad>` and vector<int>", "<pad> and vector<int>"),
        ("7. `backward()` adds", "7. backward() adds"),
        ("2015. The year of batch norm", "2015. The year of batch norm"),
        ("&lt;eos&gt; &amp; more", "&lt;eos&gt; &amp; more"),
        ("- a\n- b\n  1. c", "• a\n• b\n  1. c"),
        ("> q\n\n```python\nx = 1\n```", "▌ q\n\n  x = 1"),
        ("see [the docs](https://pytorch.org 'PyTorch')", "see the docs (https://pytorch.org, PyTorch)"),
        ("![graph](image.png)", "graph (image.png)"),
        ("| a | b |\n|---|---|\n| one | 2 |", "a   │ b\none │ 2"),
    ],
)
def test_a_text_is_seen_as_it_was_meant(source: str, shown: str) -> None:
    assert "\n".join(line.rstrip() for line in on_terminal(source).rstrip().split("\n")) == shown


def test_a_table_whose_cells_have_no_heading_stands_as_it_was_typed() -> None:
    source = "| a |\n|---|\n| 1 | surplus |"
    assert on_terminal(source).split("\n")[:3] == source.split("\n")
    assert "surplus" in as_html(source)


def test_a_long_word_is_broken_in_a_narrow_terminal() -> None:
    assert on_terminal("x" * 30, width=10).split() == ["x" * 10] * 3


def test_code_has_no_box_behind_it_and_no_colour_that_vanishes_on_white() -> None:
    console = Console(width=60, force_terminal=True, color_system="standard", legacy_windows=False)
    with console.capture() as captured:
        console.print(MarkdownText("`x.grad` in\n```python\nclass A:  # why\n    x = f'a{1}' + str(None)\n```\n```diff\n-a\n+b\n```"))
    told = captured.get()
    styles = [int(number) for codes in re.findall(r"\x1b\[([\d;]*)m", told) for number in codes.split(";") if number]
    assert set(styles) <= {0, 1, 2, 3, 31, 32, 35, 49}
    assert "\x1b[31;49m-a" in told
    assert "\x1b[32;49m+b" in told
