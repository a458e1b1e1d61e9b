"""Markdown and code of our cards as the HTML of Anki's fields."""

import re
from collections.abc import Callable
from html import escape

from studykit.content.deck import CODE_SPAN, GAP, Card
from studykit.content.markdown import html, html_inline

CODE_BEGIN, CODE_END = '<pre><code class="language-python">', "</code></pre>"
PRIVATE_USE = range(0xE000, 0xF8FF)


def code_html(code: str, language: str = "python") -> str:
    """Code as it stands, character for character."""
    begin = CODE_BEGIN if language == "python" else f'<pre><code class="language-{language}">'
    return f"{begin}{escape(code, quote=False)}{CODE_END}" if code else ""


def cloze_html(card: Card) -> str:
    """The front of a cloze and its code, with Anki's gaps; all bear the number 1, so that they are asked together, as here."""
    gap_mark = next(mark for number in PRIVATE_USE if (mark := chr(number)) not in card.front + card.code)
    gaps: list[str] = []

    def marked(render: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
        def mark(gap: re.Match[str]) -> str:
            gaps.append(render(gap[1]))
            return f"{gap_mark}{len(gaps) - 1}{gap_mark}"

        return mark

    in_code = marked(lambda text: escape(text, quote=False))
    in_prose = marked(html_inline)
    text = re.sub(CODE_SPAN, lambda span: re.sub(GAP, in_code, span.group()), card.front)
    rendered = (html(re.sub(GAP, in_prose, text)) + code_html(card.code)).replace("{{", "&#123;&#123;")
    return re.sub(f"{gap_mark}(\\d+){gap_mark}", lambda number: f"{{{{c1::{_unread(gaps[int(number[1])])}}}}}", rendered)


def _unread(text: str) -> str:
    """Text within a gap, in which Anki must see neither the gap's end nor a hint."""
    return text.replace("{", "&#123;").replace("}", "&#125;").replace("::", "&#58;&#58;")
