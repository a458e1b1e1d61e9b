"""Pictures of the deeper topics: what is drawn, held against algebra, torch's own layers, and what the notes measured."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import avg_pool2d, conv2d, max_pool2d

from studykit.visuals.chart import Chart, Image, Line, Points
from studykit.visuals.picture import picture
from studykit.visuals.picture_page import page

CONV, POOLING, NORM = "vision/conv2d", "vision/pooling", "vision/batch_norm"
AUTOENCODER, VAE, BLOCK = "autoencoders/autoencoder", "autoencoders/vae", "vision/residual_block"


def drawn(chart: Chart, kind: type) -> list:
    return [series for panel in chart.panels for series in panel.series if isinstance(series, kind)]


def lines(chart: Chart) -> dict[str, Line]:
    return {line.name: line for line in drawn(chart, Line)}


def image_of(numbers):
    return torch.tensor(numbers["image"])[None, None]


def test_the_map_is_torchs_convolution_and_each_number_reads_its_window(recorded):
    numbers = recorded("conv_windows", CONV)
    expected = conv2d(image_of(numbers), torch.tensor(numbers["kernel"])[None, None], stride=(1, 2), padding=(1, 0))

    assert numbers["maps"]["feature map"] == expected[0, 0].tolist()
    # Row 2, column 1 begins one pixel above row 2, for the border, and at column 2.
    assert numbers["reads"][2][1] == [[i, j] for i in (1, 2, 3) for j in (2, 3, 4)]
    assert numbers["reads"][0][0] == [[i, j] for i in (0, 1) for j in (0, 1, 2)]


def test_the_frames_stand_around_the_window_and_its_number(recorded):
    numbers = recorded("conv_windows", CONV)
    image, kernel, output = drawn(picture("conv_windows").chart(None, numbers), Image)

    assert [tuple(cell) for cell in image.marked] == [(i, j) for i in (1, 2, 3) for j in (2, 3, 4)]
    assert list(output.marked) == [(2, 1)]
    window = np.array([image.z[i][j] for i, j in image.marked]).reshape(3, 3)
    assert (window * np.array(kernel.z)).sum() == output.z[2][1] == 6


def test_a_page_moves_the_window_over_all_cells(recorded):
    numbers = recorded("conv_windows", CONV)
    chart = picture("conv_windows").chart(None, numbers)

    assert [step.label for step in chart.steps] == [f"({row}, {column})" for row in range(5) for column in range(3)]
    for step in chart.steps:
        image, _, output = (panel.series[0] for panel in step.panels)
        row, column = output.marked[0]
        assert image.marked == numbers["reads"][row][column]
    assert '"text":"Feature map: (4, 2) is 0"' in page(chart)


def test_the_pooled_maps_are_torchs(recorded):
    numbers = recorded("conv_windows", POOLING)
    x = image_of(numbers)

    assert numbers["maps"]["max-pooled map"] == max_pool2d(x, (2, 3), padding=(0, 1))[0, 0].tolist()
    assert np.allclose(numbers["maps"]["average-pooled map"], avg_pool2d(x, (2, 3), padding=(0, 1))[0, 0])
    assert numbers["reads"][0] == [[[i, j] for i in (0, 1) for j in window] for window in ((0, 1), (2, 3, 4), (5, 6))]


@pytest.mark.parametrize(
    ("id", "mistake", "said", "shown"),
    [
        (CONV, "width_comes_first", "Your feature map has size 3 × 5, the reference 5 × 3", "Your feature map: (0, 1) is 10"),
        (
            CONV,
            "kernel_flipped",
            "14 of 15 values of your feature map differ from what the window gives",
            "Your feature map: (0, 0) is -3",
        ),
        (POOLING, "zero_padding_for_the_maximum", "1 of 6 values of your max-pooled map differs", "Your max-pooled map: (0, 0) is 0"),
        (POOLING, "default_stride_one", "Your max-pooled map has size 4 × 7, the reference 2 × 3", "Read by (0, 1) of the reference"),
    ],
)
def test_a_wrong_map_is_shown_where_it_is_wrong(recorded, id, mistake, said, shown):
    chart = picture("conv_windows").chart(recorded("conv_windows", id, mistake), recorded("conv_windows", id))

    assert chart.title.startswith(said)
    assert shown in [panel.title for panel in chart.panels]
    assert any(panel.title.startswith("Right") for panel in chart.panels)


def test_without_batch_norm_each_layer_leaves_a_root_of_a_third_of_the_spread(recorded):
    """Torch's first weights have the variance 1 / (3 · n_in), so 20 layers leave 3⁻¹⁰; the notes measured 1.5e-5 against 1.0."""
    numbers = recorded("batch_norm", NORM)
    shown = lines(picture("batch_norm").chart(None, numbers))

    assert shown["without batch norm"].y is not None
    assert numbers["spread"]["without"][-1] == pytest.approx(3**-10, rel=0.5)
    assert numbers["spread"]["training"] == pytest.approx([1.0] * 21, abs=0.02)
    assert numbers["spread"]["evaluation"][-1] == pytest.approx(1.0, abs=0.1)
    # After one batch the running variance is 0.9 + 0.1 · 1/3 and more as the numbers shrink: nearly no norm at all.
    assert numbers["spread"]["evaluation early"][-1] < 1e-4
    assert sum(numbers["shares"]["training"]) == pytest.approx(1.0, abs=0.001)
    assert max(numbers["shares"]["without"]) == 1.0


