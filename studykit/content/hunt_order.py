"""Which lines of a hunt's program count where a statement is missing, stands in another place, or stands twice."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from studykit.content.hunt_text import Change, Text, depend, exit_of, margin, own_parts, parts_of, read_by, set_by, statements_of

TRIVIAL = re.compile(r"\W*|else:|try:|finally:|pass")


def around(right: Text, wrong: Text, change: Change) -> Iterable[int]:
    """Where a statement is missing: the lines before and after its place in the same function. A `return` behind the block that it is
    missing in is not beside it."""
    _, old, old_end, gap, _ = change
    before = next((line for line in range(gap - 1, -1, -1) if wrong.lines[line]), None)
    after = next((line for line in range(gap, len(wrong.lines)) if wrong.lines[line]), None)
    both = [line for line in (before, after) if line is not None]
    gone = next((line for line in range(old, old_end) if right.lines[line]), old)
    within = [line for line in both if wrong.owners[line] == right.owners[gone]]
    beside = [line for line in within if not _is_return_behind(wrong, line, right.lines[gone])]
    is_of_the_head = right.lines[gone].lstrip().startswith("@")
    return (within if is_of_the_head else beside) or within or both


def behind_what_came(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """Where fewer statements stand than should, the last of them missing: the line after, as for one that is missing alone."""
    _, old, old_end, start, end = change
    gone, came = (statements_of(text.lines[part]) for text, part in ((right, slice(old, old_end)), (wrong, slice(start, end))))
    if came and len(gone) > len(came):
        after = next((line for line in range(end, len(wrong.lines)) if wrong.lines[line]), None)
        if after is not None and wrong.is_code(after, right.owners[old]) and not _is_return_behind(wrong, after, right.lines[old_end - 1]):
            yield after


def is_for_another(right: Text, wrong: Text, change: Change, changes: Sequence[Change]) -> bool:
    """Whether what is missing only sets names that other missing lines read."""
    names = {name for line in range(change[1], change[2]) for name in set_by(right.statements.get(line))}
    used = {name for line, node in wrong.statements.items() if wrong.lines[line] for name in read_by(node) | set_by(node)}
    others = [line for each in changes if each is not change for line in range(each[1], each[2])]
    return bool(names) and not names & used and any(names & read_by(right.statements.get(line)) for line in others)


def passed_by(right: Text, wrong: Text, changes: Sequence[Change]) -> Iterator[int]:
    """Where a statement stands in another place: those beside the place where it belongs, those from there on whose order with it matters,
    and the heads of the blocks that it should not be in."""
    for change, (place, line) in product(changes, _came(wrong, changes)):
        _, old, old_end, gap, _ = change
        was = next((each for each in range(old, old_end) if right.lines[each].strip() == wrong.lines[line].strip()), None)
        if was is None or (place == gap and margin(right.lines[was]) == margin(wrong.lines[line])):
            continue
        yield from around(right, wrong, change)
        yield from _between(wrong, line, gap)
        ours = {right.lines[head] for head in _heads(right, was)}
        yield from (head for head in _heads(wrong, line) if wrong.lines[head] not in ours)


def _came(wrong: Text, changes: Sequence[Change]) -> list[tuple[int, int]]:
    """The lines of the changes that mean something by themselves, each with where its change begins."""
    lines = [(start, line) for _, _, _, start, end in changes for line in range(start, end)]
    return [(start, line) for start, line in lines if not TRIVIAL.fullmatch(wrong.lines[line].strip())]


def other_gaps(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """Where a call that is a statement is missing: the statements of its block before or after which it could stand as well, because
    nothing between depends on the order."""
    _, old, old_end, gap, _ = change
    gone = [line for line in range(old, old_end) if right.lines[line]]
    nodes = statements_of([right.lines[line] for line in gone])
    if len(nodes) != 1 or not isinstance(nodes[0], ast.Expr):
        return
    for step in (-1, 1):
        for line in wrong.beside(gap, right.owners[gone[0]], margin(right.lines[gone[0]]), step):
            parts = parts_of(wrong.statements[line])
            is_last = any(depend(nodes[0], part) for part in parts)
            if step > 0 or not is_last or len(parts) == 1:  # behind a block is not beside its head
                yield line
            if is_last:
                break


def doubled(wrong: Text, change: Change) -> Iterator[int]:
    """Where a statement, or a call that is one, stands twice and one of them is too much: the other one."""
    for line in (each for each in range(change[3], change[4]) if wrong.begins(each)):
        yield from _twins(wrong, wrong.statements[line], line, margin(wrong.lines[line]), wrong.owners[line])


def one_of_two(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """Where one of two equal statements is missing: the one that is left, and what stands on its other side."""
    _, old, old_end, gap, _ = change
    gone = [line for line in range(old, old_end) if right.lines[line]]
    nodes = statements_of([right.lines[line] for line in gone])
    if len(nodes) != 1:
        return
    depth, owner = margin(right.lines[gone[0]]), right.owners[gone[0]]
    for twin in _twins(wrong, nodes[0], gap, depth, owner):
        yield twin
        below = twin >= gap
        yield from list(wrong.beside(twin + below, owner, depth, 1 if below else -1))[:1]


def _heads(program: Text, line: int) -> Iterator[int]:
    """The heads of the blocks within its function that a line stands in."""
    depth = margin(program.lines[line])
    for each in range(line - 1, -1, -1):
        if program.begins(each) and margin(program.lines[each]) < depth:
            depth = margin(program.lines[each])
            if program.is_code(each, program.owners[line]):
                yield each


def _between(wrong: Text, line: int, gap: int) -> Iterator[int]:
    node = wrong.statements.get(line)
    for each in range(line, gap) if line < gap else range(gap, line):
        if wrong.is_code(each, wrong.owners[each]) and depend(node, wrong.statements.get(each)):
            yield each


def _twins(wrong: Text, node: ast.stmt, line: int, depth: int, owner: str) -> Iterator[int]:
    """The other place of a statement in its block, if nothing between depends on the order."""
    if getattr(node, "body", None) or exit_of(node):
        return
    for step in (-1, 1):
        for each in wrong.beside(line, owner, depth, step):
            other = wrong.statements[each]
            if other is node:
                continue
            if _is_twice(node, other):
                yield each
            if any(depend(node, part) for part in parts_of(other)):
                break


def _is_twice(node: ast.stmt, other: ast.stmt) -> bool:
    if ast.dump(node) == ast.dump(other):
        return True
    both = [(one, also) for one, also in ((node, other), (other, node)) if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call)]
    return any(ast.dump(one.value) == ast.dump(part) for one, also in both for part in own_parts(also))


def _is_return_behind(wrong: Text, line: int, gone: str) -> bool:
    return isinstance(wrong.statements.get(line), ast.Return) and margin(wrong.lines[line]) < margin(gone)
