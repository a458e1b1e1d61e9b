"""Where a check could stand that is missing from the program of a hunt: an `if` that raises or leaves, or an `assert`."""

import ast
import re
from collections.abc import Iterator

from studykit.content.hunt_text import Change, Text, changed_by, exit_of, has_effects, margin, names_in, parts_of, read_by, statements_of

SIZES = re.compile(r"\.(shape|size|numel|dim|ndim|device|dtype|is_floating_point)\b|\blen\(")
LOOPS = (ast.For, ast.While, ast.AsyncFor)


def places_of_a_check(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """The lines before or after which a check could stand instead: from where what it checks is known, or its function begins, to the first
    use of what it guards."""
    _, old, old_end, gap, _ = change
    gone = [line for line in range(old, old_end) if right.lines[line]]
    nodes = statements_of([right.lines[line] for line in gone])
    leaving = exit_of(nodes[-1]) if nodes else None
    if leaving is None or (nodes[-1] is leaving and not isinstance(leaving, ast.Assert)):
        return
    known = {name for node in nodes for name in changed_by(node)}
    if checked := {name for node in nodes for name in read_by(node)} - known:
        owner, depth = right.owners[gone[0]], margin(right.lines[gone[0]])
        needed = {name for node in nodes for name in names_in(node)} - known
        yield from _above(wrong, gap, owner, depth, needed, isinstance(leaving, ast.Raise | ast.Assert))
        yield from _below(wrong, gap, owner, depth, checked)


def _above(wrong: Text, gap: int, owner: str, depth: int, names: set[str], is_error: bool) -> Iterator[int]:
    """Upwards to where what is checked is known; an error may also be found before anything has changed. What is computed of sizes alone
    is known as early as they are."""
    for line in range(gap - 1, -1, -1):
        if not wrong.lines[line]:
            continue
        if not wrong.is_code(line, owner):
            return
        here = margin(wrong.lines[line])
        depth, is_head = min(depth, here), here < depth
        if here > depth or not wrong.begins(line):
            continue
        yield line
        node = wrong.statements[line]
        if (is_head and isinstance(node, LOOPS)) or (not is_error and has_effects(node)):
            return
        if changed := names & _changed_in(node):
            if not SIZES.search(ast.unparse(node)):
                return
            names = (names - changed) | read_by(node)


def _below(wrong: Text, gap: int, owner: str, depth: int, names: set[str]) -> Iterator[int]:
    """Downwards to the first statement that uses what is checked, or changes more than local names."""
    for line in wrong.beside(gap, owner, depth, 1):
        yield line
        node = wrong.statements[line]
        if names & names_in(node) or has_effects(node):
            return


def _changed_in(node: ast.stmt) -> set[str]:
    return {name for each in parts_of(node) for name in changed_by(each)}
