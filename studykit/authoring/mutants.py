"""Small wrong changes of a right answer, each of which a suite should notice: what it does not notice, it does not test."""

import ast
import copy
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from studykit.authoring.mutations import IN_PLACE, counters, moved, replacements

# Of the general operators those whose changes a person could make; `+` for `<<` proves little.
_BINARY = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "Pow_Mul", "FloorDiv_Div", "Mod_FloorDiv")
_COMPARISON = ("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_Gt", "LtE_Lt", "Gt_GtE", "Gt_Lt", "GtE_Gt", "Is_IsNot", "IsNot_Is")
_OPERATORS = (
    *(f"ReplaceBinaryOperator_{name}" for name in _BINARY),
    *(f"ReplaceComparisonOperator_{name}" for name in _COMPARISON),
    *("ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not", "AddNot", "NumberReplacer"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed right answer: what was done to which line (of the normalized source), and the whole text."""

    kind: str
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """What stands for it in `equivalent.yaml`: the change itself, so that it outlives edits elsewhere in the file."""
        # A line that only moved is the same before and after; then the kind says what it passed.
        return self.kind if self.before == self.after else f"{self.kind}: {self.before} -> {self.after or '(nothing)'}"


def mutants(source: str, is_differentiated: bool = True) -> list[Mutant]:
    """Every different mutant of a right answer, the field's own before the general ones. ImportError without cosmic-ray.

    Where nobody asks for a gradient (`is_differentiated` is False) a `detach` more or less changes nothing, and is no mutant.
    """
    plain = ast.unparse(_without_docstrings(ast.parse(source)))
    found: dict[str, Mutant] = {}
    for kind, text in [*_of_the_field(plain), *_general(plain)]:
        if kind.startswith("detach") and not is_differentiated:
            continue
        normal = _normal(text)
        if normal is not None and normal != plain and normal not in found:
            found[normal] = Mutant(kind, *_difference(plain, normal), normal)
    return list(found.values())


def _of_the_field(plain: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(plain)
    nodes = list(ast.walk(tree))
    numbers = counters(tree)
    skipped = {id(part) for node in nodes for part in _annotations(node)}
    for place, node in enumerate(nodes):
        if isinstance(node, ast.AugAssign) and ast.unparse(node.target) in numbers:
            yield from ((kind, _replaced(tree, place, new)) for kind, new in replacements(node) if kind != IN_PLACE)
        elif id(node) not in skipped:
            yield from ((kind, _replaced(tree, place, new)) for kind, new in replacements(node))
    for kind, changed in moved(tree):
        yield kind, ast.unparse(changed)


def _replaced(tree: ast.Module, place: int, new: ast.AST | None) -> str:
    """The text of a tree whose node number `place` gives way to another, or to nothing."""
    changed = copy.deepcopy(tree)
    target = list(ast.walk(changed))[place]
    for parent in ast.walk(changed):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(part is target for part in value):
                left = [new if part is target else part for part in value]
                setattr(parent, name, [part for part in left if part is not None] or [ast.Pass()] if isinstance(target, ast.stmt) else left)
    return ast.unparse(ast.fix_missing_locations(changed))


def _general(plain: str) -> Iterator[tuple[str, str]]:
    from cosmic_ray.mutating import mutate_code  # optional: only authors who ask for mutants need it
    from cosmic_ray.plugins import get_operator

    for name in _OPERATORS:
        operator = get_operator(f"core/{name}")()
        for occurrence in range(1000):
            changed = mutate_code(plain.encode(), operator, occurrence)
            if changed is None:
                break
            yield name, changed


def _annotations(node: ast.AST) -> list[ast.AST]:
    roots = [getattr(node, name, None) for name in ("annotation", "returns")]
    return [part for root in roots if isinstance(root, ast.AST) for part in ast.walk(root)]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _normal(text: str) -> str | None:
    try:
        return ast.unparse(ast.parse(text))
    except SyntaxError:
        return None


def _difference(plain: str, changed: str) -> tuple[str, str]:
    lines = list(difflib.ndiff(plain.splitlines(), changed.splitlines()))
    before = [line[2:].strip() for line in lines if line.startswith("- ")]
    after = [line[2:].strip() for line in lines if line.startswith("+ ")]
    return " / ".join(before), " / ".join(after)
