"""A picture as a piece of a page: an SVG whose ink is the page's, so that one picture is right in light and dark."""

import re
from html import escape
from io import BytesIO

from studykit.content.html_block import block
from studykit.visuals.chart import Chart
from studykit.visuals.image import INK, write_image

# What matplotlib says of the file, and a style that would hold for everything on the page.
_NOT_FOR_A_PAGE = re.compile(r"<metadata>.*?</metadata>|<style .*?</style>", re.DOTALL)


def svg(chart: Chart) -> str:
    """The picture as an element; it takes the color of the text around it."""
    written = BytesIO()
    write_image(chart, written, "page", "svg")
    drawn = written.getvalue().decode()
    drawn = _NOT_FOR_A_PAGE.sub("", drawn[drawn.index("<svg") :]).replace(INK["page"], "currentColor")
    title = escape(chart.title, quote=True)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{title}" stroke-linejoin="round" stroke-linecap="butt" ', 1)


def html_of(chart: Chart) -> str:
    """The picture as a whole output of a notebook."""
    return block(svg(chart))
