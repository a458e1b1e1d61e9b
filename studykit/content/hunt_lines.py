"""Which lines of a program with a bug count as found: those of the bug, and those where it could be fixed as well."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent

MOST_LINES = 5  # of a statement that is found by each of them
WORD = re.compile(r"\bNone\s*[\],]|\w+")
SHAPES = """
    squeeze unsqueeze reshape view view_as flatten unflatten ravel expand expand_as keepdim keepdims transpose permute T mT newaxis
"""
SHAPERS = frozenset(SHAPES.split())
TRIVIAL = re.compile(r"\W*|else:|try:|finally:|pass")
Change = tuple[str, int, int, int, int]  # as difflib gives them
Block = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Text:
    """A program by lines, each with the function that it belongs to; all numbers of lines are from 0."""

    lines: Sequence[str]
    owners: Sequence[str]

    @cached_property
    def statements(self) -> dict[int, ast.stmt]:
        """For each line the statement that it is of, without what stands in its block; nothing if it cannot be read alone."""
        try:
            tree = ast.parse("\n".join(self.lines))
        except SyntaxError:
            return {}
        return {line: node for node in _statements(tree) for line in _own_lines(node)}

    def whole(self, line: int) -> Iterable[int]:
        """All lines of the statement of a line, unless it is a long one."""
        node = self.statements.get(line)
        own = _own_lines(node) if node is not None else range(line, line + 1)
        return own if len(own) <= MOST_LINES else (line,)

    def is_code(self, line: int, owner: str) -> bool:
        """Whether a line is one of this function, below its head."""
        return bool(self.lines[line]) and self.owners[line] == owner and not isinstance(self.statements.get(line), Block)


def found_lines(right: Text, wrong: Text, changes: Sequence[Change]) -> frozenset[int]:
    """The lines of the wrong program that count as found."""
    found: set[int] = set()
    for change in changes:
        _, _, _, start, end = change
        came = [line for line in range(start, end) if wrong.lines[line]]
        found.update(came or _around(right, wrong, change))
        found.update(_meetings(right, wrong, change))
    found.update(_passed_by(right, wrong, changes))
    return frozenset(line for each in found for line in wrong.whole(each) if wrong.lines[line])


def _around(right: Text, wrong: Text, change: Change) -> Iterable[int]:
    """Where a statement is missing: the statements before and after its place in the same function. A `return` behind the block that it is
    missing in is not beside it."""
    _, old, old_end, gap, _ = change
    before = next((line for line in range(gap - 1, -1, -1) if wrong.lines[line]), None)
    after = next((line for line in range(gap, len(wrong.lines)) if wrong.lines[line]), None)
    both = [line for line in (before, after) if line is not None]
    gone = next((line for line in range(old, old_end) if right.lines[line]), old)
    within = [line for line in both if wrong.owners[line] == right.owners[gone]]
    beside = [line for line in within if wrong.is_code(line, right.owners[gone]) and not _is_return_behind(wrong, line, right.lines[gone])]
    is_of_the_head = right.lines[gone].lstrip().startswith("@")
    return (within if is_of_the_head else beside) or within or both


def _is_return_behind(wrong: Text, line: int, gone: str) -> bool:
    return isinstance(wrong.statements.get(line), ast.Return) and _margin(wrong.lines[line]) < _margin(gone)


def _passed_by(right: Text, wrong: Text, changes: Sequence[Change]) -> Iterator[int]:
    """Where a statement stands at another place: all lines of its function from the one place to the other."""
    for _, old, old_end, gap, _ in changes:
        gone = {right.lines[line].strip() for line in range(old, old_end) if not TRIVIAL.fullmatch(right.lines[line].strip())}
        for _, _, _, start, end in changes:
            for line in range(start, end):
                if start != gap and wrong.lines[line].strip() in gone:
                    passed = range(line, gap) if line < gap else range(gap, line)
                    yield from (each for each in passed if wrong.is_code(each, wrong.owners[line]))


def _meetings(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """Where a value has another shape: the statement in which it meets the next one, which could be given that shape as well."""
    _, old, old_end, start, end = change
    gone, came = right.lines[old:old_end], wrong.lines[start:end]
    if not _is_of_shape(gone, came):
        return
    names = {name for line in range(start, end) if (node := wrong.statements.get(line)) is not None for name in _set_by(node)}
    names = names or _set_in(gone)
    owner = right.owners[old] if old < old_end else wrong.owners[start]
    for name in names:
        reads = (line for line in range(end, len(wrong.lines)) if name in _read_by(wrong.statements.get(line)))
        yield from [line for line in reads if wrong.is_code(line, owner)][:1]


def _is_of_shape(gone: Iterable[str], came: Iterable[str]) -> bool:
    """Whether an edit gives or takes a change of shape."""
    old, new = (Counter(re.sub(r"\s", "", word) for word in WORD.findall("\n".join(lines))) for lines in (gone, came))
    differing = {*(old - new), *(new - old)}
    return any(word in SHAPERS or (word.startswith("None") and word != "None") for word in differing)


def _set_in(lines: Sequence[str]) -> set[str]:
    try:
        return {name for node in ast.parse(dedent("\n".join(lines))).body for name in _set_by(node)}
    except SyntaxError:
        return set()


def _set_by(node: ast.stmt) -> Iterator[str]:
    """The local names that a statement sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []
    for target in targets:
        yield from (each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


def _read_by(node: ast.stmt | None) -> set[str]:
    """The names that a statement reads, without what stands in its block."""
    if node is None:
        return set()
    own = _own_lines(node)
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))
    return {name.id for name in names if name.lineno - 1 in own}


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """All statements within a node, without a look into their expressions, which takes most of the time of `ast.walk`."""
    if isinstance(node, ast.stmt):
        yield node
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        for each in getattr(node, part, []):
            yield from _statements(each)


def _own_lines(node: ast.stmt) -> range:
    """The lines of a statement, of a compound one those before its block."""
    block = [case.pattern for case in node.cases] if isinstance(node, ast.Match) else getattr(node, "body", [])
    return range(_first(node), max(_first(node) + 1, _first(block[0])) if block else node.end_lineno or node.lineno)


def _first(node: ast.AST) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min(each.lineno for each in (node, *decorators))) - 1


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
