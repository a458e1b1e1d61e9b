"""A training that is broken off and resumed against one that is not, batch norm and optimizer included, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
LR, STEPS = 0.05, 6


@pytest.fixture
def states(rng, device):
    return [draw_state(rng, device) for _ in range(4)]


@pytest.fixture
def batches(rng, device):
    return [tuple(torch.randn(5, width, generator=rng, dtype=DOUBLE).to(device) for width in (3, 1)) for _ in range(STEPS)]


@pytest.mark.concept("training/resume-needs-the-optimizer")
@pytest.mark.concept("training/weights-only")
@pytest.mark.parametrize("break_after", [3, 0])
@pytest.mark.parametrize("kind", ["adam", "momentum"])
def test_it_goes_on_as_if_nothing_had_happened(probes, states, batches, kind, break_after):
    """Saved after some steps and resumed in a new model and optimizer, a training has the weights it would have had without the break."""
    seen = probes.interrupted(kind, states, batches, LR, break_after)
    assert_close(seen["history"], reference(kind, states[0], batches))


@pytest.mark.concept("training/save-the-state")
@pytest.mark.parametrize("break_after", [4, 1])
def test_the_epoch_comes_back(probes, states, batches, break_after):
    """`resume` returns the epoch that was saved."""
    assert probes.interrupted("adam", states, batches, LR, break_after)["epoch"] == break_after


@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluating"])
def test_saving_changes_nothing(probes, states, batches, training):
    """A model that is saved keeps its mode and goes on learning as before."""
    seen = probes.goes_on(states, batches, LR, training)
    model, expected = twin(states[0], batches[0][0]), reference("adam", states[0], batches)
    model.load_state_dict(expected[0])
    assert_close(seen["output"], model.train(training)(batches[0][0]).detach())
    parameters = [name for name, _ in model.named_parameters()]
    assert_close({name: seen["weights"][name] for name in parameters}, {name: expected[1][name] for name in parameters})


@pytest.mark.concept("training/save-the-state")
def test_each_file_keeps_its_own(probes, states, batches):
    """Two files hold two trainings, and saving to a file again replaces what was in it."""
    first, second = probes.two_files(states, batches, LR)
    assert_close(first["weights"], states[2], rtol=0, atol=0)
    assert_close(second["weights"], states[1], rtol=0, atol=0)
    assert [first["epoch"], second["epoch"]] == [3, 2]


@pytest.mark.concept("modules/buffer")
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluating"])
def test_the_resumed_model_gives_the_same(probes, states, batches, training):
    """A resumed model gives exactly the outputs of the saved one, in the mode that it was in before, batch norm's memory included."""
    model = twin(states[0], batches[0][0]).train(training)
    assert_close(probes.evaluated(states, batches, LR, training), model(batches[0][0]).detach())


@pytest.mark.concept("modules/state-dict-live")
@pytest.mark.concept("training/shallow-snapshot")
def test_a_snapshot_stays_as_it_was(probes, states, batches):
    """A snapshot is the whole state at its moment: steps do not change it, and the model can be brought back to it."""
    seen = probes.snapshots(states, batches, LR)
    assert_close(seen["snapshots"], [states[0]] * 2, rtol=0, atol=0)
    assert_close(seen["loaded"], states[0], rtol=0, atol=0)


def reference(kind, state, batches):
    model = twin(state, batches[0][0])
    make = {"adam": lambda p: torch.optim.Adam(p, lr=LR), "momentum": lambda p: torch.optim.SGD(p, lr=LR, momentum=0.9)}[kind]
    optimizer, history = make(model.parameters()), []
    for x, y in batches:
        optimizer.zero_grad()
        ((model(x) - y) ** 2).mean().backward()
        optimizer.step()
        history.append({name: value.detach().clone() for name, value in model.state_dict().items()})
    return history


def twin(state, x):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1)).to(x)
    model.load_state_dict(state)
    return model


def draw_state(rng, device):
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "1.weight": (4,), "1.bias": (4,), "1.running_mean": (4,), "1.running_var": (4,)}
    state = {name: 0.5 + torch.rand(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    state["1.num_batches_tracked"] = torch.tensor(3, device=device)
    last = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in (("3.weight", (1, 4)), ("3.bias", (1,)))}
    return {**state, **last}
