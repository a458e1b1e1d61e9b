"""Decisions against the rules applied to whole lists of losses; states against those that the model had."""

import math

import pytest
import torch
from torch.testing import assert_close

pytestmark = [pytest.mark.given("This is a simple and common regularization against overfitting.")]

DOUBLE = torch.float64
EXACTLY = {"rtol": 0, "atol": 0}  # copies are exact
NAN = math.nan


@pytest.fixture
def states(rng, device):
    return [draw_state(rng, device) for _ in range(6)]


@pytest.mark.asks("Write the class `EarlyStopping(patience, min_delta=0.0)`.", "Training ends if the validation loss has not improved")
@pytest.mark.asks("`step` returns True if at least `patience` epochs in a row, up to this one, were no improvement.")
@pytest.mark.asks("`patience` is an int, at least 1", "The first epoch is an improvement.")
@pytest.mark.concept("generalization/patience", "generalization/early-stopping")
@pytest.mark.parametrize("patience", [1, 2, 3])
@pytest.mark.parametrize(
    "losses",
    [[0.875, 0.75, 0.8125, 0.75, 0.625, 0.6875, 0.6875, 0.6875, 0.75, 0.5], [1.0, 2.0, 0.5, 3.0, 3.0, 0.25, 4.0, 4.0, 4.0, 4.0], [0.0, -1.0, -2.0, -2.0, -1.0, 5.0]],
    ids=["loss with a plateau", "loss with outliers", "negative losses"],
)
def test_when_to_stop(probes, losses, patience):
    """`step` returns True if `patience` epochs in a row were no improvement; an improvement starts the count again."""
    got = probes.decisions(losses, {"patience": patience})["stop"]
    assert got == by_rules(losses, patience)["stop"], "the values that step returned"


@pytest.mark.asks("`step` returns True if at least `patience` epochs in a row")
@pytest.mark.concept("generalization/patience")
@pytest.mark.parametrize("patience", [1, 2, 4])
def test_any_losses(probes, rng, patience):
    """For 40 random losses, `step`, `best_loss` and `best_epoch` follow the rules, also after it has returned True."""
    losses = [value / 64 for value in torch.randint(0, 400, (40,), generator=rng).tolist()]
    got = probes.decisions(losses, {"patience": patience, "min_delta": 0.25})
    compare(got, by_rules(losses, patience, 0.25))


@pytest.mark.asks("An epoch is an improvement if its `val_loss` is lower than `best_loss` by more than `min_delta`.")
@pytest.mark.asks("`min_delta` is a float, at least 0.")
@pytest.mark.concept("generalization/min-delta")
@pytest.mark.parametrize("min_delta", [0.0, 0.125, 0.5])
def test_min_delta(probes, min_delta):
    """Only a loss that is lower by more than `min_delta` is an improvement; exactly `min_delta` is not enough."""
    losses = [4.0, 4.0, 3.875, 3.5, 3.375, 2.875, 2.0, 2.0]
    compare(probes.decisions(losses, {"patience": 2, "min_delta": min_delta}), by_rules(losses, 2, min_delta))


@pytest.mark.asks("is lower than `best_loss` by more than `min_delta`")
@pytest.mark.concept("generalization/min-delta")
def test_slow_improvements(probes):
    """Losses are compared with `best_loss`, not with the previous epoch: several small improvements can sum to a large one."""
    losses = [2.0, 1.875, 1.75, 1.625, 1.5, 1.375, 1.25]
    compare(probes.decisions(losses, {"patience": 2, "min_delta": 0.25}), by_rules(losses, 2, 0.25))


@pytest.mark.asks("`stopper.best_loss` is the `val_loss` of the last improvement", "Epochs are counted from 0.")
@pytest.mark.concept("training/best-epoch")
def test_the_best_epoch(probes):
    """`best_loss` and `best_epoch` are the loss and the index of the last improvement; the first epoch has index 0."""
    compare(probes.decisions([0.75, 0.5, 0.875, 0.25, 0.5], {"patience": 3}), by_rules([0.75, 0.5, 0.875, 0.25, 0.5], 3))


@pytest.mark.asks("It returns True if training should stop, else False.", "as a float")
@pytest.mark.concept("generalization/early-stopping")
def test_it_returns_a_bool(probes):
    """`step` returns True or False."""
    types = probes.decisions([1.0, 2.0, 3.0], {"patience": 2})["types"]
    assert types == ["bool"] * 3, "types of the values that step returned"


@pytest.mark.asks("A loss of NaN is never an improvement, also in the first epoch.")
@pytest.mark.concept("generalization/early-stopping")
@pytest.mark.parametrize("losses", [[NAN, NAN, 1.0, NAN, 2.0, NAN], [1.0, NAN, 0.5, NAN, NAN, 0.25]], ids=["first", "later"])
def test_nan(probes, losses):
    """A loss of NaN is no improvement, whether it comes first or later."""
    compare(probes.decisions(losses, {"patience": 2}), by_rules(losses, 2))


@pytest.mark.asks("Without an improvement they are `inf` and None.", "Without an improvement it raises a RuntimeError.")
@pytest.mark.concept("generalization/restore-best-weights")
def test_without_an_improvement(probes):
    """Without an improvement `best_loss` is inf, `best_epoch` is None, and `restore` raises a RuntimeError."""
    seen = probes.before_any_epoch({"patience": 2, "min_delta": 0.5})
    assert seen == {"best_loss": math.inf, "best_epoch": None, "restore": "RuntimeError"}, "a new object"
    assert probes.restored_after_nan({"patience": 2}) == "RuntimeError", "restore after losses of NaN only"


