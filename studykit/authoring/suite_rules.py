"""What a hidden suite must have before it is run: tests, a requirement for each, and marks that name cards."""

import ast
from collections.abc import Iterator

from studykit.content.references import KnownCards
from studykit.content.source import Source


def suite_faults(suite: Source, cards: KnownCards) -> Iterator[str]:
    """The faults of a test_<slug>.py, each with its line."""
    tests = [node for node in ast.walk(suite.tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    if not tests:
        yield f"{suite.name}: at least 1 test needed, 0 found"
    for test in tests:
        if not ast.get_docstring(test):
            yield f"{suite.name}:{test.lineno}: {test.name}: docstring: missing; it is the requirement that the learner reads"
    for line, card in _concepts(suite.tree):
        if card is None:
            yield f"{suite.name}:{line}: concept: expected the id of a card, as text"
        else:
            yield from (f"{suite.name}:{line}: concept: {fault}" for fault in cards.faults([card]))


def _concepts(tree: ast.Module) -> Iterator[tuple[int, str | None]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="concept"), args=arguments):
                yield from ((node.lineno, _text(argument)) for argument in arguments)
                if not arguments:
                    yield node.lineno, None


def _text(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
