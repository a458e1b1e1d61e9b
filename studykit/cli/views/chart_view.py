"""A chart in the terminal: as an image where it shows images, else drawn with characters; the title alone where not even those are."""

import os
import shutil
import sys

from studykit.cli.terminal.out import picture_console, say, steer
from studykit.cli.views.show import is_unicode
from studykit.visuals.characters import in_terminal
from studykit.visuals.chart import Chart
from studykit.visuals.terminal_image import as_image

MOST_COLUMNS = 160


def show_chart(chart: Chart, theme: str = "light", as_text: bool = False) -> None:
    """Show a chart; `as_text` with characters, even if the terminal shows images."""
    image = None if as_text else as_image(chart, theme)
    if image is not None:
        picture_console().print(image)
    elif is_unicode():
        colors = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        steer(in_terminal(chart, min(shutil.get_terminal_size().columns, MOST_COLUMNS), colors) + "\n")
    else:
        say(chart.title)
