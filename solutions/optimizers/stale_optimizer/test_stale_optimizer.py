"""The two cells in a notebook with earlier cells, run once and again, against gradient descent in closed form."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given("`nb` contains the notebook's variables"),
    pytest.mark.given("Earlier cells have created in `nb`:"),
    pytest.mark.given("You may rebind `nb.model` and `nb.optimizer` to new objects."),  # they do, or not, in the right answers
]

ONCE = ["configuration_cell", "training_cell"]
OTHERS = ["SGD", "Adagrad", "RMSprop", "Adamax"]  # of torch.optim, as other cells may want them
LR, N_EPOCHS = 0.2, 5
# The only device apart from the CPU that every machine has. It has shapes and no values, and does not mix with other devices.
OTHER_DEVICE = "meta"
OLDER_LR = 0.3  # of the optimizer that the notebook comes with


@pytest.fixture
def data(rng, device):
    return line(7, rng, device)


@pytest.mark.asks(
    "Fix `configuration_cell(nb)` and `training_cell(nb)`.", "the mean squared error, and plain SGD with the learning rate `nb.lr`"
)
@pytest.mark.asks("`training_cell` makes `nb.n_epochs` SGD steps on `nb.model`.", "Each uses all samples and a newly computed gradient.")
@pytest.mark.asks("`nb.x` and `nb.y`, the data, (N, 1) each")
@pytest.mark.concept("optimizers/new-model-old-optimizer")
@pytest.mark.parametrize(("n_samples", "lr", "n_epochs"), [(7, LR, N_EPOCHS), (7, 0.05, 3), (1, LR, N_EPOCHS)])
def test_the_new_model_learns(probes, rng, device, n_samples, lr, n_epochs):
    """Both cells in order: the new model is trained by `n_epochs` SGD steps from its initial weights, each with a new gradient over all
    samples."""
    x, y = line(n_samples, rng, device)
    _, configured, trained = probes.run_cells(x, y, lr, n_epochs, ONCE)
    same_line(trained, descend(configured, x, y, lr, n_epochs))


@pytest.mark.asks("`nb.lr`, `nb.n_epochs`.")
@pytest.mark.concept("optimizers/step-size")
def test_on_the_line_of_the_example(probes, device):
    """On 80 noisy points of y = 1 + 2x (NumPy seed 42), 100 steps with lr = 0.7 reach the least-squares solution: b = 1.0235, w =
    1.9690."""
    x, y = (torch.tensor(v, dtype=torch.float32, device=device) for v in points_of_seed_42())
    *_, trained = probes.run_cells(x, y, 0.7, 100, ONCE)
    seen = {"b": trained["bias"].item(), "w": trained["weight"].item()}
    assert_close(seen, {"b": 1.0235, "w": 1.9690}, rtol=0, atol=1e-4)  # known to four decimals


@pytest.mark.asks("`b`, `w` and the older model keep their values", "`nb.model`, an older model.")
@pytest.mark.concept("optimizers/new-model-old-optimizer")
def test_what_earlier_cells_made_keeps_its_values(probes, data):
    """`b`, `w` and the older model keep their values while the two cells run."""
    before, configured, trained = probes.run_cells(*data, LR, N_EPOCHS, ONCE)
    for seen in (configured, trained):
        assert_close(seen["earlier"], before["earlier"], rtol=0, atol=0)


@pytest.mark.asks("the older optimizer still contains only `b` and `w`", "and `nb.optimizer`, an optimizer for those two.")
@pytest.mark.concept("optimizers/parameters-handed-over")
def test_the_older_optimizer_holds_b_and_w_alone(probes, rng, data):
    """A step of the older optimizer still updates `b` and `w`, with its own learning rate, and no model."""
    added, gradient = (1 + torch.rand(1, generator=rng).item() for _ in range(2))
    seen = probes.run_cells_then_the_older_optimizer(*data, LR, N_EPOCHS, [*ONCE, added], gradient)
    before, _, trained, moved, stepped = seen
    # With a gradient in every tensor, a step of the older optimizer changes all its parameters.
    kept = [torch.equal(now[name], then[name]) for now, then in zip(stepped["models"], moved["models"], strict=True) for name in now]
    assert all(kept), "the older optimizer now also contains the parameters of a model"
    same_line(stepped, (trained["weight"] + added, trained["bias"] + added))
    assert_close([stepped["earlier"][name] for name in "bw"], [before["earlier"][name] - OLDER_LR * gradient for name in "bw"])


@pytest.mark.asks(
    "`nb.optim`, the module, from `import torch.optim as optim`.", "Other cells need this name, too.", "`nb.optim` is still the module"
)
@pytest.mark.concept("optimizers/optim-overwritten")
def test_the_module_keeps_its_name(probes, rng, device, data):
    """After both cells `nb.optim` is still the module torch.optim."""
    start, gradient = torch.randn(2, 4, generator=rng).to(device)
    seen = probes.run_cells_then_optim(*data, LR, N_EPOCHS, ONCE, OTHERS, start, gradient)
    # What the worker says of identity would be easy to fake alone: the steps that other optimizers make must be right, too.
    is_whole = seen["is_the_module"] and all(step is not None for step in seen["steps"].values())
    assert is_whole, "nb.optim is no longer the module torch.optim"
    assert_close(seen["steps"], {name: stepped(getattr(torch.optim, name), start, gradient) for name in OTHERS})


@pytest.mark.asks("`nb.device`, their device")
@pytest.mark.concept("modules/to-of-a-tensor")
def test_the_model_is_where_the_data_are(probes):
    """The new model is created on, or moved to, `nb.device`, and is trained there."""
    assert probes.device_of_the_model(OTHER_DEVICE, LR, N_EPOCHS, ONCE) == OTHER_DEVICE, "device of the new model's parameters"


@pytest.mark.asks("`configuration_cell` creates a new `nb.model`, one `nn.Linear(1, 1)` in an `nn.Sequential`, always from the same seed")
@pytest.mark.concept("optimizers/new-model-old-optimizer")
def test_configuration_makes_a_new_model_from_the_same_seed(probes, rng, data):
    """Each run of the configuration cell creates a new model, always with the same initial weights."""
    added = [1 + torch.rand(1, generator=rng).item() for _ in range(2)]
    cells = [added[0], "configuration_cell", added[1], "configuration_cell"]
    before, _, first, _, second = probes.run_cells(*data, LR, N_EPOCHS, cells)
    assert len(second["models"]) == 3, "nb.model is still the model from before the cell"
    same_line(second, (first["weight"], first["bias"]))
    # Each model was moved before a new one took its name: a model that is only reset would have lost that.
    for kept, made, number in zip(second["models"], (before, first), added, strict=False):
        same_line(kept, (made["weight"] + number, made["bias"] + number))


@pytest.mark.asks("Each cell can be run again.", "Configuration twice, then training: the newest model is trained.")
@pytest.mark.concept("optimizers/optim-overwritten")
def test_configuration_twice_then_training(probes, data):
    """If the configuration cell was run twice, the training cell trains the newest model."""
    _, first, configured, trained = probes.run_cells(*data, LR, N_EPOCHS, ["configuration_cell", *ONCE])
    assert len(trained["models"]) == 3, "nb.model is still the model from before the cell"
    same_line(trained, descend(configured, *data, LR, N_EPOCHS))
    same_line(trained["models"][1], (first["weight"], first["bias"]))


@pytest.mark.asks("Each cell can be run again.", "Both cells again: the same result again.")
def test_both_cells_again_give_the_same_again(probes, data):
    """Running both cells again gives a new model with the same result, and the objects of earlier cells keep their values."""
    before, configured, once, _, again = probes.run_cells(*data, LR, N_EPOCHS, ONCE + ONCE)
    same_line(again, (once["weight"], once["bias"]))
    same_line(again, descend(configured, *data, LR, N_EPOCHS))
    assert_close(again["earlier"], before["earlier"], rtol=0, atol=0)


@pytest.mark.asks("Each cell can be run again.", "Training twice: it continues from the current parameters.")
def test_training_again_goes_on(probes, data):
    """Running the training cell twice makes twice the steps, the second time from the current parameters."""
    _, configured, _, twice = probes.run_cells(*data, LR, N_EPOCHS, [*ONCE, "training_cell"])
    same_line(twice, descend(configured, *data, LR, 2 * N_EPOCHS))


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


def points_of_seed_42():
    random = np.random.RandomState(42)  # the legacy generator, which the known numbers come from
    x = random.rand(100, 1)
    y = 1 + 2 * x + 0.1 * random.randn(100, 1)
    order = np.arange(100)
    random.shuffle(order)
    return x[order[:80]], y[order[:80]]
