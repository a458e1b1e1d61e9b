"""How the pages of a class are made: every text is escaped, and nothing has to be fetched."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from studykit.content.html_block import block
from studykit.content.markdown import html, html_inline

_FILES = files(__package__)


def rendered(template: str, **values: Any) -> str:
    """A page of a template of this folder, with the style of all of them."""
    return _environment().get_template(template).render(style=Markup(_text("class.css")), **values)


def script(name: str) -> Markup:
    """A script of this folder, to stand in a page."""
    return Markup(_text(name))


def points_of(value: float) -> str:
    """Points as a person reads them: at most 2 digits after the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters: dict[str, Callable[..., str]] = {
        "markdown": lambda text: Markup(html(text)),
        "inline": lambda text: Markup(html_inline(text)),
        "block": lambda parts: Markup(block(*parts)),
        "points": points_of,
        "percent": lambda fraction: f"{100 * fraction:.0f} %",
        "breakable": _breakable,
    }
    environment.filters |= filters
    return environment


def _breakable(id: str) -> Markup:
    """An id that a narrow column may break after a slash, hyphen or underscore."""
    return Markup("<wbr>").join(Markup.escape(part) for part in re.split(r"(?<=[/_-])", id))


def _text(name: str) -> str:
    return _FILES.joinpath(name).read_text(encoding="utf-8")
