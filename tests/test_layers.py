"""The rooms of the house: imports point down, and the folders show the rules that matter most."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "studykit"

# From the bottom to the top. A module may import from its own room and from those below, never from one above or beside it.
ROOMS = [
    {"errors", "installing"},
    {"memory"},
    {"settings"},
    {"content", "progress", "fsrs_fit"},
    {"grading"},
    {"authoring", "visuals"},
    {"exchange"},
    {"study"},
    {"classroom"},
    {"cli", "notebook"},
]
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
# The processes of a grade, and those whose code each may use; what they share stands in `grading` itself.
PROCESSES = {"client": {"client"}, "judge": {"judge"}, "worker": {"worker"}, "server": {"server", "judge", "worker"}}
TORCH_FREE = ["grading/client", "study", "classroom", "cli", "notebook", "content", "progress", "memory", "exchange", "authoring"]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "visuals/pictures/" not in path.as_posix())


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> list[str]:
    """Dotted names, relative to the package where they lie in it, of everything that a module imports, wherever in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def own_imports(path: Path) -> list[str]:
    return [name.removeprefix("studykit.") for name in imports(path) if name.startswith("studykit.")]


def test_there_is_a_level_for_each_room() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms - {"__init__", "__main__"} == set(LEVEL)


def test_imports_point_down() -> None:
    wrong = []
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for name in own_imports(path):
            other = name.split(".")[0]
            if room in LEVEL and other in LEVEL and other != room and LEVEL[other] >= LEVEL[room]:
                wrong.append(f"{name_of(path)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("process", PROCESSES)
def test_the_processes_of_a_grade_share_no_code_but_what_stands_above_them(process: str) -> None:
    wrong = []
    for path in (PACKAGE / "grading" / process).rglob("*.py"):
        for name in own_imports(path):
            room, _, rest = name.partition(".")
            if room == "grading" and (other := rest.split(".")[0]) in PROCESSES and other not in PROCESSES[process]:
                wrong.append(f"{name_of(path)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("folder", TORCH_FREE)
def test_these_never_import_torch(folder: str) -> None:
    heavy = {"torch", "numpy", "safetensors"}
    wrong = {
        f"{name_of(path)} imports {name}"
        for path in (PACKAGE / folder).rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in heavy
    }
    assert wrong == set()


def test_only_the_command_line_prints() -> None:
    printing = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {name.split("/")[0] for name in printing} <= {"cli"}


def test_memory_reads_no_clock_no_file_and_no_random_number() -> None:
    for path in (PACKAGE / "memory").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not [name for name in imports(path) if name.split(".")[0] in ("time", "random", "os", "pathlib", "sqlite3", "io")]
        assert not [call for call in (".now(", ".today(", "open(") if call in source]


def test_no_two_modules_of_one_name_mean_different_things() -> None:
    """A command may be named as what it commands; all other names are given once."""
    commands = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")}
    seen: dict[str, str] = {}
    for path in MODULES:
        if path.stem.startswith("__") or (path.stem in commands and path.parent.name == "commands"):
            continue
        assert path.stem not in seen, f"{name_of(path)} and {seen[path.stem]}"
        seen[path.stem] = name_of(path)
