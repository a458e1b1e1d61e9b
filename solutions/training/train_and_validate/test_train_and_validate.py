"""Losses, weights and the memory of batch norm against a loop written out by hand, in float64, with a model that tells its mode."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.fixture
def state(rng, device):
    drawn = {"1.weight": (1, 3), "1.bias": (1,), "0.bias": (3,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in drawn.items()}
    state["0.weight"] = 1 + torch.rand(3, generator=rng, dtype=DOUBLE).to(device)
    state["0.running_mean"], state["0.running_var"] = torch.zeros_like(state["0.bias"]), torch.ones_like(state["0.bias"])
    return {**state, "0.num_batches_tracked": torch.tensor(0, device=device)}


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def valid(rng, device):
    return draw(7, rng, device)


@pytest.mark.concept("training/train-again")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_both_curves(probes, state, train, valid, mode, curves):
    """Both lists hold, for each epoch, the mean loss over all rows: of training as it goes, of validation at the epoch's end."""
    seen = probes.fitted(state, train, valid, lr=0.01, n_epochs=4, mode=mode)["returned"][0]
    expected = reference(state, train, valid, lr=0.01, n_epochs=4)
    curves(seen["train"], expected["train"])
    assert_close(numbers(seen["train"]), expected["train"])
    curves(seen["valid"], expected["valid"])
    assert_close(numbers(seen["valid"]), expected["valid"])


@pytest.mark.concept("training/validation-learns-nothing")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_model_learns_from_the_training_rows_alone(probes, state, train, valid, momentum):
    """In the end weights and batch norm are what one step a training batch makes of them; the validation rows leave no trace."""
    seen = probes.fitted(state, train, valid, lr=0.01, n_epochs=3, momentum=momentum)["end"]
    expected = reference(state, train, valid, lr=0.01, n_epochs=3, momentum=momentum)["end"]
    assert int(seen["0.num_batches_tracked"]) == 9, f"batch norm saw {int(seen['0.num_batches_tracked'])} batches, and 3 epochs train on 9"
    assert_close({name: seen[name] for name in expected}, expected)


@pytest.mark.concept("training/validation-learns-nothing")
def test_a_second_call_goes_on(probes, state, train, valid):
    """A second call goes on from the first: the same losses and weights as one call with all the epochs."""
    seen = probes.fitted(state, train, valid, lr=0.01, n_epochs=2, calls=2)
    expected = reference(state, train, valid, lr=0.01, n_epochs=4)
    for key in ("train", "valid"):
        assert_close(numbers(seen["returned"][0][key] + seen["returned"][1][key]), expected[key])
    assert_close({name: seen["end"][name] for name in expected["end"]}, expected["end"])


@pytest.mark.concept("training/weight-by-rows")
def test_the_loss_function_that_was_given(probes, state, train, valid):
    """Both halves use the loss function that was passed in; here the absolute error, with weights that stay."""
    seen = probes.fitted(state, train, valid, lr=0.0, n_epochs=2, loss="absolute")["returned"][0]
    expected = reference(state, train, valid, lr=0.0, n_epochs=2, loss="absolute")
    assert_close([numbers(seen["train"]), numbers(seen["valid"])], [expected["train"], expected["valid"]])


@pytest.mark.concept("training/best-epoch")
@pytest.mark.parametrize("best", [0, 2, 4])
def test_the_best_epoch(probes, state, train, valid, best):
    """`best` is the number of the epoch with the lowest validation loss, counted from 0."""
    x, _ = valid
    y = reference(state, train, valid, lr=0.01, n_epochs=best + 1)["at_end"]  # targets that the model meets after this epoch
    seen = probes.fitted(state, train, (x, y), lr=0.01, n_epochs=5)["returned"][0]
    assert seen["best"] == best


