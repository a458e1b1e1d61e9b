"""An answer as it may be shown to a class: nothing in it tells whose it is."""

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator

SHORTEST_NAME = 3  # of letters a to z; a name in another script may have two
SHORTEST_NUMBER = 4
HIDDEN = "…"

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+|[^\W\d_]+")
_PLAIN = re.compile(r"\w{0,20}")
_OF_PYTHON = frozenset(name.casefold() for name in (*keyword.kwlist, *dir(builtins)))


def bare(source: str, known_texts: frozenset[str] = frozenset()) -> str | None:
    """A program without comments, docstrings, layout and texts of its own, which are those that neither stand in `known_texts` nor are
    one short word; None if it does not parse."""
    try:
        return ast.unparse(_Bare(known_texts).visit(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def texts_in(sources: Iterable[str]) -> frozenset[str]:
    """The texts in quotes of some programs that parse."""
    return frozenset(text for source in sources for node in ast.walk(ast.parse(source)) if (text := _text(node)) is not None)


def alone(program: str, function: str) -> str | None:
    """One function or class of a program, if it needs nothing else of it but imports; None otherwise."""
    tree = ast.parse(program)
    found = [node for node in tree.body if _name_of(node) == function]
    if len(found) != 1:
        return None
    others = set(_defined(node for node in tree.body if node is not found[0]))
    used = {node.id for node in ast.walk(found[0]) if isinstance(node, ast.Name)}
    return None if used & others else ast.unparse(found[0])


def name_words(names: Iterable[str], harmless: Iterable[str] = ()) -> frozenset[str]:
    """The words by which students could be recognized. Those that `harmless` programs use as well tell nothing, nor do Python's own."""
    found = {word for name in names for word in (*words(name), "".join(words(name))) if _is_telling(word)}
    return frozenset(found - _OF_PYTHON - {word for text in harmless for word in words(text)})


def words(text: str) -> list[str]:
    """The words of a text in small letters; those of `adaLovelace_1815` are three."""
    return [word.casefold() for word in _WORD.findall(text)]


def tells_a_name(program: str, names: frozenset[str]) -> bool:
    """Whether one of the names, or some of them written together, stands in a program."""
    return not names.isdisjoint({*words(program), *(name.casefold() for name in re.findall(r"[^\W_]+", program))})


def _is_telling(word: str) -> bool:
    if word.isdigit():
        return len(word) >= SHORTEST_NUMBER
    return len(word) >= (SHORTEST_NAME if word.isascii() else 2)


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name_of(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else ""


def _defined(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    """The names that statements at the top of a program give, but those of imports."""
    for node in nodes:
        if name := _name_of(node):
            yield name
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            yield from (each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


class _Bare(ast.NodeTransformer):
    """Takes away what a person wrote for persons."""

    def __init__(self, known_texts: frozenset[str]) -> None:
        self._known_texts = known_texts

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if _text(node.value) is not None else self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_own = isinstance(node.value, str) and node.value not in self._known_texts and not _PLAIN.fullmatch(node.value)
        return ast.Constant(HIDDEN) if is_own else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.visit(node.value)  # `.2f`, which follows it, is no text
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.stmt) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        return node
