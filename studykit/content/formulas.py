"""The formulas of a task in LaTeX, for where they can be typeset; the docstring, in which they are plain text, stays the one source."""

import re
from collections.abc import Iterator, Mapping

from studykit.content.markdown import parsed

_CODE_SPAN = r"(?P<code>(?P<ticks>`+).*?(?P=ticks))"
_INDENT_OF_CODE = 4


def typeset(markdown: str, formulas: Mapping[str, str]) -> str:
    """The text with each formula in LaTeX: in a line of its own where it was an indented block, within the line elsewhere; code stays."""
    return _Typesetting(formulas).of(markdown) if formulas else markdown


def not_found(markdown: str, formulas: Mapping[str, str]) -> list[str]:
    """The formulas that the text does not have, outside of code."""
    if not formulas:
        return []
    typesetting = _Typesetting(formulas)
    typesetting.of(markdown)
    return [text for text in formulas if " ".join(text.split()) not in typesetting.found]


class _Typesetting:
    """LaTeX by the text of a formula, however that is broken into lines, and the texts that were found."""

    def __init__(self, formulas: Mapping[str, str]) -> None:
        self._latex = {" ".join(text.split()): latex.strip() for text, latex in formulas.items() if text.strip()}
        self.found: set[str] = set()
        # The longest first: a formula may begin as a shorter one does.
        texts = sorted(self._latex, key=len, reverse=True)
        known = "|".join(r"\s+".join(map(re.escape, text.split())) for text in texts)
        self._pattern = re.compile(rf"{_CODE_SPAN}|(?<!\w)(?P<formula>{known})(?!\w)", re.DOTALL)

    def of(self, markdown: str) -> str:
        return "\n".join(self._parts(markdown.split("\n"), markdown))

    def _parts(self, lines: list[str], markdown: str) -> Iterator[str]:
        done = 0
        for begin, end, content in _code_blocks(markdown):
            yield from self._prose(lines[done:begin])
            yield from self._shown(lines[begin:end], content)
            done = end
        yield from self._prose(lines[done:])

    def _prose(self, lines: list[str]) -> Iterator[str]:
        if lines:
            yield self._pattern.sub(self._inline, "\n".join(lines))

    def _inline(self, match: re.Match[str]) -> str:
        return match["code"] or f"${self._latex_of(match['formula'])}$"

    def _shown(self, lines: list[str], content: str) -> Iterator[str]:
        """The lines of an indented block: formulas if each line is one, else code as it stands."""
        texts = [" ".join(line.split()) for line in lines if line.strip()]
        if not all(text in self._latex for text in texts):
            yield from lines
            return
        indent = " " * (_indent(lines[0]) - _indent(content) - _INDENT_OF_CODE)
        yield f"\n{indent}\n".join(f"{indent}$${self._latex_of(text)}$$" for text in texts)
        yield from lines[len(texts) :]

    def _latex_of(self, text: str) -> str:
        key = " ".join(text.split())
        self.found.add(key)
        return self._latex[key]


def _code_blocks(markdown: str) -> Iterator[tuple[int, int, str]]:
    """The lines from which and to which each block of code goes, and what stands there without the indentation."""
    for token in parsed(markdown):
        if token.type in ("code_block", "fence") and token.map:
            yield token.map[0], token.map[1], token.content


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
