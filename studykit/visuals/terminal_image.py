"""Shows a chart as an image in terminals that can: those with sixels, or with Kitty's protocol."""

import io
import sys
from typing import Any

from studykit.visuals.chart import Chart
from studykit.visuals.image import write_image


def as_image(chart: Chart, theme: str) -> Any:
    """The chart as something that rich prints, as large as the terminal; None where it shows no images, or stdout is no terminal.

    The terminal is asked whether it does, in a few tenths of a second at most.
    """
    if not sys.stdout.isatty():
        return None
    from textual_image.renderable import Image, SixelImage, TGPImage  # optional; and to import it is to ask

    if Image not in (SixelImage, TGPImage):
        return None
    drawn = io.BytesIO()
    write_image(chart, drawn, theme)
    return Image(drawn, width="auto", height="auto")
