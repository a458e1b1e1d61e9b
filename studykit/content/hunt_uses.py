"""Where a value is used that has lost its shape, or was not filtered or converted: there a hunt's bug could be fixed as well."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from studykit.content.hunt_text import MODULES, Change, Text, read_by, set_by, statements_of

WORD = re.compile(r"\bNone\s*[\],]|\w+")
SHAPES = """
    squeeze unsqueeze reshape view view_as flatten unflatten ravel expand expand_as keepdim keepdims transpose permute T mT newaxis
"""
SHAPERS = frozenset(SHAPES.split())
CONVERSIONS = """
    nan_to_num masked_select masked_fill masked_fill_ index_select gather nonzero unique argmax clamp clamp_ clamp_min clip float double
    half long int bool to type astype item tolist cpu cuda numpy detach detach_ contiguous tensor as_tensor from_numpy sigmoid softmax list
    sorted set
"""
CONVERTERS = frozenset(CONVERSIONS.split())
PLAIN_INDEX = (ast.Constant, ast.Slice, ast.Tuple)


def uses(right: Text, wrong: Text, change: Change) -> Iterator[int]:
    """The lines that count beside those of an edit. Where a value has another shape, that in which it meets the next value, which could be
    given that shape as well; where a filter, a selection or a conversion is gone, the only one in which the value is used."""
    _, old, old_end, start, end = change
    gone, came = right.lines[old:old_end], wrong.lines[start:end]
    is_of_shape, unfiltered = _is_of_shape(gone, came), set(_unfiltered(statements_of(gone), statements_of(came)))
    names = {name for line in range(start, end) for name in set_by(wrong.statements.get(line))}
    names = names or {name for node in statements_of(gone) for name in set_by(node)}
    owner = right.owners[old] if old < old_end else wrong.owners[start]
    for name in sorted((names if is_of_shape else set()) | unfiltered):
        found = [line for line in _read_later(wrong, name, end) if wrong.is_code(line, owner)]
        if is_of_shape or len(found) == 1:
            yield from found[:1]


def _read_later(wrong: Text, name: str, end: int) -> Iterator[int]:
    """The lines from here on in which a statement that reads this name begins, until the name is given to something else."""
    for line in range(end, len(wrong.lines)):
        node = wrong.statements.get(line)
        if not wrong.begins(line):
            continue
        if name in read_by(node):
            yield line
        if name in set_by(node):
            return


def _is_of_shape(gone: Iterable[str], came: Iterable[str]) -> bool:
    """Whether an edit gives or takes a change of shape."""
    old, new = (Counter(re.sub(r"\s", "", word) for word in WORD.findall("\n".join(lines))) for lines in (gone, came))
    differing = {*(old - new), *(new - old)}
    return any(word in SHAPERS or (word.startswith("None") and word != "None") for word in differing)


def _unfiltered(gone: Sequence[ast.stmt], came: Sequence[ast.stmt]) -> Iterator[str]:
    """The names of values from which an edit takes nothing but a filter, a selection or a conversion."""
    if not came and len(gone) == 1:
        yield from _converted_alone(gone[0])
    for one, also in zip(gone, came, strict=True) if len(gone) == len(came) else ():
        if isinstance(one, ast.Assign) and isinstance(also, ast.Assign) and set_by(one) == set_by(also):
            is_same = ast.dump(_bare(one.value)) == ast.dump(_bare(also.value))
            if is_same and _conversions(one.value) > _conversions(also.value):
                yield from set_by(also)


def _converted_alone(node: ast.stmt) -> set[str]:
    """The name whose value a statement does nothing but convert."""
    if isinstance(node, ast.Assign):
        bare = _bare(node.value)
        return {bare.id} if isinstance(bare, ast.Name) and bare is not node.value and {bare.id} == set_by(node) else set()
    is_call = isinstance(node, ast.Expr) and _bare(node.value) is not node.value
    return read_by(node.value.func) if is_call and isinstance(node.value, ast.Call) else set()  # type: ignore[attr-defined]


def _bare(node: ast.expr) -> ast.expr:
    """A value without what filters, selects or converts it as a whole."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in CONVERTERS:
            is_function = isinstance(value, ast.Name) and value.id in MODULES
            return _bare(node.args[0]) if is_function and node.args else _bare(value)
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in CONVERTERS:
            return _bare(first)
        case ast.Subscript(value=value, slice=index) if not isinstance(index, PLAIN_INDEX):
            return _bare(value)
        case ast.BinOp(left=left, op=op, right=right):
            return ast.BinOp(_bare(left), op, _bare(right))
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, _bare(operand))
        case ast.Tuple(elts=parts):
            return ast.Tuple([_bare(part) for part in parts], ast.Load())
        case ast.ListComp(elt=part, generators=[one]) | ast.GeneratorExp(elt=part, generators=[one]):
            is_copy = isinstance(part, ast.Name) and ast.unparse(part) == ast.unparse(one.target)
            every = ast.comprehension(one.target, one.iter, [], one.is_async)
            return _bare(one.iter) if is_copy else ast.ListComp(_bare(part), [every])
    return node


def _conversions(node: ast.expr) -> int:
    """How often a value is filtered, selected from or converted; `to` may convert to a device and a dtype at once."""
    count = 0
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=given) if name in CONVERTERS:
                count += len(given) if name == "to" else 1
            case ast.Subscript(slice=index) if not isinstance(index, PLAIN_INDEX):
                count += 1
            case ast.comprehension(ifs=conditions):
                count += len(conditions)
    return count