def test_the_spread_without_batch_norm_is_that_of_torchs_own_layers():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        h = torch.randn(256, 64)
        for _ in range(20):
            h = nn.Linear(64, 64)(h)

    assert h.std(0).mean().item() == pytest.approx(3**-10, rel=0.5)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("off_in_evaluation", "in evaluation mode, and should be 1"),
        ("running_statistics_in_training", "in training mode, and should be 1"),
        ("momentum_the_other_way", "check the running statistics"),
        ("always_the_batch", "check the running statistics"),
    ],
)
def test_a_wrong_batch_norm_is_not_said_to_keep_the_spread(recorded, mistake, said):
    right = recorded("batch_norm", NORM)

    assert "is still 1.00 after 20 layers" in picture("batch_norm").chart(right, right).title
    assert picture("batch_norm").chart(recorded("batch_norm", NORM, mistake), right).title.endswith(said)


def test_a_model_without_a_bend_keeps_what_two_principal_components_keep(recorded):
    right, linear = recorded("codes", AUTOENCODER), recorded("codes", AUTOENCODER, "no_activation")

    assert linear["kept"] == pytest.approx(linear["components"], abs=0.01)
    assert linear["kept"] <= linear["components"] + 1e-6
    assert right["kept"] > 0.9
    assert (
        picture("codes")
        .chart(linear, right)
        .title.startswith("Your latent vectors explain 56% of the variance between images, the reference's 9")
    )


@pytest.mark.parametrize("id", [AUTOENCODER, VAE])
def test_each_code_is_a_point_in_the_colour_of_its_corner(recorded, id):
    numbers = recorded("codes", id)
    chart = picture("codes").chart(None, numbers)
    points = {series.name: list(zip(series.x, series.y, strict=True)) for series in drawn(chart, Points)}

    assert sum(map(len, points.values())) == 200
    place = numbers["corners"].index(numbers["names"].index("bottom left"))
    assert tuple(numbers["codes"][place]) == points["spot bottom left"][0]
    rows = len(numbers["rows"])
    assert np.shape(drawn(chart, Image)[0].z) == (10 * rows - 2, 7 * 9 - 1)
    assert np.array(drawn(chart, Image)[0].z)[:8, :8] == pytest.approx(np.array(numbers["rows"]["input"][0]))


@pytest.mark.parametrize(
    ("id", "mistake", "said"),
    [
        (
            AUTOENCODER,
            "skip_from_input",
            "Your output is not the decoder's: the decoded latent vectors explain nothing of the variance, the output 100%",
        ),
        (AUTOENCODER, "latent_as_wide_as_the_input", "Your latent vectors have 64 dimensions, and should have 2"),
        (AUTOENCODER, "trains_on_labels", "Your latent vectors explain nothing of the variance between images, the reference's 9"),
        (VAE, "reconstruction_averaged", "Your latent vectors explain nothing of the variance between images, the reference's 9"),
        (VAE, "noise_in_evaluation", "Your output is not the decoder's"),
    ],
)
def test_codes_that_say_little_are_not_said_to_say_much(recorded, id, mistake, said):
    assert picture("codes").chart(recorded("codes", id, mistake), recorded("codes", id)).title.startswith(said)


def test_thirty_sigmoid_layers_leave_nothing_and_skips_leave_hundredths(recorded):
    """The notes measured 0 against 0.0459: float32 squares 1e-28 to 0 on the way to a norm. What is really left is 2e-27."""
    others = recorded("gradient_sizes", BLOCK)["others"]

    assert others["sigmoid layers"] == pytest.approx(by_hand(lambda h, layer: layer(h).sigmoid()), rel=1e-3)
    assert 0 < others["sigmoid layers"][0] < 1e-24
    assert others["sigmoid layers with skip connections"] == pytest.approx(by_hand(lambda h, layer: h + layer(h).sigmoid()), rel=1e-3)
    assert 0.01 < others["sigmoid layers with skip connections"][0] < 0.1


def by_hand(step):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layers, x = [nn.Linear(16, 16) for _ in range(30)], torch.randn(64, 16)
    seen = [x.requires_grad_()]
    for layer in layers:
        seen.append(step(seen[-1], layer))
    return [gradient.double().norm().item() for gradient in torch.autograd.grad(seen[-1].mean(), seen)]


def test_through_thirty_blocks_the_gradient_stays_and_a_block_without_a_skip_is_drawn_as_one(recorded):
    right, wrong = recorded("gradient_sizes", BLOCK), recorded("gradient_sizes", BLOCK, "no_shortcut")
    shown = lines(picture("gradient_sizes").chart(wrong, right))

    assert right["own"]["blocks with skip connections"][0] > 0.01
    assert shown["blocks without skip connections: 3.2e-27"].y == pytest.approx(
        shown["your blocks with skip connections: 3.2e-27"].y, rel=1e-3
    )
    title = picture("gradient_sizes").chart(wrong, right).title
    assert title == "The norm of your gradient at the input is 3.2e-27, the reference's 0.095 (blocks with skip connections)"
