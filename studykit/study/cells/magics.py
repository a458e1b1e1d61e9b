"""Leaves out of a cell what a notebook alone understands: magics, shell commands, questions and calls of the notebook itself.

Every line stays where it is; in the place of what is left out stands `pass`, since it may be all that a block has.
"""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LOOKED_AT = 1 << 21  # characters; whether a text goes on is asked again at each line that looks like a magic
# Those that run what stands below them as the cell itself would; below the others stands another language, or a text.
_RUN_THE_CELL = ("grade", "time", "capture", "prun")
_OF_STUDYKIT = re.compile(r"%%grade\b|%load_ext\s+studykit\b")
_CELL_MAGIC = re.compile(r"%%(\w+)")
_MAGIC = re.compile(  # without backtracking over spaces and words, which would take minutes in a line of thousands
    r"""\s*+(%{1,2}[A-Za-z_] | !{1,2}\s*[\w./~$] | \?{1,2}[\w%])      # %magic, !command, ?name
    | \s*+[\w.%*]++\?{1,2}\s*$                                         # name?
    | \s*+[\w,\ ]++=\s*+(%[A-Za-z_] | !\s*[\w./~$])                       # x = %magic, x = !command""",
    re.VERBOSE,
)
_OF_THE_NOTEBOOK = ("display", "get_ipython")

Span = tuple[int, int]  # the first and the last of some lines, counted from 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of a cell that is not graded, and its number in the cell."""

    line: int
    code: str


def without_magics(text: str) -> tuple[str, list[LeftOut]]:
    """A cell as Python, line for line, and what was left out of it; what stands there to grade the cell is not worth being named."""
    lines = text.split("\n")
    head = _head(lines)
    if head is None:
        return "\n" * (len(lines) - 1), [LeftOut(*next((n, line) for n, line in enumerate(lines, start=1) if line.strip()))]
    magics = [(n, n) for n in range(head)] + list(_magics(lines, head))
    kept = _without(lines, magics)
    calls = list(_calls(kept))
    left_out = [LeftOut(first + 1, lines[first].strip()) for first, _ in sorted([*magics, *calls])]
    return "\n".join(_without(kept, calls)), [each for each in left_out if each.code and not _OF_STUDYKIT.match(each.code)]


def _without(lines: list[str], spans: list[Span]) -> list[str]:
    kept = list(lines)
    for first, last in spans:
        line = lines[first]
        kept[first] = f"{line[: len(line) - len(line.lstrip())]}pass" if line.strip() else line
        kept[first + 1 : last + 1] = [""] * (last - first)
    return kept


def _head(lines: list[str]) -> int | None:
    """How many lines at the top are magics that run the cell; None where the cell is no Python."""
    head = 0
    for number, line in enumerate(lines, start=1):
        if magic := _CELL_MAGIC.match(line):
            if magic[1] not in _RUN_THE_CELL:
                return None
            head = number
        elif line.strip():
            break
    return head


def _magics(lines: list[str], head: int) -> Iterator[Span]:
    """The lines that are magics, and not a part of a text or of brackets that began above them."""
    if not any(map(_MAGIC.match, lines)) or _tree("\n".join(lines[head:])) is not None:
        return
    begun: list[str] = []
    number, looked_at = head, 0
    while number < len(lines) and looked_at <= MOST_LOOKED_AT:
        first = last = number
        is_magic = _MAGIC.match(lines[first]) is not None
        looked_at += sum(map(len, begun)) if is_magic else 0
        if is_magic and not _is_unfinished(begun):
            while lines[last].endswith("\\") and last + 1 < len(lines):
                last += 1
            yield first, last
            begun = []
        else:
            begun.append(lines[first])
        number = last + 1


def _tree(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come again when it is graded
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_unfinished(lines: list[str]) -> bool:
    """Whether a text in quotes, a bracket or a line goes on after these lines."""
    if lines and lines[-1].endswith("\\"):
        return True
    # Without indentation, which is none of the question and may begin in the middle of a block.
    text = "\n".join(line.lstrip() for line in lines) + "\n"
    try:
        for _ in tokenize.generate_tokens(io.StringIO(text).readline):
            pass
    except tokenize.TokenError as error:
        return "multi-line" in str(error) or "triple-quoted" in str(error)
    except SyntaxError:
        return False
    return False


def _calls(lines: list[str]) -> Iterator[Span]:
    """The statements that call the notebook, or import nothing else than that."""
    text = "\n".join(lines)
    if not any(name in text for name in _OF_THE_NOTEBOOK) or (tree := _tree(text)) is None:
        return
    encoded = [line.encode() for line in lines]
    nodes = list(ast.walk(tree))
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names = {name for name in _OF_THE_NOTEBOOK if name not in own}
    for node in nodes:
        if isinstance(node, ast.stmt) and (_is_call(node, names) or _is_import(node)) and _is_alone(node, encoded):
            yield node.lineno - 1, (node.end_lineno or node.lineno) - 1


def _is_call(node: ast.stmt, names: set[str]) -> bool:
    value: ast.AST | None = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(value, ast.Call):
        return False
    while isinstance(value, ast.Call | ast.Attribute):
        value = value.func if isinstance(value, ast.Call) else value.value
    return isinstance(value, ast.Name) and value.id in names


def _is_import(node: ast.stmt) -> bool:
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("IPython"):
        return False
    return all(alias.name in _OF_THE_NOTEBOOK and alias.asname is None for alias in node.names)


def _is_alone(node: ast.stmt, lines: list[bytes]) -> bool:
    """Whether nothing else stands in its lines, but for a comment or a semicolon."""
    if lines[node.lineno - 1][: node.col_offset].strip():
        return False
    return lines[(node.end_lineno or node.lineno) - 1][node.end_col_offset :].lstrip(b"; \t")[:1] in (b"", b"#")
