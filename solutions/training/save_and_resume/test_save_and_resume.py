"""Interrupted and resumed training against uninterrupted training, with batch norm and optimizer, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
LR, STEPS = 0.05, 6
EXACTLY = {"rtol": 0, "atol": 0}  # saving and loading is exact


@pytest.fixture
def states(rng, device):
    return [draw_state(rng, device) for _ in range(4)]


@pytest.fixture
def batches(rng, device):
    return [tuple(torch.randn(5, width, generator=rng, dtype=DOUBLE).to(device) for width in (3, 1)) for _ in range(STEPS)]


@pytest.mark.asks("returns the epoch")
@pytest.mark.concept("training/save-the-state")
@pytest.mark.parametrize("epoch", [7, 0])
def test_the_epoch_comes_back(probes, states, batches, epoch):
    """`resume` returns the epoch that was saved, as an int."""
    got = probes.brought_back(states, batches, LR, epoch)["epoch"]
    assert isinstance(got, int), f"resume returned a {type(got).__name__}, not an int"
    assert got == epoch, "epoch that resume returned"


@pytest.mark.asks("`resume(path, model, optimizer)` loads the checkpoint into this model")
@pytest.mark.concept("training/save-the-state", "modules/buffer")
def test_the_model_comes_back(probes, states, batches):
    """After `resume` the new model has exactly the weights and buffers of the saved one."""
    seen = probes.brought_back(states, batches, LR, 2)
    assert_close(seen["resumed"]["model"], seen["saved"]["model"], **EXACTLY)


@pytest.mark.asks("and this optimizer", "the learning rate may differ")
@pytest.mark.concept("training/resume-needs-the-optimizer")
def test_the_optimizer_comes_back(probes, states, batches):
    """After `resume` the new optimizer has the state of the saved one, including its learning rate."""
    seen = probes.brought_back(states, batches, LR, 2)
    for part in ("memory", "learning rates"):
        assert_close(seen["resumed"][part], seen["saved"][part], **EXACTLY)


@pytest.mark.asks("in place")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_in_place(probes, states, batches):
    """The model is loaded in place: an existing view of its weights shows the new values."""
    seen = probes.brought_back(states, batches, LR, 2)
    assert_close(seen["seen through a view"], seen["saved"]["model"]["0.weight"], **EXACTLY)


@pytest.mark.asks("The file contains plain data only")
@pytest.mark.concept("training/weights-only")
def test_the_file_holds_plain_data(probes, states, batches):
    """`torch.load(path, weights_only=True)` reads the file."""
    assert probes.read_safely(states, batches, LR) == "read", "reading the file with weights_only=True"


@pytest.mark.asks("overwrites an existing file")
@pytest.mark.concept("training/save-the-state")
def test_each_file_keeps_its_own(probes, states, batches):
    """Two files contain two checkpoints, and saving to a file again replaces its content."""
    first, second = probes.two_files(states, batches, LR)
    assert_close(first["weights"], states[2], **EXACTLY)
    assert_close(second["weights"], states[1], **EXACTLY)
    assert [int(first["epoch"]), int(second["epoch"])] == [3, 2], "epochs in the two files"


@pytest.mark.asks("Model and optimizer do not change")
def test_saving_changes_no_number(probes, states, batches):
    """`save` changes neither weights and buffers, nor gradients, nor the state of the optimizer."""
    seen = probes.around_a_save(states, batches, LR, training=True)
    assert_close(seen["after"], seen["before"], **EXACTLY)


@pytest.mark.asks("and keep their mode")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_saving_keeps_the_mode(probes, states, batches, training):
    """After `save` the model is in its previous mode, training or evaluation."""
    assert probes.around_a_save(states, batches, LR, training)["modes"] == [training] * 5, "`training` of the model and of each layer"


@pytest.mark.asks("The mode of the model does not change", "their mode and the learning rate may differ")
@pytest.mark.concept("training/mode-restored", "modules/buffer")
@pytest.mark.parametrize("saved_in_training", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_resuming_keeps_the_mode(probes, states, batches, saved_in_training, training):
    """After `resume` the new model is in its previous mode, whatever the mode of the saved one, and has the same output."""
    seen = probes.in_which_mode(states, batches, LR, saved_in_training, training)
    assert seen["modes"] == [training] * 5, "`training` of the model and of each layer"
    model = twin(states[0], batches[0][0]).train(training)
    assert_close(seen["output"], model(batches[0][0]).detach())


@pytest.mark.asks(
    "`save(path, model, optimizer, epoch)` writes everything needed to resume",
    "training continues exactly as it would have",
    "Both are new",
)
@pytest.mark.concept("training/resume-needs-the-optimizer")
@pytest.mark.parametrize("break_after", [3, 0])
@pytest.mark.parametrize("optimizer", ["Adam", "SGD with momentum", "Adam with two groups"])
def test_it_goes_on_as_if_nothing_had_happened(probes, states, batches, optimizer, break_after):
    """Saved, moved to another folder and resumed with a new model and optimizer, training gives the same weights as without the break."""
    seen = probes.interrupted(optimizer, states, batches, LR, break_after)
    assert_close(seen, reference(optimizer, states[0], batches))


@pytest.mark.asks("`snapshot(model)` returns the whole state of the model as a dict", "Further training does not change it")
@pytest.mark.concept("modules/state-dict-live", "training/shallow-snapshot")
def test_a_snapshot_stays_as_it_was(probes, states, batches):
    """A snapshot is a dict with the whole state at that time, and later training steps do not change it."""
    seen = probes.snapshots(states, batches, LR)
    assert seen["is a dict"], "the snapshot is not a dict"
    assert_close(seen["snapshots"], [states[0]] * 3, **EXACTLY)


@pytest.mark.asks("restores the model, any number of times")
@pytest.mark.concept("modules/state-dict-live")
def test_a_snapshot_brings_the_model_back(probes, states, batches):
    """Loaded into the model, a snapshot restores its whole state, and again after more steps."""
    assert_close(probes.snapshots(states, batches, LR)["loaded"], [states[0]] * 2, **EXACTLY)


@pytest.mark.asks("returns the whole state of the model as a dict, as it is now")
@pytest.mark.concept("training/shallow-snapshot")
def test_two_snapshots(probes, states, batches):
    """A second snapshot, taken later, does not change the first."""
    seen = probes.two_snapshots(states, batches, LR)
    assert_close(seen["snapshots"], seen["states"], **EXACTLY)


def reference(optimizer, state, batches):
    model = twin(state, batches[0][0])
    groups = [{"params": model[0].parameters()}, {"params": model[1:].parameters()}]
    if optimizer == "Adam with two groups":
        groups[1]["lr"] = 3 * LR
    has_momentum = optimizer == "SGD with momentum"
    stepper = torch.optim.SGD(groups, lr=LR, momentum=0.9) if has_momentum else torch.optim.Adam(groups, lr=LR)
    history = []
    for x, y in batches:
        stepper.zero_grad()
        ((model(x) - y) ** 2).mean().backward()
        stepper.step()
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
