"""The documentation, run: every command is documented, every example works, every link leads somewhere."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.group import COMMANDS
from tests.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def console_lines(text: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:].partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_documents_each_command(command: str) -> None:
    assert f"`studykit {command}" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(studykit: Run, command: str) -> None:
    ran = studykit(command, "--help")
    assert ran.code == 0
    assert f"Example: studykit {command}" in " ".join(ran.out.split())


def test_every_example_of_the_readme_runs(studykit: Run, tmp_path: Path) -> None:
    lines = console_lines(README)
    assert lines[:2] == ["make next", "make test"]
    assert studykit("next", "--to", "work").code == 0  # what `make next` runs
    for line in lines[2:]:
        program, *arguments = shlex.split(line)
        if program == "source":
            continue
        assert program == "studykit"
        expected = 1 if arguments[:1] == ["grade"] else 0  # the file is still the starter
        ran = studykit(*arguments)
        assert ran.code == expected, f"{line}: {ran.err}"


def test_make_next_is_what_the_readme_says() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "studykit next --to work" in makefile
    assert "make lint test\n" in (ROOT / ".ci" / "run").read_text()


def test_the_pack_of_the_authoring_page_is_green_and_its_exercise_is_handed_out(studykit: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    for _, name, text in re.findall(r"^(`{3,4})\w+ file=(\S+)\n(.*?)^\1\n", AUTHORING, re.DOTALL | re.MULTILINE):
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8")
    for line in console_lines(AUTHORING):
        ran = studykit(*shlex.split(line.replace("DIR", str(pack)))[1:])
        assert ran.code == 0, ran.out + ran.err
    assert (tmp_path / "row_means.py").read_text().startswith("# studykit: tensors/row_means\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_page_on_the_notes_is_up_to_date() -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / "make_notes.py"), "--check"], check=True)


def test_the_session_of_the_readme_shows_a_real_run() -> None:
    text = re.sub(r"<[^>]+>|&#160;", " ", (ROOT / "docs" / "session.svg").read_text(encoding="utf-8"))
    assert "Passed" in text
    assert "Not" in text
