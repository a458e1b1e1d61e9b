"""The changes that matter in deep learning, as rules on syntax trees: what a learner forgets, moves or takes for something else."""

import ast
import builtins
import copy
from collections.abc import Iterator

_SWAPS = {
    "mean": "sum",
    "sum": "mean",
    "train": "eval",
    "eval": "train",
    "argmax": "argmin",
    "min": "max",
    "max": "min",
    "softmax": "log_softmax",
    "log_softmax": "softmax",
    "sigmoid": "tanh",
    "tanh": "sigmoid",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "matmul": "mul",
}
IN_PLACE = "rebinding for in place"
_TOO_MANY = ("detach", "item", "clone", "squeeze", "flatten", "requires_grad_", "contiguous", "unsqueeze")
_ON_GRADIENTS = {"zero_grad", "backward", "step", "grad"}
_BUILT_IN = set(dir(builtins))
_MOVABLE = {"zero_grad", "backward", "step", "train", "eval"}
_IN_PLACE: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def replacements(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """What may stand in the place of a node, with the kind of the change; None drops it."""
    match node:
        case ast.FunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom() | ast.Pass():
            return
        case ast.stmt():
            yield "statement dropped", None
            yield from _statement(node)
        case ast.Call():
            yield from _call(node)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))) if number in (1, 2):
            yield "other dim", ast.Constant(number - 1)


def moved(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """The tree with one of the calls whose place matters (`zero_grad`, `backward`, `step`, …) past its neighbor, or before its loop.

    A move that no run can tell, such as `zero_grad` past a forward pass, is no mutant.
    """
    for place, parent in enumerate(list(ast.walk(tree))):
        body = _body(parent)
        for i, statement in enumerate(body):
            name = _called(statement)
            if name in _MOVABLE:
                neighbors = [j for j in (i - 1, i + 1) if 0 <= j < len(body) and _matters(name, body[j])]
                yield from ((f"{name} moved past `{_first_line(body[j])}`", _rearranged(tree, place, i, j)) for j in neighbors)
            if isinstance(statement, ast.For | ast.While):
                for k, inner in enumerate(statement.body):
                    if _called(inner) in _MOVABLE:
                        yield f"{_called(inner)} before the loop", _taken_out(tree, place, i, k)


def counters(tree: ast.Module) -> set[str]:
    """The names that begin as plain numbers: for them `n += 1` and `n = n + 1` are the same."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                found |= {ast.unparse(name) for name, value in zip(names, values, strict=True) if _is_number(value)}
            case ast.Assign(targets=targets, value=value) if _is_number(value):
                found |= {ast.unparse(target) for target in targets}
    return found


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _matters(name: str, neighbor: ast.stmt) -> bool:
    """Whether a run can tell on which side of a neighbor the call stands."""
    parts = list(ast.walk(neighbor))
    attributes = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    if name in ("zero_grad", "backward", "step") and attributes & (_ON_GRADIENTS - {name}):
        return True
    called = {part.func.id for part in parts if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
    runs_a_model = bool(called - _BUILT_IN) or bool(attributes & {"forward", "train", "eval"})
    return runs_a_model and name in ("step", "train", "eval")


def _statement(node: ast.stmt) -> Iterator[tuple[str, ast.AST | None]]:
    match node:
        case ast.AugAssign(target=ast.Name() | ast.Attribute() as target, op=op, value=value) if type(op) in _IN_PLACE:
            left = ast.parse(ast.unparse(target), mode="eval").body
            yield IN_PLACE, ast.Assign([target], ast.BinOp(left, op, value), lineno=node.lineno)
        case ast.Assign(targets=[ast.Name() as target], value=ast.BinOp(left=ast.Name() as left, op=op, right=right)):
            if target.id == left.id and type(op) in _IN_PLACE:
                yield "in place for rebinding", ast.AugAssign(target, op, right)
        case ast.With(items=[ast.withitem(context_expr=ast.Call() as call)], body=body) if "no_grad" in ast.unparse(call.func):
            yield "no_grad dropped", ast.If(ast.Constant(True), body, [])
        case ast.Return(value=ast.AST() as value):
            yield "detach too many", ast.Return(_method(value, "detach"))
        case ast.Assign(targets=targets, value=ast.Call() as value):
            yield "detach too many", ast.Assign(targets, _method(value, "detach"), lineno=node.lineno)


def _call(node: ast.Call) -> Iterator[tuple[str, ast.AST | None]]:
    for i, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield "keyword dropped", ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
        yield from _keyword(node, i, keyword)
    if isinstance(node.func, ast.Attribute):
        yield from _method_call(node, node.func.value, node.func.attr)


def _keyword(node: ast.Call, i: int, keyword: ast.keyword) -> Iterator[tuple[str, ast.AST | None]]:
    match keyword:
        case ast.keyword(arg="dim" | "axis", value=ast.Constant(value=int() as dim)):
            yield "other dim", _with_keyword(node, i, ast.Constant(1 - dim if dim in (0, 1) else dim - 1))
        case ast.keyword(arg="unbiased", value=ast.Constant(value=bool() as unbiased)):
            yield "biased for unbiased", _with_keyword(node, i, ast.Constant(not unbiased))
        case ast.keyword(arg="ddof" | "correction", value=ast.Constant(value=int() as correction)):
            yield "biased for unbiased", _with_keyword(node, i, ast.Constant(1 - correction))


def _method_call(node: ast.Call, owner: ast.expr, name: str) -> Iterator[tuple[str, ast.AST | None]]:
    if name in _SWAPS:
        yield f"{_SWAPS[name]} for {name}", ast.Call(ast.Attribute(owner, _SWAPS[name], ast.Load()), node.args, node.keywords)
    if name in ("std", "var") and not {"unbiased", "ddof", "correction"} & {keyword.arg for keyword in node.keywords}:
        yield "biased for unbiased", ast.Call(node.func, node.args, [*node.keywords, ast.keyword("correction", ast.Constant(0))])
    if name in _TOO_MANY:
        yield f"{name} dropped", owner


def _with_keyword(node: ast.Call, i: int, value: ast.expr) -> ast.Call:
    changed = ast.keyword(node.keywords[i].arg, value)
    return ast.Call(node.func, node.args, [*node.keywords[:i], changed, *node.keywords[i + 1 :]])


def _method(value: ast.expr, name: str) -> ast.Call:
    return ast.Call(ast.Attribute(value, name, ast.Load()), [], [])


def _called(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name
    return ""


def _body(node: ast.AST) -> list[ast.stmt]:
    body = getattr(node, "body", None)
    return body if isinstance(body, list) else []


def _first_line(statement: ast.stmt) -> str:
    return ast.unparse(statement).splitlines()[0]


def _taken_out(tree: ast.Module, place: int, loop: int, k: int) -> ast.Module:
    changed = copy.deepcopy(tree)
    body = _body(list(ast.walk(changed))[place])
    body.insert(loop, _body(body[loop]).pop(k))
    _body(body[loop + 1]).extend([] if _body(body[loop + 1]) else [ast.Pass()])
    return changed


def _rearranged(tree: ast.Module, place: int, i: int, j: int) -> ast.Module:
    changed = copy.deepcopy(tree)
    body = _body(list(ast.walk(changed))[place])
    body[i], body[j] = body[j], body[i]
    return changed
