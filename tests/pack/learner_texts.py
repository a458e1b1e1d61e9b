"""Every text that a learner reads, sentence by sentence, with its place."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
NOT_READ = ("docs/notes.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Sentence:
    file: str
    line: int
    text: str


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
    return [path for path in wanted if str(path.relative_to(root)) not in NOT_READ]


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
    blank = re.sub(r"^```.*?^```", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
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
    if file.is_relative_to(ROOT / "studykit"):
        return
    names = {(node.id, node.lineno) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    for name, line in sorted(names):
        yield line, name.replace("_", " ")


def misused(file: Path, words: list[dict[str, str]]) -> Iterator[tuple[Sentence, str, str]]:
    """Each sentence of the file with a word that the field does not use there, that word, and what to write."""
    for sentence in sentences(file):
        for word in words:
            if "where" in word and not re.search(word["where"], sentence.file):
                continue
            if (match := re.search(word["match"], sentence.text)) and not ("unless" in word and re.search(word["unless"], sentence.text)):
                yield sentence, match[0], word["write"]


def words() -> list[dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text())


if __name__ == "__main__":
    ROOT = Path.cwd()
    chosen = [Path(name).resolve() for name in sys.argv[1:]]
    known = words()
    count = 0
    for path in files(ROOT):
        if not chosen or any(path.is_relative_to(part) for part in chosen):
            for sentence, word, write in misused(path, known):
                count += 1
                print(f"{sentence.file}:{sentence.line}: '{word}' -> {write}\n    {sentence.text[:200]}")
    print(count)
