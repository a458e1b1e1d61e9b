"""Which test asks each sentence of a task: a promise that no test asks is one that a wrong answer may break."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from studykit.content.source import Source

BY_THE_JUDGE = "forbids"  # what a module-level `asks` names: the judge's own test that nothing forbidden is used

_CODE = re.compile(r"`[^`]+`")
_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|(?<=;)\s+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs)\.\s+$")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A sentence of a task, the tests that ask it, and whether it only says what is passed in or left free."""

    sentence: str
    tests: tuple[str, ...]
    is_given: bool

    @property
    def is_settled(self) -> bool:
        """Whether a test asks it, or there is nothing to ask."""
        return bool(self.tests) or self.is_given


def sentences(task: str) -> list[str]:
    """The sentences of a task in Markdown, from the first that has code in it or stands in a list, without its examples.

    What a semicolon separates counts as sentences of its own; what only leads to a list does not count.
    """
    found: list[str] = []
    depth, begun = 0, False
    for token in MarkdownIt().parse(task):
        depth += token.nesting if token.type.startswith("list_item") else 0
        if token.type != "inline" or token.content.startswith("Example"):
            continue
        for sentence in _split(" ".join(token.content.split())):
            begun = begun or depth > 0 or "`" in sentence
            if begun and ("`" in sentence or not sentence.endswith(":")):
                found.append(sentence)
    return found


def is_marked(suite: Source) -> bool:
    """Whether a suite says of any sentence that it is asked or given."""
    return any(True for _ in _marks(suite.tree))


def requirements(task: str, suite: Source) -> list[Requirement]:
    """Each sentence of the task with the tests whose `asks` marks quote it; `given` marks quote those that demand nothing."""
    marks = list(_marks(suite.tree))
    return [
        Requirement(
            sentence,
            tuple(dict.fromkeys(mark.test for mark in marks if not mark.is_given and mark.quotes(sentence))),
            any(mark.is_given and mark.quotes(sentence) for mark in marks),
        )
        for sentence in sentences(task)
    ]


def requirement_faults(task: str, suite: Source, forbids: Sequence[str]) -> Iterator[str]:
    """Sentences that nothing asks, and what is wrong with the marks."""
    yield from mark_faults(task, suite, forbids)
    for each in requirements(task, suite):
        if not each.is_settled:
            yield (
                f'{suite.name}: asks: no test asks for "{each.sentence}"; mark the one that does with @pytest.mark.asks("…"), '
                'or name the sentence in pytestmark = [pytest.mark.given("…")] if it demands nothing'
            )


def mark_faults(task: str, suite: Source, forbids: Sequence[str]) -> Iterator[str]:
    """Marks that quote no sentence or several, and a test of the judge's that does not exist."""
    every = sentences(task)
    for mark in _marks(suite.tree):
        kind, place = "given" if mark.is_given else "asks", f"{suite.name}:{mark.line}"
        quoted = [sentence for sentence in every if mark.quotes(sentence)]
        if not quoted:
            yield f'{place}: {kind}: the task has no sentence with "{mark.quote}"; quote a part of one, word for word'
        elif len(quoted) > 1 and not all(sentence in mark.quote for sentence in quoted):
            yield f'{place}: {kind}: {len(quoted)} sentences of the task contain "{mark.quote}"; quote more of the one that is meant'
        if mark.test == BY_THE_JUDGE and not mark.is_given and not forbids:
            yield f"{place}: asks: outside a test it names what `forbids` of exercise.yaml demands, and that is empty"


@dataclass(frozen=True, slots=True)
class _Mark:
    test: str
    quote: str
    line: int
    is_given: bool

    def quotes(self, sentence: str) -> bool:
        return self.quote in sentence or sentence in self.quote


def _marks(tree: ast.Module) -> Iterator[_Mark]:
    for statement in tree.body:
        test = statement.name if isinstance(statement, ast.FunctionDef) else BY_THE_JUDGE
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="asks" | "given" as kind), args=arguments):
                    for argument in arguments:
                        quote = argument.value if isinstance(argument, ast.Constant) else None
                        yield _Mark(test, " ".join(str(quote or "").split()) or "(no text)", node.lineno, kind == "given")


def _split(text: str) -> Iterator[str]:
    """The sentences of a paragraph; a full stop within code or an abbreviation ends none."""
    codes = _CODE.findall(text)
    pieces = _END.split(_CODE.sub("\N{OBJECT REPLACEMENT CHARACTER}", text))
    sentence = ""
    for piece in pieces:
        sentence += piece
        if _ABBREVIATION.search(f"{piece} "):
            sentence += " "
            continue
        yield _restored(sentence, codes)
        sentence = ""
    if sentence.strip():
        yield _restored(sentence.strip(), codes)


def _restored(sentence: str, codes: list[str]) -> str:
    """With the code put back, which is taken from the front of `codes`."""
    return re.sub("\N{OBJECT REPLACEMENT CHARACTER}", lambda match: codes.pop(0), sentence)
