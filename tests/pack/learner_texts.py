"""Every text that a learner reads, sentence by sentence, with its place."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Programs that a learner reads: their names count, too.
SHOWN = re.compile(r"/exercises/|/solution\.py$|/also_right/")
NOT_READ = ("docs/notes.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Sentence:
    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Word:
    """A pattern that no learner's text should match: in files that match `where`, unless the sentence also matches `unless`."""

    match: str
    write: str
    where: str = ""
    unless: str = ""

    def found_in(self, sentence: Sentence) -> str:
        """The word as it stands in the sentence; empty if it is not there, or is right there."""
        if not re.search(self.where, sentence.file) or (self.unless and re.search(self.unless, sentence.text)):
            return ""
        match = re.search(self.match, sentence.text)
        return match[0] if match else ""


@dataclass(frozen=True)
class Allowed:
    """A right use of a word in the files that match `file`, with its reason."""

    file: str
    word: str
    reason: str

    def covers(self, sentence: Sentence, word: str) -> bool:
        """Whether the use of the word in this sentence is allowed."""
        return bool(re.search(self.file, sentence.file) and re.fullmatch(self.word, word))


def sentences(file: Path) -> Iterator[Sentence]:
    """The sentences of one file: the prose of Markdown, the values of YAML, the strings, comments and names of Python."""
    name = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
    read = {".md": _markdown, ".yaml": _yaml, ".py": _python}[file.suffix]
    for line, text in read(file):
        for offset, sentence in _split(text):
            yield Sentence(name, line + offset, sentence)


def files(root: Path = ROOT) -> list[Path]:
    """The files that hold learner's texts: the pack, the program, README and docs."""
    found = [path for part in ("exercises", "solutions", "cards", "studykit", "docs") for path in sorted((root / part).rglob("*"))]
    wanted = [path for path in [root / "README.md", *found] if path.suffix in (".md", ".yaml", ".py") and path.is_file()]
    return [path for path in wanted if str(path.relative_to(root)) not in NOT_READ and "LICENSE" not in path.name]


def _split(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in [*(match.end() for match in re.finditer(r"[.?!:;](?=\s)|\n\s*\n|\n(?=\s*[-*|#])", text)), len(text)]:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield text.count("\n", 0, start + lead), " ".join(piece.split())
        start = end


def _markdown(file: Path) -> Iterator[tuple[int, str]]:
    text = file.read_text()
    blank = re.sub(r"^```.*?^```|^Cards: [^\n]*", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    yield 1, blank


def _yaml(file: Path) -> Iterator[tuple[int, str]]:
    def walk(node: yaml.Node, key: str = "") -> Iterator[tuple[int, str]]:
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value not in ("proof", "id", "aliases", "source", "tags", "cards", "helps", "requires"):
                    yield from walk(value, name.value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from walk(value, key)
        else:
            yield node.start_mark.line + 1, node.value

    tree = yaml.compose(file.read_text())
    if tree is not None:
        yield from walk(tree)


def _python(file: Path) -> Iterator[tuple[int, str]]:
    text = file.read_text()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.search(r"#\s(.*)", line):
            yield number, match[1]
    if not SHOWN.search(file.as_posix()):
        return
    names = {(node.id, node.lineno) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    for name, line in sorted(names):
        yield line, name.replace("_", " ")


def misused(file: Path, words: Iterable[Word], allowed: Iterable[Allowed] = ()) -> Iterator[tuple[Sentence, str, str]]:
    """Each sentence of the file with a word that the field does not use there, that word, and what to write."""
    for sentence in sentences(file):
        for word in words:
            found = word.found_in(sentence)
            if found and not any(one.covers(sentence, found) for one in allowed):
                yield sentence, found, word.write


def words() -> list[Word]:
    """The list of words.yaml."""
    return [Word(**entry) for entry in yaml.safe_load((HERE / "words.yaml").read_text())]


def allowed_words() -> list[Allowed]:
    """The right uses of these words, each with its reason, of allowed_words.yaml."""
    return [Allowed(**entry) for entry in yaml.safe_load((HERE / "allowed_words.yaml").read_text())]
