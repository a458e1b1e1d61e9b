"""History, weights and resumed trainings against a loop that is written out, with shuffles, dropout, batch norm and Adam, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close
from torch.utils.data import DataLoader, TensorDataset

DOUBLE = torch.float64
LR = 0.02


@pytest.fixture
def states(rng, device):
    return [draw_state(rng, device) for _ in range(2)]


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def valid(rng, device):
    return draw(7, rng, device)


@pytest.mark.concept("training_class/seed-of-an-epoch")
@pytest.mark.parametrize(("seed", "mode"), [(0, True), (11, False)], ids=["came training", "came evaluating"])
def test_the_history(probes, states, train, valid, curves, seed, mode):
    """The history holds the mean loss over all rows, of training and of validation, for each epoch with the seed of its own."""
    seen = probes.fitted(states[0], train, valid, LR, [3], seed, mode=mode)["history"]
    expected = reference(states[0], train, valid, 3, seed)["history"]
    for part in ("train", "valid"):
        curves(seen[part], expected[part])
        assert_close(floats(seen[part]), expected[part])


@pytest.mark.concept("training/validation-learns-nothing")
@pytest.mark.concept("training/train-again")
def test_the_weights(probes, states, train, valid):
    """In the end weights and batch norm are what one step a training batch makes of them; the validation rows leave no trace."""
    seen = probes.fitted(states[0], train, valid, LR, [3], 5)["end"]
    assert_close(seen, reference(states[0], train, valid, 3, 5)["state"])


@pytest.mark.concept("training_class/seed-of-an-epoch")
@pytest.mark.parametrize("calls", [[1, 2], [2, 0, 1]], ids=str)
def test_a_second_call_goes_on(probes, states, train, valid, calls):
    """Several calls of `fit` give the same history and weights as one with all the epochs."""
    seen, expected = probes.fitted(states[0], train, valid, LR, calls, 2), reference(states[0], train, valid, 3, 2)
    same_history(seen["history"], expected["history"])
    assert_close(seen["end"], expected["state"])


def test_without_a_seed(probes, states, train, valid):
    """The seed is 0 where none is given."""
    same_history(probes.by_default(states[0], train, valid, LR, 2), reference(states[0], train, valid, 2, 0)["history"])


@pytest.mark.concept("training/weight-by-rows")
def test_the_loss_function_that_was_given(probes, states, train, valid):
    """Both halves use the loss function that was passed in, here the absolute error."""
    seen = probes.fitted(states[0], train, valid, LR, [2], 1, loss="absolute")["history"]
    same_history(seen, reference(states[0], train, valid, 2, 1, nn.L1Loss())["history"])


@pytest.mark.concept("training_class/history-in-the-class")
def test_two_trainers_share_nothing(probes, states, train, valid):
    """Each trainer has a history of its own, empty at first."""
    seen = probes.two_at_once(states, train, valid, LR, [3, 4])
    for history, state, n_epochs, seed in zip(seen, states, (1, 2), (3, 4), strict=True):
        same_history(history, reference(state, train, valid, n_epochs, seed)["history"])


@pytest.mark.concept("training_class/what-else-to-resume")
@pytest.mark.concept("training_class/rate-comes-back")
@pytest.mark.concept("training/resume-needs-the-optimizer")
@pytest.mark.concept("training/weights-only")
@pytest.mark.parametrize("before", [2, 0])
def test_it_goes_on_as_if_nothing_had_happened(probes, states, train, valid, before):
    """Loaded into a new trainer, a training goes on exactly as it would have; the file is plain data, and saving changes nothing."""
    seen = probes.broken_off(states, train, valid, LR, before, 2, 6)
    expected = reference(states[0], train, valid, before, 6)
    same_history(seen["loaded"]["history"], expected["history"])
    assert_close(seen["loaded"]["state"], expected["state"])
    expected = reference(states[0], train, valid, before + 2, 6)
    for end in seen["ends"]:
        same_history(end["history"], expected["history"])
        assert_close(end["state"], expected["state"])


@pytest.mark.concept("training/mode-restored")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluating"])
def test_predictions(probes, states, rng, device, training):
    """`predict` gives the output in evaluation mode, without a graph; afterwards the model has the mode that it had."""
    x, _ = draw(5, rng, device)
    seen, model = probes.predicted(states[0], x, training), twin(states[0])[0]
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        assert_close(seen["output"], model.eval()(x))
        torch.manual_seed(0)
        # In evaluation mode, with a graph, the model adds 50.
        assert_close(seen["afterwards"], model.train()(x) if training else model.eval()(x) + 50)


@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_history_holds_plain_floats(probes, states, train, valid):
    """The history holds plain Python floats."""
    seen = probes.fitted(states[0], train, valid, LR, [2], 0)
    same_history(seen["history"], reference(states[0], train, valid, 2, 0)["history"])
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"] * 4


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE)
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the rows of a small last batch differ from the others
    return x.to(device), y.to(device)


def draw_state(rng, device):
    shapes = {"0.weight": (6, 3), "0.bias": (6,), "1.weight": (6,), "1.bias": (6,), "1.running_mean": (6,), "1.running_var": (6,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in shapes.items()}
    state["1.running_var"] = 0.5 + state["1.running_var"].abs()
    state |= {"1.num_batches_tracked": torch.tensor(2)}
    state |= {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in (("4.weight", (1, 6)), ("4.bias", (1,)))}
    return {name: value.to(device) for name, value in state.items()}


def twin(state):
    model = nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.Dropout(0.5), nn.Tanh(), nn.Linear(6, 1)).to(state["0.weight"])
    model.load_state_dict(state)
    return model, torch.optim.Adam(model.parameters(), lr=LR)


def reference(state, train, valid, n_epochs, seed, loss_fn=None):
    """All epochs at one go, with a loss over rows for each half."""
    loss_fn = loss_fn or nn.MSELoss()
    model, optimizer = twin(state)
    history = {"train": [], "valid": []}
    loader = DataLoader(TensorDataset(*(part.cpu() for part in train)), batch_size=4, shuffle=True)
    with torch.random.fork_rng():
        for epoch in range(n_epochs):
            torch.manual_seed(seed + epoch)
            costs = []
            for x, y in loader:
                loss = loss_fn(model.train()(x.to(train[0])), y.to(train[0]))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                costs += [loss.item()] * len(x)
            history["train"].append(sum(costs) / len(costs))
            with torch.no_grad():
                history["valid"].append(loss_fn(model.eval()(valid[0]), valid[1]).item())
    return {"history": history, "state": {name: value.detach().clone() for name, value in model.state_dict().items()}}


def floats(curve):
    """As floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(entry) for entry in curve]


def same_history(seen, expected):
    assert sorted(seen) == ["train", "valid"]
    assert_close({name: floats(seen[name]) for name in expected}, expected)
