"""What is drawn, held against the numbers that the notes print and that algebra gives."""

import numpy as np
import pytest

from studykit.visuals.chart import Chart, Line, Points, Surface
from studykit.visuals.image import write_image
from studykit.visuals.page import page
from studykit.visuals.picture import names, of_exercise, picture
from studykit.visuals.pictures.loss_surface.chart import lowest
from studykit.visuals.terminal import in_terminal
from tests.visuals.conftest import LIBRARY

ALL = [(name, id) for name in names() for id in picture(name).exercises]


def series(chart: Chart, kind: type, name: str):
    return next(one for panel in chart.panels for one in panel.series if isinstance(one, kind) and one.name == name)


@pytest.mark.parametrize(("name", "id"), ALL)
def test_each_picture_is_drawn_from_each_of_its_exercises_in_every_form(recorded, tmp_path, name, id):
    numbers = recorded(name, id)
    for chart in (picture(name).chart(None, numbers), picture(name).chart(numbers, numbers)):
        text = in_terminal(chart, 80, colours=False)
        assert max(map(len, text.splitlines())) <= 80
        assert "\x1b" not in text
        assert chart.title in " ".join(text.split())
        for suffix in ("png", "svg"):
            write_image(chart, tmp_path / f"p.{suffix}", "dark")
        assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
        assert "<script" in page(chart)
        assert all(panel.x_label and panel.y_label for panel in chart.panels) or not chart.has_axes


@pytest.mark.parametrize("name", names())
def test_a_picture_is_found_from_its_exercise(name):
    for id in picture(name).exercises:
        assert id in LIBRARY.exercises
        assert name in [found.name for found in of_exercise(id)]


def test_the_surface_is_lowest_where_least_squares_puts_it(recorded):
    numbers = recorded("loss_surface", "gradient_descent/forward_and_mse")
    b, w, loss = lowest(numbers)

    assert numbers["least_squares"] == pytest.approx([1.02354075, 1.96896447], abs=1e-8)  # printed in the notes' oracles
    # The valley is long and narrow: the grid's lowest point may lie three cells along it, and not one across.
    assert (b, w) == pytest.approx(numbers["least_squares"], abs=0.2)
    assert loss == pytest.approx(0.0080446577, rel=0.05)


def test_a_wrong_loss_has_a_wrong_surface(recorded):
    id = "gradient_descent/forward_and_mse"
    right = recorded("loss_surface", id)
    wrong = [file.stem for file in LIBRARY.exercise(id).mistakes]
    different = [name for name in wrong if not np.allclose(recorded("loss_surface", id, name)["loss"], right["loss"])]

    assert len(different) >= len(wrong) // 2


def test_the_surface_that_is_drawn_is_the_one_that_was_recorded(recorded):
    numbers = recorded("loss_surface", "gradient_descent/forward_and_mse")
    drawn = series(picture("loss_surface").chart(None, numbers), Surface, "loss")

    # Row i, column j is the loss at w[i], b[j]: not the other way round.
    x, y = [0.0, 1.0], [drawn.z[16][16], drawn.z[32][48]]
    assert (drawn.x[16], drawn.y[16]) == pytest.approx((-0.2, 0.0))
    assert y[0] != y[1]
    assert x[0] != x[1]
    assert len(drawn.z) == len(drawn.y) == len(drawn.z[0]) == len(drawn.x) == 81


@pytest.mark.parametrize("id", picture("descent_path").exercises)
def test_the_path_goes_through_the_points_that_the_notes_print(recorded, id):
    path = recorded("descent_path", id)["path"]

    assert path[0] == pytest.approx([0.49671415, -0.1382643], abs=1e-7)
    assert path[1] == pytest.approx([0.80119529, 0.04511107], abs=1e-7)


def test_the_buggy_update_of_the_notes_is_a_straight_line_at_45_degrees(recorded):
    id = "gradient_descent/numpy_loop"
    right, wrong = recorded("descent_path", id), recorded("descent_path", id, "moves_w_with_bs_gradient")
    drawn = series(picture("descent_path").chart(wrong, right), Line, "your path")

    assert np.asarray(drawn.y) - np.asarray(drawn.x) == pytest.approx(-0.63497845)
    assert drawn.x[-1] == pytest.approx(1.53063479, abs=1e-3)  # where the notes' 1,000 epochs end
    least_squares = series(picture("descent_path").chart(wrong, right), Points, "least squares")
    assert abs(drawn.x[-1] - least_squares.x[0]) > 0.4


def test_the_curves_end_where_the_catalogue_says_and_the_border_is_two_over_lambda_max(recorded):
    numbers = recorded("learning_rates", "gradient_descent/learning_rates")
    drawn = picture("learning_rates").chart(None, numbers)
    ends = {line.name: line.y[-1] for line in drawn.panels[0].series}

    assert numbers["border"] == pytest.approx(0.8055058612732189)
    assert ends == pytest.approx(
        {"lr 0.01": 0.39796, "lr 0.1": 0.053562, "lr 0.5": 0.0081366, "lr 0.8": 0.66507, "lr 0.82": 80.95}, rel=1e-4
    )
    assert "2/λmax = 0.8055" in drawn.panels[0].title
