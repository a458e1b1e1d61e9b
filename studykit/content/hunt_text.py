"""A program of a hunt by its statements: the lines of each, what it reads and changes, and whether the order of two matters."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent

MOST_LINES = 5  # of a statement that is found by each of them
MODULES = frozenset(("torch", "nn", "F", "np", "math", "random", "print"))
# What statements share that have no name in common: gradients, and torch's random numbers.
SHARED = {
    "gradients": re.compile(r"backward|zero_grad|step|grad|clip_grad_(norm|value)_"),
    "random numbers": re.compile(r"manual_seed|rand\w*|normal_?|uniform_|multinomial|bernoulli_?|shuffle|[gs]et_rng_state"),
}
Exit = ast.Return | ast.Raise | ast.Continue | ast.Break | ast.Assert
Block = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Named = ast.Name | ast.Attribute
Change = tuple[str, int, int, int, int]  # of two programs, as difflib gives them


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
        return {line: node for node in _statements(tree) for line in own_lines(node)}

    def whole(self, line: int) -> Iterable[int]:
        """All lines of the statement of a line, unless it is a long one."""
        node = self.statements.get(line)
        own = own_lines(node) if node is not None else range(line, line + 1)
        return own if len(own) <= MOST_LINES else (line,)

    def is_code(self, line: int, owner: str) -> bool:
        """Whether a line is one of this function, below its head."""
        return bool(self.lines[line]) and self.owners[line] == owner and not isinstance(self.statements.get(line), Block)

    def begins(self, line: int) -> bool:
        """Whether a statement begins in a line."""
        node = self.statements.get(line)
        return node is not None and own_lines(node).start == line

    def beside(self, gap: int, owner: str, depth: int, step: int) -> Iterator[int]:
        """The lines in which the statements of a block of this depth begin, from a gap in it upwards (step −1) or downwards (1)."""
        for line in range(gap, len(self.lines)) if step > 0 else range(gap - 1, -1, -1):
            if self.lines[line] and (not self.is_code(line, owner) or margin(self.lines[line]) < depth):
                return
            if self.begins(line) and margin(self.lines[line]) == depth:
                yield line


def read_by(node: ast.AST | None) -> set[str]:
    """The names that a statement reads, without what stands in its block; a part of the object itself is `self.name`."""
    found = {_name(each) for each in _named(node) if isinstance(each.ctx, ast.Load)}
    return found | {_name(each) for each in _named(node.target)} if isinstance(node, ast.AugAssign) else found


def set_by(node: ast.AST | None) -> set[str]:
    """The names that an assignment sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def changed_by(node: ast.AST | None) -> set[str]:
    """The names of what a statement may change: what it sets, what it is called for, and what is done in place."""
    found = {_name(each) for each in _named(node) if isinstance(each.ctx, ast.Store)}
    for each in own_parts(node):
        if isinstance(each, ast.Subscript | ast.Attribute) and isinstance(each.ctx, ast.Store):
            found |= {_name(part) for part in _named(each.value)}
        elif isinstance(each, ast.Call) and (isinstance(node, ast.Expr) or _is_in_place(each)):
            found |= _changed_by_call(each)
    return found


def depend(one: ast.stmt | None, other: ast.stmt | None) -> bool:
    """Whether the order of two statements matters."""
    exits = [(exit_of(one), other), (exit_of(other), one)]
    if any(found is not None and (isinstance(found, ast.Continue | ast.Break) or has_effects(also)) for found, also in exits):
        return True
    changed, also_changed = changed_by(one), changed_by(other)
    touched, also_touched = read_by(one) | changed, read_by(other) | also_changed
    shared, also_shared = _shared(one), _shared(other)
    # What clears gradients, or draws a number, does nothing else that a method of the object could notice.
    if (_may_touch(one, also_changed) and not also_shared) or (_may_touch(other, changed) and not shared):
        return True
    return bool(changed & also_touched or also_changed & touched or shared & also_shared)


def exit_of(node: ast.AST | None) -> Exit | None:
    """With what a statement leaves its block: itself, or as a condition the last one in its block."""
    found = node.body[-1] if isinstance(node, ast.If) and not node.orelse else node
    return found if isinstance(found, Exit) else None


def has_effects(node: ast.AST | None) -> bool:
    """Whether more than local names changes, also in the block of a statement."""
    return any(isinstance(each, ast.Expr) or any("." in name for name in changed_by(each)) for each in parts_of(node))


def parts_of(node: ast.AST | None) -> list[ast.stmt]:
    """A statement and all those in its block."""
    return [] if node is None else [each for each in ast.walk(node) if isinstance(each, ast.stmt)]


def names_in(node: ast.AST) -> set[str]:
    """All names of a statement and its block."""
    return {_name(each) for part in ast.walk(node) for each in _named(part)}


def statements_of(lines: Sequence[str]) -> list[ast.stmt]:
    """The statements that some lines are, one after another; nothing if they cannot be read alone."""
    try:
        return ast.parse(dedent("\n".join(lines))).body
    except SyntaxError:
        return []


def own_parts(node: ast.AST | None) -> Iterator[ast.AST]:
    """What a statement is made of, without the statements in its block."""
    if node is None:
        return
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += [part for part in ast.iter_child_nodes(each) if not isinstance(part, ast.stmt | ast.ExceptHandler | ast.match_case)]


def own_lines(node: ast.stmt) -> range:
    """The lines of a statement, of a compound one those before its block."""
    block = [case.pattern for case in node.cases] if isinstance(node, ast.Match) else getattr(node, "body", [])
    return range(_first(node), max(_first(node) + 1, _first(block[0])) if block else node.end_lineno or node.lineno)


def margin(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def _named(node: ast.AST | None) -> Iterator[Named]:
    for each in own_parts(node):
        is_part = isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "self"
        is_name = isinstance(each, ast.Name) and each.id != "self" and each.id not in MODULES
        if is_part or is_name:
            yield each  # type: ignore[misc]  # both are named


def _name(node: Named) -> str:
    return node.id if isinstance(node, ast.Name) else f"self.{node.attr}"


def _is_in_place(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "next"
    return isinstance(call.func, ast.Attribute) and call.func.attr.endswith("_") and not call.func.attr.endswith("__")


def _changed_by_call(call: ast.Call) -> set[str]:
    """A method changes its object, a function what it is given."""
    if isinstance(call.func, ast.Attribute) and (objects := {_name(each) for each in _named(call.func)}):
        return objects
    return {_name(each) for part in (*call.args, *call.keywords) for each in _named(part)}


def _shared(node: ast.AST | None) -> set[str]:
    calls = [each.func.id for each in own_parts(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)]
    words = [*calls, *(each.attr for each in own_parts(node) if isinstance(each, ast.Attribute))]
    return {kind for kind, pattern in SHARED.items() if any(map(pattern.fullmatch, words))}


def _may_touch(node: ast.AST | None, touched: set[str]) -> bool:
    """Whether it calls a method of the object itself, or of the class above, which may use any part of it."""
    calls = [each.func for each in own_parts(node) if isinstance(each, ast.Call)]
    names = [each.value if isinstance(each, ast.Attribute) else each for each in calls]
    return any(isinstance(name, ast.Name) and name.id in ("self", "super") for name in names) and any("." in name for name in touched)


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """All statements within a node, without a look into their expressions, which takes most of the time of `ast.walk`."""
    if isinstance(node, ast.stmt):
        yield node
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        for each in getattr(node, part, []):
            yield from _statements(each)


def _first(node: ast.AST) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min(each.lineno for each in (node, *decorators))) - 1
