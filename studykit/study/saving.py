"""Writes a picture to a file: as an image, or as a page to turn, slide and step through."""

from pathlib import Path

from studykit.errors import StudykitError
from studykit.study.whole_file import refuse_a_foreign_file, write_text, write_whole
from studykit.visuals.chart import Chart

IMAGES = (".png", ".svg")
PAGE = ".html"


def check_target(file: Path) -> None:
    """StudykitError, before any work is done, if no picture can be written to this file: its ending, or what stands there."""
    if file.suffix not in (*IMAGES, PAGE):
        raise StudykitError(f"{file}: a picture ends in {', '.join(IMAGES)} or {PAGE}.")
    if file.suffix == PAGE:
        check_page(file)


def check_page(file: Path) -> None:
    """StudykitError if something else than a page of ours stands there."""
    from studykit.visuals.picture_page import GENERATOR  # start-up time: only for pages

    refuse_a_foreign_file(file, GENERATOR, "picture")


def save(chart: Chart, file: Path, theme: str = "light") -> None:
    """Write the picture; the file's ending says as what, `theme` (light or dark) how an image looks."""
    if file.suffix == PAGE:
        save_page(chart, file)
        return
    from studykit.visuals.image import write_image  # start-up time: a library that only images need

    # matplotlib goes by the suffix, which a draft keeps.
    write_whole(file, lambda draft: write_image(chart, draft, theme))


def save_page(chart: Chart, file: Path) -> None:
    """Write the picture as a page, whatever the file's ending."""
    from studykit.visuals.picture_page import page  # start-up time: as above

    write_text(file, page(chart))
