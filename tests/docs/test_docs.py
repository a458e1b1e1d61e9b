"""The documentation, run: every command is documented, every example works, every link leads somewhere."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.group import COMMANDS
from studykit.content.installed import builtin_pack
from studykit.content.mistake import mistakes_of
from studykit.content.pack import load_library
from tests.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def console_lines(text: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:].partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_on_commands_documents_each_command(command: str) -> None:
    assert f"`studykit {command}" in COMMANDS_PAGE


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(studykit: Run, command: str) -> None:
    ran = studykit(command, "--help")
    assert ran.code == 0
    assert f"Example: studykit {command}" in " ".join(ran.out.split())


def test_every_example_of_the_readme_runs(studykit: Run, tmp_path: Path) -> None:
    lines = console_lines(README)
    assert lines[1:3] == ["make next", "make test"]
    assert studykit("next", "--to", "work").code == 0  # what `make next` runs
    run_each(studykit, lines[3:])


@pytest.mark.parametrize("page", ["commands.md", "data.md"])
def test_every_example_of_a_page_runs(studykit: Run, page: str) -> None:
    run_each(studykit, console_lines((ROOT / "docs" / page).read_text(encoding="utf-8")))


def run_each(studykit: Run, lines: list[str]) -> None:
    for line in lines:
        program, *arguments = shlex.split(line)
        if program == "source":
            continue
        assert program == "studykit"
        expected = 1 if arguments[:1] == ["grade"] else 0  # the file is still the starter
        ran = studykit(*arguments)
        assert ran.code == expected, f"{line}: {ran.err}"


def test_the_transcript_of_the_readme_is_what_grade_says(studykit: Run, tmp_path: Path) -> None:
    shown, said = re.search(r"\$ cat sgd_update.py\n(.*?)\n\$ studykit grade sgd_update.py\n(.*?)```", README, re.DOTALL).groups()
    (tmp_path / "sgd_update.py").write_text(f"# studykit: optimizers/sgd_update\nimport torch\n\n\n{shown}\n")
    ran = studykit("grade", "sgd_update.py", "--seed", "1", COLUMNS="100")
    assert ran.code == 1
    for line in filter(None, said.splitlines()):
        assert line in ran.out, line


def test_the_numbers_of_the_readme_are_those_of_the_pack() -> None:
    library = load_library([builtin_pack()])
    mistakes = sum(len(mistakes_of(exercise)) for exercise in library.exercises.values())
    assert f"{len(library.exercises)} auto-graded exercises" in README
    assert f"{len(library.cards)} spaced-repetition cards" in " ".join(README.split())
    assert f"one of {mistakes:,} known mistakes" in " ".join(README.split())
    for topic in library.topics:
        assert f"**{topic.title}**" in README


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
