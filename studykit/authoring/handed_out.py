"""What a `fix` exercise hands out must hold a known mistake and nothing that gives it away."""

import ast
from collections.abc import Iterator, Sequence

from studykit.content.source import Source

GIVES_AWAY = "it is handed out, and may give the bug away"


def fix_faults(starter: Source, solution: Source | None, mistakes: Sequence[Source]) -> Iterator[str]:
    """The faults of starter and mistakes of a `fix` exercise."""
    if starter.code_shape not in {mistake.code_shape for mistake in mistakes}:
        yield f"{starter.name}: the code of a fix starter must be that of one of its mistakes; it equals none"
    if "Cards:" in starter.docstring:
        yield f"{starter.name}: docstring: a 'Cards:' line belongs to mistakes; {GIVES_AWAY}"
    harmless = _docstrings(solution) if solution else {}
    for source in (starter, *mistakes):
        yield from (f"{source.name}:{line}: a comment; {GIVES_AWAY}" for line in source.comment_lines())
        if "Cards:" in source.halves()[1]:
            yield f"{source.name}: 'Cards:' below the module docstring; {GIVES_AWAY}"
        for text, line in _docstrings(source).items():
            if text not in harmless:
                yield f"{source.name}:{line}: a docstring that the solution has not; {GIVES_AWAY}"


def _docstrings(source: Source) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and (text := ast.get_docstring(node)):
            found.setdefault(text, node.body[0].lineno)
    return found
