"""What a failed comparison is about, read off the suite's own line: `assert_close(seen["weights"], …)` is about the weights."""

import ast
from functools import cache
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

# Names that say nothing to a learner.
_NAMELESS = {
    "got",
    "seen",
    "found",
    "answer",
    "result",
    "out",
    "value",
    "values",
    "actual",
    "told",
    "x",
    "y",
    "a",
    "b",
    "it",
    "self",
    "probes",
}


def quantity(trace: TracebackType | None, suite: str) -> str:
    """The name of what was compared where a test of `suite` failed, in words; empty if the line does not tell."""
    lines = [frame.lineno for frame in extract_tb(trace) if frame.filename == suite]
    statement = _statements(suite).get(lines[-1] or 0) if lines else None
    match statement:
        case ast.Assert(test=ast.Compare(left=left)):
            return _name(left, _modules(suite))
        case ast.Expr(value=ast.Call(func=ast.Name() | ast.Attribute(), args=[first, _, *_])):
            return _name(first, _modules(suite))
    return ""


@cache
def _statements(suite: str) -> dict[int, ast.stmt]:
    """The innermost statement of each line."""
    found: dict[int, ast.stmt] = {}
    for node in ast.walk(ast.parse(Path(suite).read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Assert, ast.Expr)):
            found |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), node)
    return found


@cache
def _modules(suite: str) -> frozenset[str]:
    """The names by which a suite knows modules: `np.mean(loss)` is about the loss."""
    nodes = ast.walk(ast.parse(Path(suite).read_text(encoding="utf-8")))
    imported = [alias for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names]
    return frozenset(alias.asname or alias.name.partition(".")[0] for alias in imported)


def _name(value: ast.expr, modules: frozenset[str]) -> str:
    match value:
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return _words(key)
        case ast.Subscript(value=inner):
            return _name(inner, modules)
        case ast.Call(func=ast.Name(id="len"), args=[inner]):
            return f"number of {name}" if (name := _name(inner, modules)) else ""
        case ast.Call(func=ast.Attribute(value=ast.Name(id="probes"), attr=probe)):
            return _words(probe)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module)), args=[inner, *_]) if module in modules:  # torch.stack(...)
            return _name(inner, modules)
        case ast.Call(func=ast.Attribute(value=inner)):  # .cpu(), .double(), .sum(): of what stands before it
            return _name(inner, modules)
        case ast.Call(func=ast.Name(), args=[inner, *_]):
            return _name(inner, modules)
        case ast.Attribute(value=inner, attr=attribute):
            whole = _name(inner, modules)
            return f"{attribute} of {whole}" if whole else _words(attribute)
        case ast.Name(id=name):
            return _words(name)
    return ""


def _words(name: str) -> str:
    return "" if name in _NAMELESS or len(name) == 1 else name.strip("_").replace("_", " ")
