"""History, weights and resumed training against a loop written out by hand, with shuffling, dropout, batch norm and Adam, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close
from torch.utils.data import DataLoader, TensorDataset

DOUBLE = torch.float64
LR = 0.02
# The only device apart from the CPU that every machine has. Its tensors have shapes and no values, and sums do not mix devices.
NO_NUMBERS = "meta"

pytestmark = [
    pytest.mark.given("It combines model, loss and optimizer, so that training, predicting, saving and resuming take one line each."),
]


@pytest.fixture
def plain(rng, device):
    """The weights of a model without batch norm and dropout."""
    return {name: value for name, value in draw_state(rng, device).items() if not name.startswith("1.")}


@pytest.fixture
def states(rng, device):
    """States of two models with batch norm."""
    return [draw_state(rng, device) for _ in range(2)]


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def valid(rng, device):
    return draw(7, rng, device)


@pytest.mark.asks("Write the class `Trainer(model, loss_fn, optimizer, seed=0)`", "empty at first")
@pytest.mark.concept("training_class/history-in-the-class")
def test_the_history_is_empty_at_first(probes, plain):
    """A new trainer has a history with two empty lists, `"train"` and `"valid"`."""
    assert probes.history_at_first(plain) == {"train": [], "valid": []}, "history of a new trainer"


@pytest.mark.asks("The history gets the mean loss over all training samples", "the last of which may be smaller")
@pytest.mark.concept("training/weight-by-batch-size")
@pytest.mark.parametrize("n_epochs", [3, 1])
def test_the_training_losses(probes, plain, train, valid, curves, n_epochs):
    """For each epoch the history gets the mean loss over all training samples, each batch loss taken before its step."""
    seen = probes.fitted(plain, train, valid, LR, [n_epochs])["history"]["train"]
    expected = reference(plain, train, valid, n_epochs)["history"]["train"]
    curves(seen, expected)
    assert_close(floats(seen), expected)


@pytest.mark.asks("and over all validation samples")
@pytest.mark.concept("training/weight-by-batch-size")
@pytest.mark.parametrize("n_epochs", [3, 1])
def test_the_validation_losses(probes, plain, train, valid, curves, n_epochs):
    """For each epoch the history gets the mean loss over all validation samples, after the last step of the epoch."""
    seen = probes.fitted(plain, train, valid, LR, [n_epochs])["history"]["valid"]
    expected = reference(plain, train, valid, n_epochs)["history"]["valid"]
    curves(seen, expected)
    assert_close(floats(seen), expected)


@pytest.mark.asks('is a dict with the keys `"train"` and `"valid"`: two lists with one plain float per epoch')
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_history_holds_plain_floats(probes, plain, train, valid):
    """The history contains plain Python floats."""
    seen = probes.fitted(plain, train, valid, LR, [2])
    same_history(seen["history"], reference(plain, train, valid, 2)["history"])
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"], "types in the history"


@pytest.mark.asks("`loss_fn(predictions, y)` returns the mean loss over the samples of a batch")
@pytest.mark.concept("losses/prediction-first")
def test_the_loss_function_that_was_given(probes, plain, train, valid):
    """Both phases use the loss function that was passed in, called as `loss_fn(predictions, y)`; here one that is not symmetric."""
    seen = probes.fitted(plain, train, valid, LR, [2], loss="skewed")["history"]
    same_history(seen, reference(plain, train, valid, 2, loss_fn=skewed)["history"])


@pytest.mark.asks("one step of the optimizer per batch, with the gradient of this batch alone", "the validation data, which change nothing")
@pytest.mark.concept("training/validation-learns-nothing")
def test_the_weights(probes, plain, train, valid):
    """Each training batch makes one step of the optimizer that was passed in; the validation data do not affect the weights."""
    assert_close(probes.fitted(plain, train, valid, LR, [3])["end"], reference(plain, train, valid, 3)["state"])


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, plain, train, valid):
    """Gradients left over from before the call do not affect the first step."""
    assert_close(probes.fitted(plain, train, valid, LR, [1], leftover=5.0)["end"], reference(plain, train, valid, 1)["state"])


@pytest.mark.asks("Training phase, in training mode")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, states, train, valid, training):
    """The model is in training mode in every training phase, whatever its mode was before: batch norm uses the batch statistics."""
    seen = probes.fitted(states[0], train, valid, LR, [3], training=training)["history"]["train"]
    assert_close(floats(seen), reference(states[0], train, valid, 3)["history"]["train"])


@pytest.mark.asks("Validation phase, in evaluation mode")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, states, train, valid, training):
    """The model is in evaluation mode in every validation phase: batch norm uses its running statistics."""
    seen = probes.fitted(states[0], train, valid, LR, [3], training=training)["history"]["valid"]
    assert_close(floats(seen), reference(states[0], train, valid, 3)["history"]["valid"])


@pytest.mark.asks("without a graph: the validation data")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph_of_the_validation(probes, plain, train, valid):
    """No graph is built in the validation phase."""
    seen = probes.fitted(plain, train, valid, LR, [2], recording=50.0)["history"]["valid"]
    assert_close(floats(seen), reference(plain, train, valid, 2)["history"]["valid"])


@pytest.mark.asks("the validation data, which change nothing")
@pytest.mark.concept("training/validation-learns-nothing")
def test_batch_norm(probes, states, train, valid):
    """Batch norm updates its running statistics for every training batch, and for no validation batch."""
    assert_close(probes.fitted(states[0], train, valid, LR, [3])["end"], reference(states[0], train, valid, 3)["state"])


@pytest.mark.asks("Epoch number e", "starts with `torch.manual_seed(seed + e)`")
@pytest.mark.concept("training_class/seed-of-an-epoch")
@pytest.mark.parametrize("seed", [11, 0])
def test_each_epoch_has_a_seed(probes, states, train, valid, seed):
    """The shuffling and dropout of epoch e are those after `torch.manual_seed(seed + e)`."""
    seen = probes.fitted(states[0], train, valid, LR, [3], seed, shuffle=True, dropout=0.5)["history"]
    same_history(seen, reference(states[0], train, valid, 3, seed, shuffle=True, dropout=0.5)["history"])


@pytest.mark.asks("`Trainer(model, loss_fn, optimizer, seed=0)`")
@pytest.mark.concept("training_class/seed-of-an-epoch")
def test_without_a_seed(probes, states, train, valid):
    """The seed is 0 if none is given."""
    expected = reference(states[0], train, valid, 2, 0, shuffle=True, dropout=0.5)["history"]
    same_history(probes.by_default(states[0], train, valid, LR, 2), expected)


@pytest.mark.asks(
    "runs `n_epochs` more epochs",
    "counted from 0 over **all** calls",
    "So its shuffling and its dropout do not depend on anything before it",
)
@pytest.mark.concept("training_class/seed-of-an-epoch")
@pytest.mark.parametrize("calls", [[1, 2], [2, 0, 1]])
def test_a_second_call_goes_on(probes, states, train, valid, calls):
    """Several calls of `fit` give the same history and weights as one with all the epochs, whatever random numbers are used in between."""
    seen = probes.fitted(states[0], train, valid, LR, calls, 2, shuffle=True, dropout=0.5)
    expected = reference(states[0], train, valid, 3, 2, shuffle=True, dropout=0.5)
    same_history(seen["history"], expected["history"])
    assert_close(seen["end"], expected["state"])


@pytest.mark.asks("Trainers share nothing")
@pytest.mark.concept("training_class/history-in-the-class")
def test_two_trainers_share_nothing(probes, states, train, valid):
    """Each trainer has its own history and its own count of epochs."""
    seen = probes.two_at_once(states, train, valid, LR, [3, 4])
    for history, state, n_epochs, seed in zip(seen, states, (1, 2), (3, 4), strict=True):
        same_history(history, reference(state, train, valid, n_epochs, seed, shuffle=True, dropout=0.5)["history"])


@pytest.mark.asks("each batch is moved to the device of the model")
@pytest.mark.concept("training_class/where-to-put-a-batch")
def test_fitting_on_another_device(probes, train, valid):
    """Each batch is moved to the device of the model, here one without values (meta)."""
    assert probes.fitted_elsewhere(train, valid, 2, NO_NUMBERS) == [2, 2], "number of epochs in the history"


@pytest.mark.asks("x is moved to the device of the model")
@pytest.mark.concept("training_class/where-to-put-a-batch")
def test_predicting_on_another_device(probes, rng):
    """`predict` moves x to the device of the model, here one without values (meta), and the output is on it."""
    x = torch.randn(5, 3, generator=rng, dtype=DOUBLE)
    assert probes.predicted_elsewhere(x, NO_NUMBERS) == f"(5, 1) on {NO_NUMBERS}", "shape and device of the output"


@pytest.mark.asks("**`trainer.predict(x)`** returns the output of the model for x")
@pytest.mark.concept("training/predict-after-loading")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("n_samples", [5, 1])
def test_the_predictions(probes, states, rng, device, training, n_samples):
    """`predict` returns the output in evaluation mode: without dropout, and with the running statistics of batch norm."""
    x, _ = draw(n_samples, rng, device)
    seen = probes.predicted(states[0], x, training, dropout=0.5)
    with torch.no_grad():
        assert_close(seen["output"], twin(states[0])[0].eval()(x))
    assert_close(seen["state"], states[0], rtol=0, atol=0)


@pytest.mark.asks("in evaluation mode and without a graph")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_predictions_have_no_graph(probes, plain, rng, device):
    """No graph is recorded by `predict`."""
    x, _ = draw(5, rng, device)
    seen = probes.predicted(plain, x, training=True, recording=50.0)
    with torch.no_grad():
        assert_close(seen["output"], twin(plain)[0](x))
    assert not seen["has a graph"], "the output of predict requires grad"


@pytest.mark.asks("Afterwards it restores the previous mode of the model")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_predicting_keeps_the_mode(probes, states, rng, device, training):
    """After `predict` the model and its layers are in their previous mode."""
    x, _ = draw(5, rng, device)
    assert probes.predicted(states[0], x, training)["modes"] == [training] * 6, "`training` of the model and of each layer"


@pytest.mark.asks("without a graph: the validation data", "in evaluation mode and without a graph")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again(probes, plain, train, valid):
    """After `fit` and after `predict` autograd records operations again."""
    assert probes.fitted(plain, train, valid, LR, [1])["records"], "autograd is still switched off after fit"
    assert probes.predicted(plain, train[0], training=True)["records"], "autograd is still switched off after predict"


@pytest.mark.asks("**`trainer.save(path)`** writes a file of plain data")
@pytest.mark.concept("training/weights-only", "training_class/state-dict-of-a-trainer")
def test_the_file_holds_plain_data(probes, states):
    """`torch.load(path, weights_only=True)` reads the file."""
    assert probes.read_safely(states[0]) == "read", "reading the file with weights_only=True"


@pytest.mark.asks("Saving changes nothing")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_saving_changes_nothing(probes, states, train, valid, training):
    """`save` does not change history, weights, gradients and mode."""
    seen = probes.around_a_save(states[0], train, valid, LR, training)
    assert_close(seen["after"], seen["before"], rtol=0, atol=0)
    assert seen["modes"] == [training] * 6, "`training` of the model and of each layer"


@pytest.mark.asks("loads a checkpoint into a trainer of the same type, whose weights, learning rate, history and seed may differ")
@pytest.mark.concept("training_class/what-else-to-resume", "modules/buffer")
@pytest.mark.parametrize("n_epochs_before", [2, 0])
def test_loading(probes, states, train, valid, n_epochs_before):
    """After `load` a trainer has the saved history instead of its own, and its model has the saved weights and buffers."""
    both = probes.broken_off(states, train, valid, LR, n_epochs_before, 0, 6)
    seen, expected = both["loaded"], reference(states[0], train, valid, n_epochs_before, 6, shuffle=True, dropout=0.5)
    same_history(seen["history"], expected["history"])
    assert_close(seen["state"], expected["state"])
    assert_close(seen["state"], both["saved"], rtol=0, atol=0)  # saving and loading is exact


@pytest.mark.asks("Afterwards `fit` continues **exactly** as it would have in the saved trainer")
@pytest.mark.concept("training_class/what-else-to-resume", "training_class/lr-in-state-dict", "training/resume-needs-the-optimizer")
@pytest.mark.parametrize("n_epochs_before", [2, 0])
def test_it_goes_on_as_if_nothing_had_happened(probes, states, train, valid, n_epochs_before):
    """Saved, moved to another folder and loaded into another trainer, training continues exactly as without the break."""
    seen = probes.broken_off(states, train, valid, LR, n_epochs_before, 2, 6)
    expected = reference(states[0], train, valid, n_epochs_before + 2, 6, shuffle=True, dropout=0.5)
    for which in ("unbroken", "resumed"):
        same_history(seen[which]["history"], expected["history"])
        assert_close(seen[which]["state"], expected["state"])


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE)
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the samples of a small last batch differ from the others
    return x.to(device), y.to(device)


def draw_state(rng, device):
    shapes = {"0.weight": (6, 3), "0.bias": (6,), "1.weight": (6,), "1.bias": (6,), "1.running_mean": (6,), "1.running_var": (6,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in shapes.items()}
    state["1.running_var"] = 0.5 + state["1.running_var"].abs()
    state |= {"1.num_batches_tracked": torch.tensor(2)}
    state |= {name: torch.randn(shape, generator=rng, dtype=DOUBLE) for name, shape in (("4.weight", (1, 6)), ("4.bias", (1,)))}
    return {name: value.to(device) for name, value in state.items()}


def twin(state, dropout=0.0):
    norm = [nn.BatchNorm1d(6), nn.Dropout(dropout)] if "1.weight" in state else [nn.Identity(), nn.Identity()]
    model = nn.Sequential(nn.Linear(3, 6), *norm, nn.Tanh(), nn.Linear(6, 1)).to(state["0.weight"])
    model.load_state_dict(state)
    return model, torch.optim.Adam(model.parameters(), lr=LR)


def skewed(predictions, y):
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


def reference(state, train, valid, n_epochs, seed=0, loss_fn=nn.functional.mse_loss, shuffle=False, dropout=0.0):
    """All epochs in one run, with a loss over samples for each phase."""
    model, optimizer = twin(state, dropout)
    history = {"train": [], "valid": []}
    loader = DataLoader(TensorDataset(*(part.cpu() for part in train)), batch_size=4, shuffle=shuffle)
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
    """As floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return [float(entry) for entry in curve]


def same_history(seen, expected):
    assert sorted(seen) == ["train", "valid"], "keys of the history"
    assert_close({name: floats(seen[name]) for name in expected}, expected)
