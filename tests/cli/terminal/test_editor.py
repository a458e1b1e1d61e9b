"""How each editor is called."""

import sys
from pathlib import Path

import pytest

from studykit.cli.terminal.editor import command, edit
from studykit.errors import StudykitError

FILE = Path("a b.yaml")


@pytest.mark.parametrize(
    ("editor", "call"),
    [
        ("vi", ["vi", "+7", "a b.yaml"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "a b.yaml"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "a b.yaml"]),
        ("code", ["code", "--wait", "--goto", "a b.yaml:7"]),
        ("code --wait", ["code", "--wait", "--goto", "a b.yaml:7"]),
        ("subl -w", ["subl", "-w", "a b.yaml:7"]),
        ("hx", ["hx", "a b.yaml:7"]),
        ("Notepad.EXE", ["Notepad.EXE", "a b.yaml"]),
    ],
)
def test_each_editor_opens_the_line_in_its_own_way(editor: str, call: list[str]) -> None:
    assert command(editor, FILE, 7) == call


def test_without_a_line_the_file_alone_is_opened() -> None:
    assert command("vi", FILE) == ["vi", "a b.yaml"]
    assert command("code", FILE) == ["code", "--wait", "a b.yaml"]


@pytest.mark.parametrize("editor", ["no-such-editor", "'unclosed", " ", f"{sys.executable} -c 'exit(3)'"])
def test_an_editor_that_does_not_work_is_named_with_the_place_to_open(monkeypatch: pytest.MonkeyPatch, editor: str) -> None:
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(StudykitError, match=r"did not work .* or open a b.yaml:7 yourself"):
        edit(FILE, 7)


def test_without_an_editor_it_says_how_to_set_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(StudykitError, match=r"No editor is set. Set VISUAL or EDITOR, or open a b.yaml yourself."):
        edit(FILE)
