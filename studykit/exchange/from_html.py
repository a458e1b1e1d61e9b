"""HTML of Anki's fields as Markdown, code as it stands, and names instead of media."""

import re
from functools import lru_cache
from html import unescape
from typing import Any

from studykit.errors import StudykitError
from studykit.exchange.media import named_image, with_named_sounds
from studykit.installing import install_command

try:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter
except ImportError as error:
    raise StudykitError(f"Anki's format needs more packages: run `{install_command('anki')}`. Nothing was changed.") from error

NEVER_SHOWN = ("script", "style", "template")
MATH = re.compile(
    r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\[latex\](.+?)\[/latex\]|\[\$\$?\](.+?)\[/\$\$?\]|<anki-mathjax[^>]*>(.+?)</anki-mathjax>", re.DOTALL
)
OUTER_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")


class _Converter(MarkdownConverter):
    """Emphasis only where HTML has it; images by name."""

    def escape(self, text: str, parent_tags: Any) -> str:
        return _escaped(text)

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        return named_image(el.get("src", ""))


_converter = _Converter(heading_style="ATX", bullets="-", code_language_callback=lambda pre: _language(pre))


@lru_cache(maxsize=100)  # a side is looked at several times
def markdown(html: str, escape: bool = True) -> str:
    """A field as Markdown; without `escape` as plain text."""
    html = with_named_sounds(html)
    if "<" not in html and "\\" not in html and "[" not in html:
        text = unescape(html).replace("\xa0", " ").strip()
        return _escaped(text) if escape else text
    soup = BeautifulSoup(MATH.sub(_math, html), "html.parser")
    for element in soup.find_all(NEVER_SHOWN) if "<s" in html or "<t" in html else ():
        element.decompose()
    for block in soup.find_all("pre") if "<pre" in html.lower() else ():
        for line_break in block.find_all("br"):
            line_break.replace_with("\n")
    if not escape:
        for line_break in soup.find_all("br"):
            line_break.replace_with("\n")
        return str(soup.get_text()).replace("\xa0", " ").strip()
    text = _converter.convert_soup(soup).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() if "```" not in text else text.strip()


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
