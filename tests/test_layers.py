"""Imports point down: cli, content.check and visuals, grading, content and progress, memory, errors and settings."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "studykit"

# A module may import from its own layer's package and from lower layers.
LAYERS = {
    "errors": 0,
    "settings": 1,
    "memory": 1,
    "content": 2,
    "progress": 2,
    "exchange": 3,
    "grading": 3,
    "visuals": 4,
    "content.check": 4,
    "cli": 5,
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(module: str) -> str:
    """The layer of a dotted module below studykit."""
    return "content.check" if module.startswith("content.check") else module.split(".")[0]


def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_imports_point_down(path: Path) -> None:
    own = layer(".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    for name in imported(path):
        if name.startswith("studykit.") and own in LAYERS:
            other = layer(name.removeprefix("studykit."))
            if other != own and other in LAYERS:
                assert LAYERS[other] < LAYERS[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_only_grading_and_visuals_import_torch(path: Path) -> None:
    own = layer(".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    if own not in ("grading", "visuals"):
        assert not [name for name in imported(path) if name.split(".")[0] in ("torch", "numpy", "safetensors")]


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_memory_reads_no_clock_no_file_and_no_random_number(path: Path) -> None:
    if path.parent.name == "memory":
        source = path.read_text(encoding="utf-8")
        assert not [name for name in imported(path) if name.split(".")[0] in ("time", "random", "os", "pathlib", "sqlite3", "io")]
        assert not [call for call in (".now(", ".today(", "open(") if call in source]
