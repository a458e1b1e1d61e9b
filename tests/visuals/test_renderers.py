"""A chart in a terminal, as an image, and as a page: what stands in it is what the chart says."""

import re

import pytest

from studykit.visuals.characters import in_terminal
from studykit.visuals.chart import COLORS, Bars, Box, Boxes, Chart, Image, Line, Panel, Points, Step, Surface, Tone
from studykit.visuals.image import write_image
from studykit.visuals.picture_page import page

NAN = float("nan")
LINE = Panel("epoch", "loss in m²", [Line("yours", [0, 1, 2], [3.0, NAN, 1.0]), Points("data", [1], [2])], title="Falls")
BARS = Panel("layer", "norm", [Bars("plain", [1.0, 0.0]), Bars("residual", [2.0, NAN], Tone.RIGHT)], categories=("first", "last"))
HILL = Panel("b", "w", [Surface("loss", [0, 1, 2], [0, 1, 2], [[4, 1, 4], [3, 0, 3], [4, 1, 4]], [0.5, 2]), Line("path", [0, 1], [0, 1])])
SHADES = Panel("column", "row", [Image("pixels", [[0, 1], [1, 0]], [["0", "1"], ["1", "0"]])])
GRAPH = Panel("", "", [Boxes("graph", [Box("Mean", 0, 0), Box("Pow", 0, 1, marked=True)], [(1, 0)])], title="Graph")
EVERYTHING = Chart("One message", [LINE, BARS, HILL, SHADES, GRAPH])


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width):
    for line in in_terminal(EVERYTHING, width, colors=False).splitlines():
        assert len(line) <= width


def test_the_terminal_shows_title_labels_names_and_the_diagram():
    text = in_terminal(EVERYTHING, 80, colors=False)

    for word in ("One message", "epoch", "loss in m²", "yours", "data", "residual", "first", "Mean   ← Pow", "✗ Pow"):
        assert word in text


def test_colours_are_used_only_when_asked_for():
    assert "\x1b[" in in_terminal(EVERYTHING, 80)
    assert "\x1b[" not in in_terminal(EVERYTHING, 80, colors=False)


def test_a_log_axis_leaves_out_what_it_cannot_show():
    panel = Panel("epoch", "loss", [Line("curve", [0, 1, 2], [0.0, 1.0, 10.0])], log_y=True)

    assert "curve" in in_terminal(Chart("t", [panel]), 80, colors=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_image_holds_the_words_and_is_readable_on_its_ground(tmp_path, theme):
    file = tmp_path / "picture.svg"
    write_image(EVERYTHING, file, theme)
    svg = file.read_text()

    assert svg.count("<svg") == 1
    ground = re.search(r'id="patch_1">.*?fill: (#[0-9a-f]{6})', svg, re.DOTALL)[1]
    assert (int(ground[1:3], 16) > 128) == (theme == "light")


def test_a_page_needs_no_network_and_has_a_slider_over_its_steps():
    steps = [Step(f"step {n}", [LINE]) for n in range(3)]
    html = page(Chart("A & B < C", [LINE], "shown", steps))

    assert not re.search(r'<(script|link|img)[^>]+(src|href)="https?:', html)
    assert "A &amp; B &lt; C" in html
    assert all(f'"step {n}"' in html for n in range(3))


def contrast(color, ground):
    """WCAG 2.2, contrast ratio."""

    def luminance(text):
        parts = [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(color), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_each_colour_stands_out_from_black_and_from_white(tone):
    assert min(contrast(COLORS[tone], "#FFFFFF"), contrast(COLORS[tone], "#000000")) >= 2.5
