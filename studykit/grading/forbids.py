"""Which names an exercise forbids a submission uses, as far as its source says; calls behind its back are for the worker to see."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from studykit.grading.text_lines import lines as text_lines

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
    lines = [line.encode(errors="surrogatepass") for line in text_lines(source, keepends=True)]
    found = []
    for node, meant in _Mentions(names).of(ast.parse(source)):
        broken = [forbidden for forbidden in names if any(_is_below(name, forbidden) for name in meant)]
        found += [Use(_written(node, meant, lines), node.lineno, forbidden) for forbidden in broken[:1]]
    return sorted(dict.fromkeys(found), key=lambda use: use.line)


def _is_below(name: str, forbidden: str) -> bool:
    return name == forbidden or name.startswith(f"{forbidden}.")


def _written(node: ast.stmt | ast.expr, meant: Meant, lines: list[bytes]) -> str:
    # Not ast.get_source_segment, which splits the whole source into lines for each use.
    if isinstance(node, ast.stmt) or node.end_lineno is None:
        return meant[0]
    part = lines[node.lineno - 1 : node.end_lineno]
    part[-1] = part[-1][: node.end_col_offset]
    part[0] = part[0][node.col_offset :]
    return " ".join(b"".join(part).decode(errors="replace").split())


@dataclass
class _Scope:
    """A stretch of code with names of its own, and what they may stand for: dotted names that matter, or nothing of interest."""

    body: Sequence[ast.AST]
    names: dict[str, Meant] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    is_class: bool = False


class _Mentions:
    """Walks a module scope by scope and says which dotted names each mention may mean.

    A meaning is kept only if it is forbidden or leads to something forbidden, and at most as deep as that: there are a handful of
    those, so no chain of aliases can make more of them.
    """

    def __init__(self, forbids: tuple[str, ...]) -> None:
        self.forbids = sorted(forbids, key=len, reverse=True)
        self.leading = {name.rsplit(".", n)[0] for name in forbids for n in range(1, name.count(".") + 1)}
        self.innermost: _Scope | None = None
        self.binding: dict[str, list[_Scope]] = {}
        self.stars: list[str] = []

    def of(self, tree: ast.Module) -> Iterator[tuple[ast.stmt | ast.expr, Meant]]:
        """Each name of an import, and each longest chain of attributes that may matter, with its dotted names."""
        # A stack of its own: a learner's long expression must not meet Python's recursion limit. A pair ends a scope.
        waiting: list[ast.AST | _Scope | tuple[_Scope, _Scope | None]] = [_Scope(tree.body)]
        while waiting:
            match waiting.pop():
                case (_Scope() as scope, outer):
                    self._leave(scope, outer)
                case _Scope() as scope:
                    waiting += [(scope, self.innermost), *reversed(scope.body)]
                    self._enter(scope)
                case (ast.Import() | ast.ImportFrom()) as node:
                    yield from ((node, (name,)) for name in _imported(node))
                case (ast.Name(ctx=ast.Load()) | ast.Attribute() | ast.Call()) as node if meant := self._meant(node):
                    yield node, meant
                case ast.AST() as node:
                    waiting += reversed(_parts(_root(node)))

    def _enter(self, scope: _Scope) -> None:
        self.innermost = scope
        nodes = list(_of_one_scope(scope.body))
        for node in nodes:
            self._bind(node, scope)
        scope.stars = [module for module in dict.fromkeys(scope.stars) if module not in self.stars]
        self.stars += scope.stars
        for name in scope.names:
            self.binding.setdefault(name, []).append(scope)
        for node in nodes:
            self._alias(node, scope)

    def _leave(self, scope: _Scope, outer: _Scope | None) -> None:
        self.innermost = outer
        del self.stars[len(self.stars) - len(scope.stars) :]
        for name in scope.names:
            self.binding[name].pop()

    def _bind(self, node: ast.AST, scope: _Scope) -> None:
        match node:
            case ast.Import():
                for alias in node.names:
                    meant = alias.name if alias.asname else alias.name.partition(".")[0]
                    self._also(scope, alias.asname or meant, meant)
            case ast.ImportFrom(module=str(module), level=0):
                for alias in node.names:
                    if alias.name == "*":
                        scope.stars += self._that_matter([module])
                    else:
                        self._also(scope, alias.asname or alias.name, f"{module}.{alias.name}")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self._also(scope, name)
            case ast.Name(id=name, ctx=ast.Store()):
                self._also(scope, name)

    def _alias(self, node: ast.AST, scope: _Scope) -> None:
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) or not node.value:
            return
        if meant := self._meant(node.value):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    self._also(scope, target.id, *meant)

    def _also(self, scope: _Scope, name: str, *meant: str) -> None:
        known = scope.names.get(name, ())
        scope.names[name] = (*known, *(new for new in self._that_matter(meant) if new not in known))

    def _that_matter(self, names: Iterable[str]) -> Meant:
        """What is forbidden or leads there, each once; of something below a forbidden name the forbidden part."""
        cut = (name if name in self.leading else next((f for f in self.forbids if _is_below(name, f)), "") for name in names)
        return tuple(dict.fromkeys(name for name in cut if name))

    def _meant(self, node: ast.AST) -> Meant:
        chain: list[str] = []
        while True:
            match node:
                case ast.Name(id=name):
                    meant = [".".join([root, *reversed(chain)]) for root in self._looked_up(name)]
                    return tuple(meant) if self._that_matter(meant) else ()
                case ast.Attribute(value=value, attr=attribute):
                    node = value
                case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(attribute)), *_]):
                    node = value
                case _:
                    return ()
            chain.append(attribute)

    def _looked_up(self, name: str) -> Meant:
        for scope in reversed(self.binding.get(name, ())):
            if scope is self.innermost or not scope.is_class:
                return scope.names[name]
        return tuple(f"{module}.{name}" for module in self.stars)


def _root(node: ast.AST) -> ast.AST:
    """What a chain of attributes begins with: the shorter chains inside mean no more than the whole."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


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


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}".removesuffix(".*") for alias in node.names if not node.level]


def _parameters(arguments: ast.arguments) -> dict[str, Meant]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {argument.arg: () for argument in every if argument}
