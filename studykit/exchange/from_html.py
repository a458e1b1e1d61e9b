"""HTML of Anki's fields as Markdown, with gaps as ours, code as it stands, and names in place of media."""

import re
from functools import lru_cache
from html import unescape
from typing import Any

from studykit.errors import StudykitError

try:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter
except ImportError as error:
    raise StudykitError("Anki's format needs more packages: pip install 'studykit[anki]'. Nothing was imported.") from error

MEDIA = re.compile(r"""<(?:img|audio|video|source|object)\b[^>]*?\b(?:src|data)\s*=\s*["']?([^"'>\s]+)|\[sound:([^\]]+)\]""", re.IGNORECASE)
SOUND = re.compile(r"\[sound:([^\]]+)\]")
MATH = re.compile(
    r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\[latex\](.+?)\[/latex\]|\[\$\$?\](.+?)\[/\$\$?\]|<anki-mathjax[^>]*>(.+?)</anki-mathjax>", re.DOTALL
)
NUMBER = re.compile(r"\{\{c(\d+)::")
INNERMOST = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d+::|\}\}).)*?)(?:::((?:(?!\{\{c\d+::|\}\}|::).)*))?\}\}", re.DOTALL)
# Private-use characters stand for a gap's ends while HTML becomes Markdown.
BEGIN, END = "\ue000", "\ue001"
OUTER_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")


class _Converter(MarkdownConverter):
    """Emphasis only where HTML has it; images by name."""

    def escape(self, text: str, parent_tags: Any) -> str:
        return _escaped(text)

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        return f"(image {el.get('src', '')}, not taken)"


_converter = _Converter(heading_style="ATX", bullets="-", code_language_callback=lambda pre: _language(pre))


def markdown(html: str, escape: bool = True) -> str:
    """A field as Markdown; without `escape` as plain text."""
    html = SOUND.sub(r"(sound \1, not taken)", html)
    if "<" not in html and "\\" not in html and "[" not in html:
        text = unescape(html).replace("\xa0", " ").strip()
        return _escaped(text) if escape else text
    soup = BeautifulSoup(MATH.sub(_math, html), "html.parser")
    for block in soup.find_all("pre") if "<pre" in html.lower() else ():
        for line_break in block.find_all("br"):
            line_break.replace_with("\n")
    if not escape:
        return str(soup.get_text()).replace("\xa0", " ").strip()
    text = _converter.convert_soup(soup).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() if "```" not in text else text.strip()


def cloze_numbers(html: str) -> list[str]:
    """The numbers of a field's gaps, in order; Anki asks each by itself."""
    return sorted(set(NUMBER.findall(html)), key=int)


def cloze_text(html: str, number: str) -> str:
    """A field as the front of a cloze: the gaps of that number are gaps, those of others are filled."""
    before = ""
    while before != html:
        before, html = html, INNERMOST.sub(lambda gap: _gap(gap, number), html)
    return markdown(html).replace(BEGIN, "{{").replace(END, "}}")


def _gap(gap: re.Match[str], number: str) -> str:
    inner = gap[2].replace(BEGIN, "").replace(END, "") if gap[1] == number else gap[2]
    return f"{BEGIN}{inner or '…'}{END}" if gap[1] == number else inner


def _math(found: re.Match[str]) -> str:
    return f"<code>{next(group for group in found.groups() if group)}</code>"


@lru_cache(maxsize=1000)
def _escaped(text: str) -> str:
    return OUTER_UNDERSCORES.sub(lambda run: run[0].replace("_", r"\_"), text.replace("*", r"\*"))


def _language(pre: Any) -> str:
    code = pre.find("code")
    names = code.get("class", []) if code else []
    return next(
        (str(name).removeprefix("language-") for name in names if str(name).startswith("language-") and name != "language-plain"), ""
    )
