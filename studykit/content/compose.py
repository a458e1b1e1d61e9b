"""Two changes of one program made together: what a learner wrote who made two mistakes."""

import ast
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Change = tuple[int, int, list[str]]  # lines of the base from, to; what stands there instead


def changes(base: Sequence[str], changed: Sequence[str]) -> list[Change]:
    """The places in which a program differs from its base."""
    matcher = SequenceMatcher(a=base, b=changed, autojunk=False)
    return [(i, j, list(changed[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def compose(base: Sequence[str], first: Sequence[Change], second: Sequence[Change]) -> str | None:
    """The base with both changes; None if they touch the same place, or what comes of them is no Python."""
    every = sorted([*first, *second], key=lambda change: change[:2])
    for (_, end, _), (start, _, _) in pairwise(every):
        if start <= end:
            return None
    lines = list(base)
    for start, end, new in reversed(every):
        lines[start:end] = new
    source = "\n".join(lines) + "\n"
    try:
        ast.parse(source)
    except SyntaxError:
        return None
    return source
