"""Images as cells, texts beside each other, logarithmic axes, and paths that leave the panel: the same in each form of a chart."""

import json
import re

import pytest

from studykit.visuals.characters import in_terminal
from studykit.visuals.chart import Chart, Image, Line, Panel, Step, Surface
from studykit.visuals.image import write_image
from studykit.visuals.outlines import outlines
from studykit.visuals.picture_page import page

NAN = float("nan")
NUMBERS = Image("cells", [[1, 20], [3, 4]], [["1", "20"], ["3", "4"]], [(0, 1), (1, 1)])
SHADES = Image("shades", [[0, 1], [0, 1], [NAN, NAN], [NAN, 0.5]])


def panel(image, title="Title"):
    return Panel("column", "row", [image], title, equal=True)


def figure(html):
    """What a page gives to Plotly: data and layout."""
    data, layout = re.search(r"Plotly\.newPlot\(\s*\"[^\"]+\",\s*(\[.*?\]),\s*(\{.*?\}),\s*\{\"responsive", html, re.DOTALL).groups()
    return json.loads(data), json.loads(layout)


def test_marked_cells_stand_in_brackets_and_in_their_columns():
    lines = in_terminal(Chart("t", [panel(NUMBERS)]), 80, colors=False).splitlines()

    assert lines[-3:] == ["    0   1", " 0  1 [20]", " 1  3  [4]"]


def test_shades_are_two_rows_a_line_with_or_without_colours():
    chart = Chart("t", [panel(SHADES)])
    plain, colored = (in_terminal(chart, 80, colors).splitlines()[-2:] for colors in (False, True))

    assert plain == [" █", " ▒"]
    assert colored[0] == "\x1b[38;2;0;34;78;48;2;0;34;78m▀\x1b[0m\x1b[38;2;254;232;56;48;2;254;232;56m▀\x1b[0m"
    assert "▄" in colored[1]


def test_texts_stand_beside_each_other_as_far_as_the_terminal_is_wide():
    chart = Chart("t", [panel(NUMBERS, "First"), panel(NUMBERS, "Second")])

    assert "First              Second" in in_terminal(chart, 80, colors=False)
    assert "Second" in in_terminal(chart, 20, colors=False).splitlines()


def test_a_frame_goes_around_each_marked_cell():
    xs, ys = outlines(NUMBERS)

    assert (xs[:2], ys[:2]) == ([0.54, 1.46], [-0.46, -0.46])
    assert len(xs) == 2 * 6


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_image_shows_the_frames_in_the_learners_colour(tmp_path, theme):
    write_image(Chart("t", [panel(NUMBERS)]), tmp_path / "p.svg", theme)

    assert "stroke: #b95711" in (tmp_path / "p.svg").read_text()


def test_a_page_shows_images_side_by_side_and_begins_with_the_step_that_is_shown_elsewhere():
    steps = [Step(f"{n}", [panel(NUMBERS, f"At {n}"), panel(SHADES, "Other")]) for n in range(3)]
    _, layout = figure(page(Chart("t", steps[1].panels, "step", steps)))

    assert layout["xaxis2"]["domain"][0] > layout["xaxis"]["domain"][1]
    assert layout["sliders"][0]["active"] == 1
    assert [title["text"] for title in layout["annotations"]] == ["At 1", "Other"]


def test_the_titles_of_a_pages_panels_move_with_its_slider():
    steps = [Step(f"{n}", [panel(NUMBERS, f"At {n}")]) for n in range(3)]
    frames = page(Chart("t", steps[0].panels, "step", steps))

    assert all(frames.count(f'"text":"At {n}"') >= 1 for n in range(3))


def test_a_name_stands_once_in_the_legend_of_a_page_and_below_the_title():
    line = Panel("x", "y", [Line("same", [0, 1], [0, 1])])
    data, layout = figure(page(Chart("word " * 40, [line, line])))

    assert [trace["showlegend"] for trace in data] == [True, False]
    assert layout["title"]["text"].count("<br>") == 2
    assert layout["margin"]["t"] >= 60 + 3 * 24


@pytest.mark.parametrize(("heights", "marks"), [([1e-27, 1.0], ["1e-27", "1e-17", "0.01"]), ([0.03, 0.4], ["0.05", "0.1", "0.2"])])
def test_a_log_axis_has_round_marks_and_keeps_all_of_the_line(heights, marks):
    text = in_terminal(Chart("t", [Panel("layer", "size", [Line("", [0, 30], heights)], log_y=True)]), 80, colors=False)

    assert all(f"{mark}┤" in text for mark in marks)
    assert "30" in text.splitlines()[-2]


def test_a_path_that_leaves_the_panel_by_far_is_cut_off():
    wild = Panel("b", "w", [Line("path", [0, 1, 1e250, NAN], [0, 1, -1e300, 0])], x_limits=(0, 2), y_limits=(0, 2))

    assert "path" in in_terminal(Chart("t", [wild]), 80, colors=False)


def test_two_panels_of_eighty_columns_fit_on_one_screen():
    line = Panel("x", "y", [Line("a", [0, 1], [0, 1])], "Title")

    assert len(in_terminal(Chart("t", [line, line]), 80, colors=False).splitlines()) <= 24


def test_the_axis_of_a_page_with_steps_holds_the_lines_of_all_of_them():
    curves = [[1.0, 10.0], [1.0, 0.001]]
    steps = [Step(f"{n}", [Panel("epoch", "loss", [Line("a", [0, 1], curve)], log_y=True)]) for n, curve in enumerate(curves)]
    _, layout = figure(page(Chart("t", steps[0].panels, "rate", steps)))
    lowest, highest = layout["yaxis"]["range"]

    assert lowest < -3 < 1 < highest


def test_a_path_that_runs_away_leaves_the_surface_of_a_page_as_it_is():
    hill = Surface("loss", [0, 1, 2], [0, 1, 2], [[4, 1, 4], [3, 1, 3], [4, 1, 4]], [2])
    _, layout = figure(page(Chart("t", [Panel("b", "w", [hill, Line("path", [1, 1e19], [1, 1e19])], x_limits=(0, 2), y_limits=(0, 2))])))

    assert (layout["scene"]["xaxis"]["range"], layout["scene"]["yaxis"]["range"]) == ([0, 2], [0, 2])


@pytest.mark.parametrize(("log", "scale"), [(True, "log"), (False, "linear")])
def test_a_surface_of_a_page_is_as_high_as_it_says(log, scale):
    hill = Surface("height", [0, 1], [0, 1], [[0.1, 1], [1, 10]], [1], log)
    data, layout = figure(page(Chart("t", [Panel("x", "y", [hill])])))

    assert layout["scene"]["zaxis"] == {"title": {"text": "height"}, "type": scale}
    assert data[0]["surfacecolor"] == ([[-1, 0], [0, 1]] if log else [[0.1, 1], [1, 10]])


def test_only_the_series_have_colours_so_that_the_words_are_those_of_the_terminal():
    line = Panel("x", "y", [Line("a", [0, 1], [0, 1])], "Title", log_y=True)
    colored = in_terminal(Chart("t", [line, line]), 80)

    assert set(re.findall(r"\x1b\[([0-9;]+)m", colored)) == {"0", "38;2;185;87;17"}
