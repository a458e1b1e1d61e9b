"""What commands import: none but those that grade touches torch, and the quick ones stay quick by importing late."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CARD = "card:optimizers/descent-direction"
HEAVY = ("torch", "numpy", "pytest", "sqlite_utils", "safetensors", "yaml", "matplotlib", "plotext", "plotly", "textual_image", "PIL")

COMMANDS = [
    [],
    ["next"],
    ["hint", "gradient_descent/mse_gradient"],
    ["solution", "gradient_descent/mse_gradient", "--give-up"],
    ["reset"],
    ["list"],
    ["list", "--cards"],
    ["review"],
    ["hunt"],
    ["due"],
    ["answer", CARD, "4"],
    ["why", CARD],
    ["stats"],
    ["report"],
    ["suspend", CARD],
    ["resume", CARD],
    ["undo"],
    ["sync", "."],
    ["backup"],
    ["restore", "newest", "--yes"],
    ["new", "card", "--front", "a", "--back", "b"],
    ["class", "gradescope", "optimizers/sgd_update", "--out", "autograder.zip"],
    ["export", "all.json", "--yes"],
    ["import", "all.json"],
    ["export", "cards.apkg"],
    ["--help"],
]

QUICK = [
    [],
    ["--json"],
    ["due"],
    ["due", "--count", "--at", "2030-01-01"],
    ["due", "--json"],
    ["answer", CARD, "4", "--json"],
    ["next"],
    ["next", "--json", "--to=."],
    ["review", "--deck", "optimizers", "--new", "1"],
]


def imports_of(arguments: list[str], home: Path) -> set[str]:
    """The top-level modules that a command had imported at its end."""
    return {name.partition(".")[0] for name in modules_of(arguments, home)}


def modules_of(arguments: list[str], home: Path) -> set[str]:
    """Run a command in a child process and give the modules that it had imported at its end."""
    code = (
        "import sys\n"
        "sys.argv[0] = 'studykit'\n"
        "from studykit.cli.app import main\n"
        "try:\n    main()\n"
        "finally:\n    print('IMPORTED', *sys.modules, file=sys.stderr)\n"
    )
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=home, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()[1:])


@pytest.fixture(scope="module")
def warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder in which the pack's cache and the database are there already."""
    home = tmp_path_factory.mktemp("home")
    imports_of(["next"], home)
    imports_of(["answer", CARD, "4"], home)
    imports_of(["answer", CARD, "4"], home)  # `undo` is called twice
    imports_of(["export", "all.json"], home)
    return home


@pytest.mark.parametrize("arguments", COMMANDS, ids=[" ".join(command) or "studykit" for command in COMMANDS])
def test_no_command_but_grading_imports_torch(arguments: list[str], warm_home: Path) -> None:
    loaded = imports_of(arguments, warm_home)
    assert "torch" not in loaded
    assert "numpy" not in loaded


@pytest.mark.parametrize("arguments", [["due"], ["answer", CARD, "4"], ["next"]], ids=["due", "answer", "next"])
def test_the_quick_commands_import_late(arguments: list[str], warm_home: Path) -> None:
    loaded = imports_of(arguments, warm_home)
    assert not loaded & set(HEAVY)


def test_the_command_line_of_grade_and_check_imports_no_torch(tmp_path: Path) -> None:
    modules = ", ".join(f"studykit.cli.commands.{name}" for name in ("grade", "check", "doctor"))
    code = f"import sys, {modules}; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("arguments", QUICK, ids=[" ".join(command) or "studykit" for command in QUICK])
def test_a_plain_call_of_what_a_shell_prompt_or_a_learner_asks_all_day_does_without_typer(arguments: list[str], warm_home: Path) -> None:
    assert not imports_of(arguments, warm_home) & {"typer", "click", "pydantic"}


@pytest.mark.parametrize("arguments", [[], ["--json"], ["due"]], ids=["studykit", "studykit --json", "due"])
def test_what_shows_no_card_reads_none(arguments: list[str], warm_home: Path) -> None:
    assert not modules_of(arguments, warm_home) & {"studykit.content.pack", "studykit.content.cache"}


def test_a_card_and_a_hunt_are_on_the_screen_before_code_is_colored() -> None:
    code = "import sys, studykit.cli.views.markdown_text, studykit.cli.hunting.page; print('pygments' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_grade_does_without_typer(warm_home: Path) -> None:
    solution = (ROOT / "solutions" / "optimizers" / "sgd_update" / "solution.py").read_text()
    (warm_home / "a.py").write_text(f"# studykit: optimizers/sgd_update\n{solution}")
    assert not imports_of(["grade", "a.py"], warm_home) & {"typer", "click", "pydantic", "torch", "numpy"}


def test_a_picture_in_the_terminal_does_without_what_other_forms_of_it_need(warm_home: Path) -> None:
    loaded = imports_of(["plot", "fitted_line"], warm_home)
    assert "plotext" in loaded
    assert not loaded & {"typer", "click", "pydantic", "torch", "numpy", "matplotlib", "plotly", "rich"}


def test_doctor_does_without_typer_and_torch(warm_home: Path) -> None:
    assert not imports_of(["doctor"], warm_home) & {"typer", "click", "pydantic", "torch", "numpy"}
