"""What a learner is handed to show that they know an exercise: the task and the signatures, with nothing to go by in between."""

import ast
from collections.abc import Iterator
from pathlib import Path

from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.source import Source, read_source

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

FROM_SCRATCH = "This file has no code to fix, only signatures: write the code yourself, so that it does what the task says."

_BODY = 'raise NotImplementedError("write this")'
_INDENT = " " * 4


def hand_out_blank(exercise: Exercise) -> str:
    """The text of a blank attempt; its first line names the exercise. PackError if the starter is broken.

    The starter of an `implement` exercise is one already; that of a `fix` exercise loses its code, and with it the bug, which is said
    in the second line.
    """
    starter = _read(exercise, exercise.starter)
    text = starter.text if exercise.kind is ExerciseKind.IMPLEMENT else f"# {FROM_SCRATCH}\n{_signatures(starter)}"
    return f"# studykit: {exercise.id}\n{text}"


def _signatures(starter: Source) -> str:
    lines = starter.text.split("\n")
    definitions = ["\n".join(_bare(lines, node)) for node in starter.tree.body if isinstance(node, Definition)]
    used = {node.id for text in definitions for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    imports = [node for node in starter.tree.body if isinstance(node, ast.Import | ast.ImportFrom) and _binds(node) & used]
    parts = ["\n".join(map(ast.unparse, imports)), *definitions]
    return starter.halves()[0] + "\n" + "\n\n\n".join(part for part in parts if part) + "\n"


def _bare(lines: list[str], node: Definition) -> Iterator[str]:
    """The lines of a definition without its code: a class keeps its methods, a dataclass its fields, and all lose what they do."""
    has_docstring = ast.get_docstring(node) is not None
    yield from lines[_first_line(node) - 1 : (node.body[0].end_lineno or 0) if has_docstring else _first_line(node.body[0]) - 1]
    indent = " " * (node.col_offset + len(_INDENT))
    if not isinstance(node, ast.ClassDef):
        yield indent + _BODY
        return
    parts = [part for part in node.body if isinstance(part, ast.AnnAssign | Definition)]
    for place, part in enumerate(parts):
        if isinstance(part, ast.AnnAssign):
            yield from lines[part.lineno - 1 : part.end_lineno]
        else:
            yield from [""] * (place > 0 or has_docstring)
            yield from _bare(lines, part)
    if not parts and not has_docstring:
        yield indent + "pass"


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _binds(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {alias.asname or alias.name.partition(".")[0] for alias in node.names}


def _read(exercise: Exercise, file: Path) -> Source:
    return read_source(file, file.relative_to(exercise.pack).as_posix())
