"""One way to read a file of a pack, so that a missing or broken one is the same clear fault everywhere."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studykit.errors import PackError


@dataclass(frozen=True)
class Source:
    """A Python file that parses; `name` stands for it in messages."""

    name: str
    text: str
    tree: ast.Module

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @property
    def code_shape(self) -> str:
        """Equal for two files that differ at most in module docstring, comments and layout."""
        body = self.tree.body[1:] if self._docstring_node() else self.tree.body
        return ast.dump(ast.Module(body=body, type_ignores=[]))

    def halves(self) -> tuple[str, str]:
        """The text up to the end of the module docstring, and the text below it."""
        # Lines as the parser counts them: splitlines would also split at a form feed or a Unicode line separator inside a string.
        lines = [f"{line}\n" for line in self.text.rstrip("\n").split("\n")]
        node = self._docstring_node()
        end = node.end_lineno if node else 0
        return "".join(lines[:end]), "".join(lines[end:])

    def comment_lines(self) -> Iterator[int]:
        """The lines that hold a comment."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0]

    def _docstring_node(self) -> ast.Expr | None:
        match self.tree.body:
            case [ast.Expr(value=ast.Constant(value=str())) as first, *_]:
                return first
        return None


def read_text(file: Path, name: str) -> str:
    """The text of a UTF-8 file, with or without BOM. PackError, with `name` for the file, if it cannot be had."""
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise PackError([f"{name}: missing"]) from None
    except UnicodeDecodeError as error:
        raise PackError([f"{name}: not UTF-8 (byte {error.start + 1}): save the file as UTF-8"]) from None
    except OSError as error:
        raise PackError([f"{name}: cannot be read: {error.strerror}"]) from None


def read_source(file: Path, name: str) -> Source:
    """A Python file of a pack. PackError, with the line, if it does not parse."""
    return parsed(read_text(file, name), name)


def parsed(text: str, name: str) -> Source:
    """A Python text of a pack, which `name` stands for. PackError, with the line, if it does not parse."""
    try:
        return Source(name, text, ast.parse(text))
    except SyntaxError as error:
        raise PackError([f"{name}:{error.lineno or 1}: does not parse: {error.msg}"]) from None
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; nesting without end
        raise PackError([f"{name}: does not parse: {error}"]) from None
