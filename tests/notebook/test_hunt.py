"""`%hunt`: with buttons in a real kernel, by text in a shell."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hunting.now import HuntNow, HuntShelf
from tests.hunt_pack import keys_that_find
from tests.notebook.conftest import KernelSession, Shell, kernel_session

LOOP = "gradient_descent/numpy_loop"
ITEM = f"hunt:{LOOP}"


@pytest.fixture
def now(home: Path) -> HuntNow:
    """The hunt of an exercise that was passed two days ago, after the mistake that it shows."""
    home.mkdir(parents=True)
    before = datetime.now(UTC) - timedelta(days=2)
    with Store.open(home / "progress.db") as store:
        store.record(Kind.GRADED, f"exercise:{LOOP}", before, {"verdict": "failed", "mistakes": ["climbs"]})
        store.record(Kind.GRADED, f"exercise:{LOOP}", before, {"verdict": "passed"})
        found = HuntShelf(store, load_library([builtin_pack()])).now(ITEM)
    assert found.hunt.has_bug
    return found


def qualities(home: Path) -> list[int]:
    with Store.open(home / "progress.db") as store:
        return [event.data["quality"] for event in store.events(ITEM) if event.kind is Kind.REVIEWED]


@pytest.fixture
def kernel(tmp_path: Path, home: Path, now: HuntNow) -> Iterator[KernelSession]:
    with kernel_session(tmp_path, home) as session:
        yield session


def test_buttons_hunt_from_the_line_to_the_end(kernel: KernelSession, home: Path, now: HuntNow) -> None:
    pages: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        state = message["content"].get("data", {}).get("state", {}) if message["msg_type"].startswith("comm") else {}
        if isinstance(state.get("value"), str):
            pages.append(state["value"])

    kernel.run("%load_ext studykit")
    kernel.run("%hunt", hear)
    subshell = kernel.new_subshell() if kernel.has_subshells else None
    kernel.press("Nothing is wrong", subshell)
    kernel.press("Give up", subshell)
    kernel.press("Next", subshell)
    kernel.run("None", hear)
    assert qualities(home) == [1]
    shown = next(page for page in pages if "Bug hunt" in page)
    numbers = re.findall(r"<span class='studykit-faint'> +(\d+)  </span>", shown)
    assert numbers == [str(number) for number in range(1, len(now.hunt.program) + 1)]


def test_by_text_tries_are_judged_as_in_a_terminal(
    shell: Shell, home: Path, now: HuntNow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line, reason = keys_that_find(now.hunt)
    typed = iter(["x", "99", line, reason])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    closing = shell.run(f"%hunt {LOOP} --plain")
    said = capsys.readouterr().out
    assert "'x' is no answer here" in said
    assert "There is no line 99" in said
    assert "Found at once: recorded, due tomorrow." in said
    assert now.hunt.says in said
    assert "1 bug hunt: 1 found." in repr(closing)
    assert qualities(home) == [5]


def test_a_hunt_before_the_pass_is_refused_in_the_words_of_a_notebook(shell: Shell, now: HuntNow) -> None:
    assert "hunt:optimizers/zero_grad begins once you have passed the exercise" in str(shell.error("%hunt optimizers/zero_grad"))
