"""A piece of HTML for a notebook's output: it brings its own style, which touches nothing else on the page, and no script."""

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

# Also in the elements, for pages that drop a <style>, as GitHub and an untrusted notebook in JupyterLab do; the variables are those of the
# style sheet, and without it the colors are such as can be read in light and dark.
_INLINE = {
    "good": "color:var(--studykit-good,#2a9d4a)",
    "bad": "color:var(--studykit-bad,#d9483b)",
    "head": "font-weight:600",
    "diagnosis": "padding-left:.8rem",
}


def block(*parts: str) -> str:
    """The parts, which are HTML, as one output."""
    return f'<div class="studykit-block"><style>{_style()}</style>{"".join(parts)}</div>'


def tag(name: str, css: str, *inner: str) -> str:
    """An element around HTML; `css` holds names of classes without their `studykit-`."""
    names = css.split()
    classes = " ".join(f"studykit-{each}" for each in names)
    style = ";".join(_INLINE[each] for each in names if each in _INLINE)
    attributes = f" class='{classes}'" * bool(classes) + f" style='{style}'" * bool(style)
    return f"<{name}{attributes}>{''.join(inner)}</{name}>"


def text(plain: str) -> str:
    """Text as HTML that shows every letter of it."""
    return escape(plain)


def fields(pairs: Iterable[tuple[str, str | None]]) -> str:
    """Names and texts in two columns, without those that have no text; the text of `said` ones is prose, that of all others code."""
    return tag("div", "fields", *(f"<span>{text(name)}</span>{_value(name, value)}" for name, value in pairs if value is not None))


def _value(name: str, value: str) -> str:
    is_prose = name not in ("expected", "got", "printed", "loss", "") and not name.startswith("line ")
    return tag("pre", "said" if is_prose else "", text(value))


@cache
def _style() -> str:
    lines = files(__package__).joinpath("html_block.css").read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[1:])  # the comment is for who reads the file