@pytest.mark.asks("the weights of the best epoch are restored", "At each improvement `step` keeps a copy of the whole state of the model")
@pytest.mark.asks("Later training does not change it.", "`stopper.restore(model)` loads this copy into the model")
@pytest.mark.asks("`stopper.step(val_loss, model)` is called after each epoch")
@pytest.mark.concept("generalization/restore-best-weights", "modules/state-dict-live")
@pytest.mark.parametrize(
    ("losses", "min_delta", "best"),
    [([3.0, 1.0, 2.0, 2.5], 0.0, 1), ([1.0, 2.0, 3.0], 0.0, 0), ([4.0, 3.0, 2.0, 1.0, 1.5], 0.0, 3), ([4.0, 3.0, 2.75], 0.5, 1), ([1.0, 1.0], 0.0, 0)],
    ids=["in the middle", "first", "last but one", "min_delta", "equal losses"],
)
def test_the_best_weights_are_restored(probes, states, losses, min_delta, best):
    """`restore` loads the whole state of the best epoch, buffers included, although training has changed the model in place since then."""
    assert_close(probes.restored(states, losses, {"patience": 5, "min_delta": min_delta}), states[best], **EXACTLY)


@pytest.mark.asks("It can be called any number of times, also with training in between.", "Later training does not change it.")
@pytest.mark.concept("training/shallow-snapshot")
def test_restored_again_after_more_training(probes, rng, device, states):
    """A second `restore`, after more training, loads the same state; and the optimizer of the model still trains it."""
    x = torch.randn(5, 3, generator=rng, dtype=DOUBLE).to(device)
    first, trained, second, trained_again = probes.restored_again(states, x, lr=0.5)
    assert_close([first, second], [states[0]] * 2, **EXACTLY)
    for name, value in trained.items():
        # The bias before batch norm has no influence on the output, so its gradient is 0 up to rounding.
        if name != "0.bias" and torch.equal(value, states[0][name]):
            pytest.fail(f"the optimizer step after restore did not change {name}")
    assert_close(trained_again, trained)


@pytest.mark.asks("in place")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_in_place(probes, states):
    """`restore` writes into the tensors of the model: an existing view of the weight shows the restored values."""
    assert_close(probes.in_place(states), states[0]["0.weight"], **EXACTLY)


@pytest.mark.asks("Neither method changes anything else: the mode, the gradients and `requires_grad` stay.")
@pytest.mark.asks("`step` does not change the model at all.")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("restore", [False, True], ids=["step", "restore"])
def test_nothing_else_changes(probes, rng, device, states, training, restore):
    """`step` changes nothing of the model. `restore` changes neither the modes, nor the gradients, nor `requires_grad`."""
    x = torch.randn(5, 3, generator=rng, dtype=DOUBLE).to(device)
    before, after = probes.untouched(states, x, training, restore)
    assert after["modes"] == before["modes"], "`training` of the model and of each layer"
    assert after["requires_grad"] == before["requires_grad"], "`requires_grad` of the parameters"
    none = {name for name, g in before["gradients"].items() if g is None}
    assert {name for name, g in after["gradients"].items() if g is None} == none, "parameters without a gradient"
    kept = [{name: g for name, g in seen["gradients"].items() if g is not None} for seen in (after, before)]
    assert_close(kept[0], kept[1], **EXACTLY)
    assert_close(after["state"], before["state"], **EXACTLY)


@pytest.mark.asks("Several objects are independent of each other.")
@pytest.mark.concept("experiments/list-as-default")
def test_two_objects(probes, states):
    """Two objects have their own losses, counters and copies."""
    seen = probes.two_objects(states)
    assert seen["stop"] == [False, False, True, False], "the values that step returned, for both objects in alternation"
    assert seen["best losses"] == [1.0, 3.0], "best losses"
    assert_close(seen["states"], states[:2], **EXACTLY)


def compare(got, expected):
    for name in ("best losses", "best epochs", "stop"):
        assert got[name] == expected[name], f"{name} after each epoch"


def by_rules(losses, patience, min_delta=0.0):
    """From the list of all improvements."""
    best, improvements = [], []
    for epoch, loss in enumerate(losses):
        bar = losses[improvements[-1]] if improvements else math.inf
        if bar - loss > min_delta:
            improvements.append(epoch)
        best.append(improvements[-1] if improvements else None)
    stop = [epoch - (-1 if last is None else last) >= patience for epoch, last in enumerate(best)]
    return {"stop": stop, "best losses": [math.inf if b is None else losses[b] for b in best], "best epochs": best}


def draw_state(rng, device):
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "1.weight": (4,), "1.bias": (4,), "1.running_mean": (4,), "1.running_var": (4,)}
    shapes |= {"3.weight": (2, 4), "3.bias": (2,)}
    state = {name: 0.5 + torch.rand(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    count = torch.randint(1, 1000, (), generator=rng).to(device)
    return {**{name: state[name] for name in list(shapes)[:6]}, "1.num_batches_tracked": count, "3.weight": state["3.weight"], "3.bias": state["3.bias"]}
