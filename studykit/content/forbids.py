"""Which names an exercise forbids a submission uses, as far as its source says; calls behind its back are for the worker to see."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Function = ast.FunctionDef | ast.AsyncFunctionDef
Meant = tuple[str, ...]


@dataclass(frozen=True)
class Use:
    """One use: `name` as the learner wrote it, its line, and the entry of `forbids` that it breaks."""

    name: str
    line: int
    forbidden: str

    @property
    def message(self) -> str:
        return f"uses {self.name}, which this exercise asks you to build"


def uses(source: str, forbids: Iterable[str]) -> list[Use]:
    """Every mention of a forbidden dotted name or of something below it, by line; through imports, aliases and `getattr`.
    SyntaxError if the source does not parse."""
    names = tuple(forbids)
    if not names:
        return []
    found = []
    for node, meant in _Mentions().of(ast.parse(source)):
        broken = [forbidden for forbidden in names if any(_is_below(name, forbidden) for name in meant)]
        found += [Use(_written(node, meant, source), node.lineno, forbidden) for forbidden in broken[:1]]
    return sorted(dict.fromkeys(found), key=lambda use: use.line)


def _is_below(name: str, forbidden: str) -> bool:
    return name == forbidden or name.startswith(f"{forbidden}.")


def _written(node: ast.stmt | ast.expr, meant: Meant, source: str) -> str:
    segment = None if isinstance(node, ast.stmt) else ast.get_source_segment(source, node)
    return " ".join((segment or meant[0]).split())


@dataclass
class _Scope:
    """A stretch of code with names of its own, and what they may stand for: dotted names, or nothing known."""

    body: Sequence[ast.AST]
    names: dict[str, Meant] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    is_class: bool = False


class _Mentions:
    """Walks a module scope by scope and says which dotted names each mention may mean."""

    def __init__(self) -> None:
        self.scopes: list[_Scope] = []

    def of(self, tree: ast.Module) -> Iterator[tuple[ast.stmt | ast.expr, Meant]]:
        """Each name of an import, and each longest chain of attributes whose root is known, with its dotted names."""
        # A stack of its own: a learner's long expression must not meet Python's recursion limit. None ends a scope.
        waiting: list[ast.AST | _Scope | None] = [_Scope(tree.body)]
        while waiting:
            match waiting.pop():
                case None:
                    self.scopes.pop()
                case _Scope() as scope:
                    self._enter(scope)
                    waiting += [None, *reversed(scope.body)]
                case (ast.Import() | ast.ImportFrom()) as node:
                    yield from ((node, (name,)) for name in _imported(node))
                case (ast.Name(ctx=ast.Load()) | ast.Attribute() | ast.Call()) as node if meant := self._meant(node):
                    yield node, meant
                case ast.AST() as node:
                    waiting += reversed(_parts(node))

    def _enter(self, scope: _Scope) -> None:
        self.scopes.append(scope)
        nodes = list(_of_one_scope(scope.body))
        for node in nodes:
            _bind(node, scope)
        for node in nodes:
            self._alias(node, scope)

    def _alias(self, node: ast.AST, scope: _Scope) -> None:
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) or not node.value:
            return
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                scope.names[target.id] += self._meant(node.value)

    def _meant(self, node: ast.AST) -> Meant:
        chain: list[str] = []
        while True:
            match node:
                case ast.Name(id=name):
                    return tuple(".".join([root, *reversed(chain)]) for root in self._looked_up(name))
                case ast.Attribute(value=value, attr=attribute):
                    node = value
                case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(attribute)), *_]):
                    node = value
                case _:
                    return ()
            chain.append(attribute)

    def _looked_up(self, name: str) -> Meant:
        innermost = self.scopes[-1]
        for scope in reversed(self.scopes):
            if name in scope.names and (scope is innermost or not scope.is_class):
                return scope.names[name]
        return tuple(f"{module}.{name}" for scope in self.scopes for module in scope.stars)


def _parts(node: ast.AST) -> list[ast.AST | _Scope]:
    match node:
        case ast.ClassDef():
            return [*node.decorator_list, *node.bases, *node.keywords, _Scope(node.body, is_class=True)]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            outside = [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
            return [*outside, _Scope(node.body, _parameters(node.args))]
        case ast.Lambda():
            return [node.args, _Scope([node.body], _parameters(node.args))]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return [_Scope(list(ast.iter_child_nodes(node)))]
    return list(ast.iter_child_nodes(node))


def _of_one_scope(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | Comprehension | ast.ClassDef | ast.Lambda):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _bind(node: ast.AST, scope: _Scope) -> None:
    match node:
        case ast.Import():
            for alias in node.names:
                meant = alias.name if alias.asname else alias.name.partition(".")[0]
                _also(scope, alias.asname or meant, meant)
        case ast.ImportFrom(module=str(module), level=0):
            for alias in node.names:
                if alias.name == "*":
                    scope.stars.append(module)
                else:
                    _also(scope, alias.asname or alias.name, f"{module}.{alias.name}")
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            _also(scope, name)
        case ast.Name(id=name, ctx=ast.Store()):
            _also(scope, name)


def _also(scope: _Scope, name: str, *meant: str) -> None:
    scope.names[name] = scope.names.get(name, ()) + meant


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}".removesuffix(".*") for alias in node.names if not node.level]


def _parameters(arguments: ast.arguments) -> dict[str, Meant]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {argument.arg: () for argument in every if argument}
