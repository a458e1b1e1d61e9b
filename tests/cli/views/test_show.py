"""Marks and differences, where something stands between us and the terminal."""

import io
import sys

import pytest
from rich.console import Console

from studykit.cli.views.show import difference, mark


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "✓✗"), ("ascii", "okno")])
def test_a_spinner_does_not_hide_what_the_terminal_can_show(monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    with Console(file=io.StringIO(), force_terminal=True).status("Loading"):
        assert sys.stdout is not stream
        assert mark(True) + mark(False) == shown


def test_a_difference_is_coloured_and_its_marks_stay() -> None:
    console = Console(force_terminal=True, color_system="standard", legacy_windows=False)
    with console.capture() as captured:
        console.print(difference("a[-b-]c{+d+}"))
    assert captured.get() == "a\x1b[31m[-b-]\x1b[0mc\x1b[32m{+d+}\x1b[0m\n"
