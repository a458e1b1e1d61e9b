"""Pictures of sequences and of diffusion: what is drawn, held against the schedule, torch's LSTM, and what the notes measured."""

import numpy as np
import pytest
import torch
from torch import nn

from studykit.visuals.chart import Line, Points
from studykit.visuals.picture import picture
from studykit.visuals.pictures.diffusion.moons import betas, moons

CELL, FORWARD, BACK = "sequences/lstm_cell", "diffusion/forward_process", "diffusion/sampling_loop"


def test_an_open_forget_gate_keeps_the_gradient_of_a_hundred_steps(recorded):
    """The notes measured 9e-22 with torch's first weights, and 0.23 with a forget bias of 3."""
    numbers = recorded("gradient_sizes", CELL)
    (panel,) = picture("gradient_sizes").chart(None, numbers).panels
    shown = [line.name for line in panel.series if isinstance(line, Line)]

    assert numbers["own"]["default initialization"][0] == pytest.approx(9.1847e-22, rel=1e-3)
    assert numbers["own"]["forget bias 3"][0] == pytest.approx(0.2272, rel=1e-3)
    assert "forget bias 3: 0.23" in shown
    assert "default initialization: 9.2e-22" in shown


def test_the_gradient_of_each_step_is_that_of_torchs_lstm(recorded):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layer, xs = nn.LSTM(4, 16), torch.randn(100, 1, 4)
    gradient = torch.autograd.grad(layer(xs.requires_grad_())[0][-1].sum(), xs)[0]

    assert recorded("gradient_sizes", CELL)["own"]["default initialization"] == pytest.approx(
        gradient.double().norm(dim=2)[:, 0].tolist(), rel=1e-3
    )


def test_a_cell_that_cuts_the_way_is_shown_as_one(recorded):
    right, wrong = recorded("gradient_sizes", CELL), recorded("gradient_sizes", CELL, "detaches_the_cell")

    title = picture("gradient_sizes").chart(wrong, right).title
    assert title == "The norm of your gradient at the input is 0, the reference's 0.23 (forget bias 3)"


def test_what_is_left_of_the_data_is_what_the_schedule_says(recorded):
    numbers = recorded("diffusion", FORWARD)
    bars = (1 - betas()).cumprod(0)[numbers["steps"]].tolist()

    assert np.square(numbers["signal"]) == pytest.approx(bars)
    assert np.square(numbers["noise"]) == pytest.approx(1 - np.array(bars))
    chart = picture("diffusion").chart(None, numbers)
    assert chart.title == "Noise replaces the data: 100%, 80%, 25%, 0.5% of its variance is left at t = 0, 10, 25, 49"
    assert [panel.title for panel in chart.panels] == [f"After t = {step}" for step in (0, 10, 25, 49)]


def test_the_points_that_are_drawn_are_data_and_noise_in_these_shares(recorded):
    numbers = recorded("diffusion", FORWARD)
    first, *_, last = (panel.series[0] for panel in picture("diffusion").chart(None, numbers).panels)
    noise = torch.randn(200, 2, generator=torch.Generator().manual_seed(2), dtype=torch.float64)

    assert isinstance(first, Points)
    for points, bar in ((first, torch.tensor(1 - 1e-4, dtype=torch.float64)), (last, (1 - betas()).prod())):
        expected = bar.sqrt() * moons() + (1 - bar).sqrt() * noise
        assert np.allclose(np.array([points.x, points.y]).T, expected, atol=1e-6)


def test_the_way_back_ends_at_the_data(recorded):
    numbers = recorded("diffusion", BACK)
    end = torch.tensor(numbers["points"][numbers["steps"].index(0)], dtype=torch.float64)
    start = torch.tensor(numbers["points"][-1])

    assert numbers["distance"][1] == pytest.approx(torch.cdist(end, moons()).amin(1).mean().item())
    assert numbers["distance"][1] < 0.06 < 0.3 < numbers["distance"][0]
    assert start.std().item() == pytest.approx(1.0, abs=0.2)
    assert numbers["calls"] == 50
    assert [step.label for step in picture("diffusion").chart(None, numbers).steps][:2] == ["50", "49"]


@pytest.mark.parametrize(
    ("id", "mistake", "said"),
    [
        (FORWARD, "one_minus_the_root", "At t = 25 your x_t is 0.50 · data + 0.50 · noise; the reference is 0.50 · data + 0.86 · noise"),
        (FORWARD, "one_step_for_all", "At t = 49 your x_t is 1.00 · data + 0.01 · noise; the reference is 0.07 · data + 1.00 · noise"),
        (FORWARD, "exchanged", "At t = 0 your x_t is 0.01 · data + 1.00 · noise"),
        (BACK, "forwards_in_time", "Your generated samples "),
        (BACK, "starts_at_zero", "Your loop starts from samples with a standard deviation of 0.00; pure noise has 1"),
        (BACK, "step_zero_left_out", "Your loop evaluates the denoiser 49 times, for 50 timesteps"),
    ],
)
def test_wrong_diffusion_is_named_by_its_numbers(recorded, id, mistake, said):
    assert picture("diffusion").chart(recorded("diffusion", id, mistake), recorded("diffusion", id)).title.startswith(said)
