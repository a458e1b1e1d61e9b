"""What is drawn, held against the numbers that the notes print and that algebra gives."""

import numpy as np
import pytest
import torch

from studykit.visuals.characters import in_terminal
from studykit.visuals.chart import Boxes, Chart, Line, Points, Surface
from studykit.visuals.image import write_image
from studykit.visuals.picture import names, of_exercise, picture
from studykit.visuals.picture_page import page
from studykit.visuals.pictures.batch_paths.chart import length
from studykit.visuals.pictures.loss_surface.chart import lowest
from tests.visuals.conftest import LIBRARY

FIRST = {name: picture(name).exercises[0] for name in names()}
# One exercise for each picture among the tests, the others when the content is validated: to draw is slow.
ALL = [
    pytest.param(name, id, marks=[] if id == FIRST[name] else pytest.mark.validate) for name in names() for id in picture(name).exercises
]


def series(chart: Chart, kind: type, name: str):
    return next(one for panel in chart.panels for one in panel.series if isinstance(one, kind) and one.name == name)


@pytest.mark.parametrize(("name", "id"), ALL)
def test_each_picture_is_drawn_from_each_of_its_exercises_in_every_form(recorded, tmp_path, name, id):
    numbers = recorded(name, id)
    alone, beside = picture(name).chart(None, numbers), picture(name).chart(numbers, numbers)
    write_image(alone, tmp_path / "alone.png", "dark")
    write_image(beside, tmp_path / "beside.svg", "light")
    assert (tmp_path / "alone.png").read_bytes().startswith(b"\x89PNG")
    assert "</svg>" in (tmp_path / "beside.svg").read_text()
    for chart in (alone, beside):
        text = in_terminal(chart, 80, colors=False)
        assert max(map(len, text.splitlines())) <= 80
        assert "\x1b" not in text
        assert chart.title in " ".join(text.split())
        assert "<script" in page(chart)
        has_axes = any(not isinstance(series, Boxes) for panel in chart.panels for series in panel.series)
        assert all(panel.x_label and panel.y_label for panel in chart.panels) or not has_axes


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


@pytest.mark.parametrize("mistake", ["forgets_the_bias", "halves_the_loss", "takes_the_root", "swaps_b_and_w"])
def test_a_wrong_loss_has_a_wrong_surface(recorded, mistake):
    id = "gradient_descent/forward_and_mse"

    assert not np.allclose(recorded("loss_surface", id, mistake)["loss"], recorded("loss_surface", id)["loss"])


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


def test_the_path_of_the_whole_batch_has_the_measured_length_and_that_of_one_row_is_longest(recorded):
    numbers = recorded("batch_paths", "gradient_descent/batch_sizes")
    lengths = [length(path) for path in numbers["paths"]]

    assert all(len(path) == 201 for path in numbers["paths"])
    assert lengths[0] == pytest.approx(2.73, abs=0.005)
    assert lengths[0] < lengths[1] < lengths[2]


def test_the_condition_numbers_are_those_of_the_catalogue_and_the_scaled_path_is_one_step(recorded):
    worlds = recorded("feature_scaling", "data/standard_scaler")["worlds"]
    one_step = np.asarray(worlds[2]["path"][1])

    assert [world["condition"] for world in worlds] == pytest.approx([16.435445, 112, 1.0], rel=0.01)
    assert one_step == pytest.approx(worlds[2]["least_squares"])


def test_the_graphs_nodes_are_those_of_grad_fn_and_a_cut_ends_it(recorded):
    numbers = recorded("computation_graph", "autograd/graph_walker")
    b, w = torch.zeros(1, requires_grad=True), torch.ones(1, requires_grad=True)
    loss = ((b + w * torch.linspace(0, 1, 5) - 1) ** 2).mean()
    names, to_see = [], [loss.grad_fn]
    while to_see:
        node = to_see.pop()
        names.append(node.name())
        to_see += [other for other, _ in node.next_functions if other is not None]

    assert sorted(numbers["whole"]["names"]) == sorted(names)
    assert len(numbers["whole"]["names"]) - len(numbers["cut"]["names"]) == 2  # the product and its leaf


def test_the_layers_have_the_shapes_of_the_notes(recorded):
    for id in picture("data_flow").exercises:
        shapes = [shape for _, shape in recorded("data_flow", id)["layers"]]
        assert (shapes[0], shapes[1], shapes[-1]) == ("(80, 1)", "(80, 5)", "(80, 1)")


def test_relu_has_no_slope_at_zero_and_the_drawn_title_says_so(recorded):
    numbers = recorded("activations", "modules/activations")
    titles = [panel.title for panel in picture("activations").chart(None, numbers).panels]

    assert titles == [
        "relu: derivative 0 at 0",
        "leaky_relu: derivative 0.01 at 0",
        "sigmoid: derivative 0.25 at 0",
        "tanh: derivative 1 at 0",
    ]


def test_after_a_sigmoid_the_loss_is_flat_at_100_and_with_logits_it_is_not(recorded):
    numbers = recorded("bce_with_logits", "losses/losses_by_hand")
    place = min(range(len(numbers["z"])), key=lambda at: abs(numbers["z"][at] - 200))

    assert (numbers["torch"]["loss"][place], numbers["torch"]["slope"][place]) == (100.0, 0.0)
    assert (numbers["with_logits"]["loss"][place], numbers["with_logits"]["slope"][place]) == pytest.approx((200.0, 1.0))


def test_the_border_of_a_model_without_activation_is_a_straight_line(recorded):
    id = "classification/circles"
    wrong = np.asarray(recorded("decision_boundary", id, "linear_layers")["probability"])
    logits = np.log(wrong / (1 - wrong))

    assert np.abs(np.diff(logits, 2, axis=0)).max() < 1e-3
    assert recorded("decision_boundary", id)["accuracy"] > 0.95


def test_the_line_is_that_of_least_squares(recorded):
    for id in picture("fitted_line").exercises:
        assert recorded("fitted_line", id)["parameters"] == pytest.approx([1.02354094, 1.96896411], abs=1e-4)  # the notes' printed end


def test_the_slopes_of_the_sections_touch_the_curve(recorded):
    numbers = recorded("cross_sections", "gradient_descent/mse_gradient")
    for name in "bw":
        at, loss, slope = (np.asarray(numbers[name][key]) for key in ("at", "loss", "slope"))
        # A parabola's slope is exactly that of the chord between its neighbors.
        assert (loss[2:] - loss[:-2]) / (at[2:] - at[:-2]) == pytest.approx(slope[1:-1])