@pytest.mark.concept("training/best-epoch")
@pytest.mark.parametrize("best", [0, 1])
def test_a_curve_with_several_valleys(probes, state, train, valid, best, curves):
    """All epochs are run, and `best` is the lowest of all, also where the validation loss rises and falls more than once."""
    setting = {"lr": 0.01, "momentum": 0.9}  # the weights swing past their goal and back
    x, _ = valid
    y = reference(state, train, valid, n_epochs=best + 1, **setting)["at_end"]
    expected = reference(state, train, (x, y), n_epochs=12, **setting)
    seen = probes.fitted(state, train, (x, y), n_epochs=12, **setting)["returned"][0]
    curves(seen["valid"], expected["valid"])
    assert seen["best"] == best
    assert_close([numbers(seen["train"]), numbers(seen["valid"])], [expected["train"], expected["valid"]])


@pytest.mark.concept("training/best-epoch")
def test_the_first_of_equal_epochs(probes, state, train, valid):
    """Of epochs with equal validation losses the first is the best."""
    state["0.weight"].zero_()  # what batch norm learns then makes no difference either
    seen = probes.fitted(state, train, valid, lr=0.0, n_epochs=3)["returned"][0]
    assert seen["best"] == 0


@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_the_model_keeps_its_mode(probes, state, train, valid, device, mode):
    """In the end the model is in the mode it came in, and autograd records as before."""
    seen = probes.fitted(state, train, valid, lr=0.01, n_epochs=1, mode=mode)
    assert_close(seen["scale"].cpu(), torch.tensor([1.5 if mode else 51.0], dtype=DOUBLE))


@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_lists_hold_plain_floats(probes, state, train, valid):
    """The lists hold plain Python floats, one an epoch."""
    seen = probes.fitted(state, train, valid, lr=0.01, n_epochs=2)
    assert seen["types"] == ["float"] * 4
    history, expected = seen["returned"][0], reference(state, train, valid, lr=0.01, n_epochs=2)
    assert_close(numbers(history["train"] + history["valid"]), expected["train"] + expected["valid"])


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE) + 0.5
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the rows of a small last batch differ from the others
    return x.to(device), y.to(device)


def numbers(losses):
    return [float(loss) for loss in losses]


def reference(state, train, valid, lr, n_epochs, loss="squared", momentum=0.0):
    """The loop by hand: batch norm from its formula, each step from one gradient that autograd gives for one batch."""
    names = ["0.weight", "0.bias", "1.weight", "1.bias"]
    values = {name: value.clone() for name, value in state.items() if name != "0.num_batches_tracked"}
    pace = {name: torch.zeros_like(values[name]) for name in names}
    measure = {"squared": torch.square, "absolute": torch.abs}[loss]
    curves = {"train": [], "valid": []}
    for _ in range(n_epochs):
        losses = []
        for x, y in zip(train[0].split(4), train[1].split(4), strict=True):
            leaves = {name: values[name].clone().requires_grad_() for name in names}
            mean, var = x.mean(0), x.var(0, unbiased=False)
            errors = measure(1.5 * output(x, mean, var, leaves) - y)
            gradients = torch.autograd.grad(errors.mean(), [leaves[name] for name in names])
            for name, gradient in zip(names, gradients, strict=True):
                pace[name] = momentum * pace[name] + gradient
                values[name] = values[name] - lr * pace[name]
            for name, new in (("0.running_mean", mean), ("0.running_var", x.var(0))):
                values[name] = 0.9 * values[name] + 0.1 * new
            losses.append(errors.detach())
        curves["train"].append(torch.cat(losses).mean().item())
        at_end = output(valid[0], values["0.running_mean"], values["0.running_var"], values)
        curves["valid"].append(measure(at_end - valid[1]).mean().item())
    return {**curves, "end": values, "at_end": at_end}


def output(x, mean, var, values):
    normed = (x - mean) / (var + 1e-5).sqrt() * values["0.weight"] + values["0.bias"]
    return normed @ values["1.weight"].T + values["1.bias"]
