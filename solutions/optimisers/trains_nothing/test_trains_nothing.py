"""The two cells in a notebook with a history, run once and again, against gradient descent worked out by hand."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

ONCE = ["configuration_cell", "training_cell"]
OTHERS = ["SGD", "Adagrad", "RMSprop", "Adamax"]  # of torch.optim, as other cells may want them
LR, N_EPOCHS = 0.2, 5
OLDER_LR = 0.3  # of the optimizer that the notebook comes with


@pytest.fixture
def data(rng, device):
    return line(7, rng, device)


@pytest.mark.concept("optimisers/new-model-old-optimizer")
@pytest.mark.parametrize("n", [7, 1])
def test_the_new_model_learns(probes, rng, device, n):
    """From top to bottom: the new model makes `n_epochs` SGD steps from where it started, and each uses a fresh gradient."""
    x, y = line(n, rng, device)
    _, configured, trained = probes.run_cells(x, y, LR, N_EPOCHS, ONCE)
    same_line(trained, descend(configured, x, y, LR, N_EPOCHS))


@pytest.mark.concept("optimisers/new-model-old-optimizer")
def test_what_earlier_cells_made_stays_as_it_is(probes, rng, data):
    """`b`, `w` and the older model keep their values, and the older optimizer holds `b` and `w` alone."""
    slope = 1 + torch.rand(1, generator=rng).item()
    seen = probes.run_cells_then_the_older_optimizer(*data, LR, N_EPOCHS, [*ONCE, slope], slope)
    before, configured, trained, moved, stepped = seen
    for seen in (configured, trained):
        assert_close(seen["earlier"], before["earlier"], rtol=0, atol=0)
    # With a gradient in every tensor, a step of the older optimizer moves all that it holds.
    kept = [torch.equal(now[name], then[name]) for now, then in zip(stepped["models"], moved["models"], strict=True) for name in now]
    assert all(kept), "the older optimizer now holds the parameters of a model, too"
    same_line(stepped, (trained["weight"] + slope, trained["bias"] + slope))
    assert_close([stepped["earlier"][name] for name in "bw"], [before["earlier"][name] - OLDER_LR * slope for name in "bw"])


@pytest.mark.concept("optimisers/optim-overwritten")
def test_the_module_keeps_its_name(probes, rng, device, data):
    """After both cells `nb.optim` is still the module torch.optim, for all the other cells."""
    start, gradient = torch.randn(2, 4, generator=rng).to(device)
    seen = probes.run_cells_then_optim(*data, LR, N_EPOCHS, ONCE, OTHERS, start, gradient)
    # What the worker says of identity would be easy to fake alone: the steps that other optimizers make must be right, too.
    is_whole = seen["is_the_module"] and all(step is not None for step in seen["steps"].values())
    assert is_whole, "nb.optim is no longer the module torch.optim"
    assert_close(seen["steps"], {name: stepped(getattr(torch.optim, name), start, gradient) for name in OTHERS})


@pytest.mark.concept("optimisers/new-model-old-optimizer")
def test_configuration_makes_a_new_model_from_the_same_seed(probes, rng, data):
    """Each run of the configuration cell makes a new model, and always with the same first weights."""
    nudges = [1 + torch.rand(1, generator=rng).item() for _ in range(2)]
    cells = [nudges[0], "configuration_cell", nudges[1], "configuration_cell"]
    before, _, first, _, second = probes.run_cells(*data, LR, N_EPOCHS, cells)
    assert len(second["models"]) == 3, "nb.model is still the model from before the cell"
    same_line(second, (first["weight"], first["bias"]))
    # Each model was moved before a new one took its name: a model that is only reset would have lost that.
    for kept, made, nudge in zip(second["models"], (before, first), nudges, strict=False):
        same_line(kept, (made["weight"] + nudge, made["bias"] + nudge))


@pytest.mark.concept("optimisers/optim-overwritten")
def test_configuration_twice_then_training(probes, data):
    """When configuration was run twice, training trains the newest model."""
    _, first, configured, trained = probes.run_cells(*data, LR, N_EPOCHS, ["configuration_cell", *ONCE])
    assert len(trained["models"]) == 3, "nb.model is still the model from before the cell"
    same_line(trained, descend(configured, *data, LR, N_EPOCHS))
    same_line(trained["models"][1], (first["weight"], first["bias"]))


def test_both_cells_again_give_the_same_again(probes, data):
    """Both cells run once more give a new model with the same result, and what earlier cells made still keeps its values."""
    before, configured, once, _, again = probes.run_cells(*data, LR, N_EPOCHS, ONCE + ONCE)
    same_line(again, (once["weight"], once["bias"]))
    same_line(again, descend(configured, *data, LR, N_EPOCHS))
    assert_close(again["earlier"], before["earlier"], rtol=0, atol=0)


def test_training_again_goes_on(probes, data):
    """Training run twice makes twice the steps, from where the model was."""
    _, configured, _, twice = probes.run_cells(*data, LR, N_EPOCHS, [*ONCE, "training_cell"])
    same_line(twice, descend(configured, *data, LR, 2 * N_EPOCHS))


def test_the_notes_line(probes, device):
    """On 80 noisy points of y = 1 + 2x (NumPy seed 42), 200 steps with lr = 0.5 reach the best line: b = 1.0235, w = 1.9690."""
    x, y = (torch.tensor(v, dtype=torch.float32, device=device) for v in notes_data())
    *_, trained = probes.run_cells(x, y, 0.5, 200, ONCE)
    seen = {"b": trained["bias"].item(), "w": trained["weight"].item()}
    assert_close(seen, {"b": 1.0235, "w": 1.9690}, rtol=0, atol=1e-4)  # the notes print four decimals


def line(n, rng, device):
    x = torch.rand(n, 1, generator=rng)
    return x.to(device), (1 + 2 * x + 0.1 * torch.randn(n, 1, generator=rng)).to(device)


def same_line(seen, expected):
    assert_close({"weight": seen["weight"], "bias": seen["bias"]}, {"weight": expected[0], "bias": expected[1]})


def stepped(make, start, gradient):
    p = start.clone().requires_grad_()
    p.grad = gradient.clone()
    make([p], lr=0.1).step()
    return p.detach()


def descend(start, x, y, lr, steps):
    weight, bias = start["weight"].clone(), start["bias"].clone()
    for _ in range(steps):
        error = x * weight + bias - y
        weight, bias = weight - lr * 2 * (x * error).mean(), bias - lr * 2 * error.mean()
    return weight, bias


def notes_data():
    random = np.random.RandomState(42)  # the old generator, for the numbers of the notes
    x = random.rand(100, 1)
    y = 1 + 2 * x + 0.1 * random.randn(100, 1)
    order = np.arange(100)
    random.shuffle(order)
    return x[order[:80]], y[order[:80]]
