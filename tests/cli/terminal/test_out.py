"""What comes from outside is shown and never obeyed, whichever command prints it."""

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.cli.terminal.out import NARROWEST, at_words, escaped_json, visible

CLI = Path(__file__).parents[3] / "studykit" / "cli"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eEvil"
SGD = "# studykit: optimizers/sgd_update\n"


@pytest.fixture(autouse=True)
def narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(NARROWEST))


@given(st.text())
def test_visible_text_holds_nothing_that_a_terminal_obeys_and_keeps_the_rest_in_order(text: str) -> None:
    shown = visible(text)
    assert not OBEYED.search(shown)
    for part in OBEYED.split(text):
        assert part in shown
        shown = shown[shown.index(part) + len(part) :]


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    written = escaped_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert not OBEYED.search(written)
    assert json.loads(written) == {"text": text}


@given(st.text(alphabet="ab -`\n", max_size=200))
def test_lines_for_a_terminal_break_between_words_alone(text: str) -> None:
    shown = at_words(text)
    assert shown.split() == text.split()
    assert all(len(line) <= NARROWEST or "`" in line or len(line.split()) == 1 for line in shown.split("\n") if line.strip())


def test_a_command_is_not_broken_and_columns_stay() -> None:
    assert at_words("spread the rest? `studykit review --spread 7`") == "spread the rest?\n`studykit review --spread 7`"
    assert at_words("name  what all of it is for") == "name  what all of it\n      is for"
    assert at_words("  x     1\n  a sentence that is long") == "  x     1\n  a sentence that is\n  long"


def test_an_escape_is_written_out() -> None:
    assert visible("a\x1b[31mb\x9b\u202ec\n\td") == "a\\x1b[31mb\\x9b\\u202ec\n\td"


def test_nothing_else_of_the_command_line_prints() -> None:
    """Whoever prints by another way prints what nobody made visible."""
    for path in CLI.rglob("*.py"):
        if path.parent.name == "terminal" and path.name in ("out.py", "visible_console.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in ("print", "typer.echo", "sys.stdout.write", "sys.stderr.write", "Console", "rich.print"), path


SUBMISSIONS = {
    "a syntax error's line": f'{SGD}x = = "{EVIL}"\n',
    "the exercise's name": f"# studykit: opt{EVIL}/x\n",
    "a source line": f'{SGD}def sgd_update(params, lr): raise ValueError("a")  # {EVIL}\n',
    "an exception": f"{SGD}def sgd_update(params, lr): raise ValueError({EVIL!r})\n",
    "what is printed": f"{SGD}def sgd_update(params, lr): print({EVIL!r})\n",
}


@pytest.mark.parametrize("source", SUBMISSIONS.values(), ids=SUBMISSIONS)
@pytest.mark.parametrize("way", [(), ("--json",), ("--seed", "3")], ids=["short", "json", "by Typer"])
def test_a_submission_cannot_steer_the_terminal(studykit, tmp_path: Path, source: str, way: tuple[str, ...]) -> None:
    (tmp_path / "a.py").write_text(source)
    ran = studykit("grade", "a.py", *way)
    assert not OBEYED.search(ran.out + ran.err)


@pytest.mark.parametrize(
    "call",
    [
        ("grade", f"{EVIL}.py"),
        ("grade", f"{EVIL}.py", "--seed", "1"),
        ("hint", EVIL),
        ("next", EVIL),
        (EVIL,),
        ("why", EVIL),
        ("list", "--topic", EVIL),
        ("list", "--status", EVIL),
        ("review", "--deck", EVIL),
        ("plot", EVIL),
        ("answer", EVIL, "4"),
        ("grade", "a.py", f"--{EVIL}"),
        ("check", EVIL),
        ("import", f"{EVIL}.csv"),
        ("sync", EVIL),
        ("solution", EVIL),
        ("due", "--at", EVIL),
    ],
    ids=lambda call: call[0].encode("unicode_escape").decode()[:10],
)
def test_what_is_typed_cannot_steer_the_terminal(studykit, call: tuple[str, ...]) -> None:
    ran = studykit(*call)
    assert not OBEYED.search(ran.out + ran.err)


def test_a_card_cannot_steer_the_terminal(studykit, home: Path) -> None:
    (home / "cards").mkdir(parents=True)
    (home / "cards" / "mine.yaml").write_text(json.dumps([{"id": "a", "front": f"What {EVIL}?", "back": f"That {EVIL}."}]))
    for call in (("list", "--cards", "--json"), ("list", "--cards"), ("new", "card", "mine", "--front", f"{EVIL}?", "--back", EVIL)):
        ran = studykit(*call)
        assert not OBEYED.search(ran.out + ran.err)
