"""Losses, weights and running statistics against a loop written out by hand, in float64, with a model whose output depends on its mode."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64

pytestmark = [
    pytest.mark.given("Each epoch has a training phase and a validation phase."),
    pytest.mark.given("Only data that the model does not learn from can show whether it generalizes"),
]


@pytest.fixture
def line(rng, device):
    """The weights of a linear layer, with the names that they have after a batch norm."""
    shapes = {"1.weight": (1, 3), "1.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


@pytest.fixture
def with_norm(line, rng, device):
    """The state of batch norm and a linear layer."""
    weight, bias = 1 + torch.rand(3, generator=rng, dtype=DOUBLE).to(device), torch.randn(3, generator=rng, dtype=DOUBLE).to(device)
    memory = {"0.running_mean": torch.zeros_like(bias), "0.running_var": torch.ones_like(bias)}
    return {**line, "0.weight": weight, "0.bias": bias, **memory, "0.num_batches_tracked": torch.tensor(0, device=device)}


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def valid(rng, device):
    return draw(7, rng, device)


@pytest.mark.asks("a list with the mean loss over all training samples of each epoch", "the last batch may be smaller")
@pytest.mark.concept("training/weight-by-batch-size")
@pytest.mark.parametrize("n_epochs", [4, 1])
def test_the_training_losses(probes, line, train, valid, n_epochs, curves):
    """`"train"` has the mean loss over all training samples of each epoch, each batch loss taken before its step."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=n_epochs)["returned"][0]["train"]
    expected = reference(line, train, valid, lr=0.01, n_epochs=n_epochs)["train"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.asks("a list with the mean loss over all validation samples at the end of each epoch", "`n_epochs` is at least 1")
@pytest.mark.concept("training/weight-by-batch-size", "training/test-loop-differs")
@pytest.mark.parametrize("n_epochs", [4, 1])
def test_the_validation_losses(probes, line, train, valid, n_epochs, curves):
    """`"valid"` has the mean loss over all validation samples at the end of each epoch."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=n_epochs)["returned"][0]["valid"]
    expected = reference(line, train, valid, lr=0.01, n_epochs=n_epochs)["valid"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.asks("The losses are plain floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_lists_hold_plain_floats(probes, line, train, valid):
    """The losses are plain Python floats, in plain lists."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=2)
    assert seen["types"] == ["float"], "types in the lists"
    assert seen["lists"] == ["list"] * 2, "types of `train` and `valid`"
    history, expected = seen["returned"][0], reference(line, train, valid, lr=0.01, n_epochs=2)
    assert_close(numbers([*history["train"], *history["valid"]]), expected["train"] + expected["valid"])


@pytest.mark.asks("`loss_fn(predictions, y)` returns the mean loss over the samples of a batch")
@pytest.mark.concept("losses/prediction-first")
def test_the_loss_function_that_was_given(probes, line, train, valid):
    """Both phases use the loss function that was passed in, called as `loss_fn(predictions, y)`; here one that is not symmetric."""
    seen = probes.fitted(line, train, valid, lr=0.0, n_epochs=2, loss="skewed")["returned"][0]
    expected = reference(line, train, valid, lr=0.0, n_epochs=2, measure=lambda errors: torch.maximum(3 * errors, -errors))
    assert_close([numbers(seen["train"]), numbers(seen["valid"])], [expected["train"], expected["valid"]])


@pytest.mark.asks(
    "Write `fit(",
    "Both loaders yield batches `(x, y)`",
    "one step of `optimizer` per batch, with the gradient of this batch alone",
    "no graph, no step",
    "no weight, no gradient",
)
@pytest.mark.concept("training/validation-learns-nothing")
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_weights(probes, line, train, valid, momentum):
    """Each training batch makes one step of the optimizer, with its own gradient; the validation data do not affect the weights."""
    setting = {"lr": 0.01, "n_epochs": 3, "momentum": momentum}
    assert_close(probes.fitted(line, train, valid, **setting)["end"], reference(line, train, valid, **setting)["end"])


@pytest.mark.asks("The validation data change nothing: no weight")
@pytest.mark.concept("training/validation-learns-nothing", "training/best-epoch")
def test_the_weights_after_a_better_epoch(probes, line, train, valid):
    """At the end the model has the weights of its last step, even if an earlier epoch was the best."""
    x, _ = valid
    y = reference(line, train, valid, lr=0.01, n_epochs=1)["at_end"]  # targets that the model predicts exactly after the first epoch
    seen = probes.fitted(line, train, (x, y), lr=0.01, n_epochs=4)["end"]
    assert_close(seen, reference(line, train, (x, y), lr=0.01, n_epochs=4)["end"])


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, line, train, valid):
    """Gradients left over from before the call do not affect the first step."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=1, leftover=5.0)["end"]
    assert_close(seen, reference(line, train, valid, lr=0.01, n_epochs=1)["end"])


@pytest.mark.asks("with the gradient of this batch alone")
@pytest.mark.concept("training/validation-learns-nothing")
def test_a_second_call_goes_on(probes, line, train, valid):
    """A second call continues from the weights of the first, and returns only its own epochs."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=2, calls=2)
    expected = reference(line, train, valid, lr=0.01, n_epochs=4)
    for key in ("train", "valid"):
        assert_close([numbers(history[key]) for history in seen["returned"]], [expected[key][:2], expected[key][2:]])
    assert_close(seen["end"], expected["end"])


@pytest.mark.asks("Training phase: the model in training mode")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, line, train, valid, training):
    """The model is in training mode in the training phase of every epoch, whatever its mode was before."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=3, training=training, in_training=1.5)
    expected = reference(line, train, valid, lr=0.01, n_epochs=3, scale=1.5)
    assert_close(numbers(seen["returned"][0]["train"]), expected["train"])
    assert_close(seen["end"], expected["end"])


@pytest.mark.asks("Validation phase: the model in evaluation mode")
@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, line, train, valid, training):
    """The model is in evaluation mode in the validation phase of every epoch."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=3, training=training, in_training=1.5)["returned"][0]["valid"]
    assert_close(numbers(seen), reference(line, train, valid, lr=0.01, n_epochs=3, scale=1.5)["valid"])


@pytest.mark.asks("no graph, no step")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph_of_the_validation(probes, line, train, valid):
    """No graph is built in the validation phase."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=2, recording=50.0)["returned"][0]["valid"]
    assert_close(numbers(seen), reference(line, train, valid, lr=0.01, n_epochs=2)["valid"])


@pytest.mark.asks("no running statistics of batch norm")
@pytest.mark.concept("training/validation-learns-nothing", "training/train-again")
def test_batch_norm(probes, with_norm, train, valid):
    """Batch norm updates its running statistics for every training batch of every epoch, and for no validation batch."""
    seen = probes.fitted(with_norm, train, valid, lr=0.01, n_epochs=3)["end"]
    expected = reference(with_norm, train, valid, lr=0.01, n_epochs=3)["end"]
    assert int(seen["0.num_batches_tracked"]) == 9, "number of batches that batch norm saw in training mode, in 3 epochs with 3 batches"
    assert_close({name: seen[name] for name in expected}, expected)


@pytest.mark.asks('`"best"`: the number of the epoch with the lowest validation loss, counted from 0')
@pytest.mark.concept("training/best-epoch")
@pytest.mark.parametrize("best", [0, 2, 4])
def test_the_best_epoch(probes, line, train, valid, best):
    """`"best"` is the number of the epoch with the lowest validation loss, counted from 0."""
    x, _ = valid
    y = reference(line, train, valid, lr=0.01, n_epochs=best + 1)["at_end"]  # targets that the model predicts exactly after this epoch
    seen = probes.fitted(line, train, (x, y), lr=0.01, n_epochs=5)["returned"][0]
    assert isinstance(seen["best"], int), f"`best` is a {type(seen['best']).__name__}, not an int"
    assert seen["best"] == best, "number of the best epoch"


@pytest.mark.asks("the number of the epoch with the lowest validation loss")
@pytest.mark.concept("training/best-epoch")
def test_the_best_of_high_losses(probes, line, train, valid):
    """`"best"` is the epoch with the lowest validation loss, even if all losses are high."""
    x, y = valid
    for shift in (1000.0, -1000.0):  # in one of the two cases the first epoch is not the best
        losses = reference(line, train, (x, y + shift), lr=0.01, n_epochs=4)["valid"]
        seen = probes.fitted(line, train, (x, y + shift), lr=0.01, n_epochs=4)["returned"][0]
        assert int(seen["best"]) == losses.index(min(losses)), "number of the best epoch"


@pytest.mark.asks("the number of the epoch with the lowest validation loss")
@pytest.mark.concept("training/best-epoch")
@pytest.mark.parametrize("best", [0, 1])
def test_a_curve_with_several_valleys(probes, with_norm, train, valid, best, curves):
    """All epochs are run, and `"best"` is the lowest of all, even if the validation loss rises and falls more than once."""
    setting = {"lr": 0.01, "momentum": 0.9}  # the weights oscillate around the minimum
    x, _ = valid
    y = reference(with_norm, train, valid, n_epochs=best + 1, **setting)["at_end"]
    expected = reference(with_norm, train, (x, y), n_epochs=12, **setting)
    seen = probes.fitted(with_norm, train, (x, y), n_epochs=12, **setting)["returned"][0]
    curves(seen["valid"], expected["valid"])
    assert seen["best"] == best, "number of the best epoch"
    assert_close([numbers(seen["train"]), numbers(seen["valid"])], [expected["train"], expected["valid"]])


@pytest.mark.asks("the first of them if several are equal")
@pytest.mark.concept("training/best-epoch")
def test_the_first_of_equal_epochs(probes, line, train, valid):
    """Of epochs with equal validation losses the first is the best."""
    seen = probes.fitted(line, train, valid, lr=0.0, n_epochs=3)["returned"][0]
    assert seen["best"] == 0, "number of the best epoch"


@pytest.mark.asks("At the end it restores the previous mode of the model")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_model_keeps_its_mode(probes, line, train, valid, device, training):
    """At the end the model and its layers are in their previous mode, training or evaluation."""
    seen = probes.fitted(line, train, valid, lr=0.01, n_epochs=1, training=training, in_training=1.5)
    assert seen["modes"] == [training] * 4, "`training` of the model and of each layer"
    assert_close(seen["scale"].cpu(), torch.tensor([1.5 if training else 1.0], dtype=DOUBLE))


@pytest.mark.asks("no graph")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again(probes, line, train, valid):
    """After the call autograd records operations again."""
    assert probes.fitted(line, train, valid, lr=0.01, n_epochs=1)["records"], "autograd is still switched off after fit"


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE) + 0.5
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the samples of a small last batch differ from the others
    return x.to(device), y.to(device)


def numbers(losses):
    return [float(loss) for loss in losses]


def reference(state, train, valid, lr, n_epochs, momentum=0.0, scale=1.0, measure=torch.square):
    """The loop by hand: batch norm from its formula, each step from the gradient of one batch, computed by autograd.

    In training mode the output is multiplied by `scale`.
    """
    values = {name: value for name, value in state.items() if name != "0.num_batches_tracked"}
    has_norm = "0.weight" in values
    names = [name for name in values if "running" not in name]
    velocity = {name: torch.zeros_like(values[name]) for name in names}
    curves = {"train": [], "valid": []}
    for _ in range(n_epochs):
        losses = []
        for x, y in zip(train[0].split(4), train[1].split(4), strict=True):
            leaves = {name: values[name].clone().requires_grad_() for name in names}
            mean, var = x.mean(0), x.var(0, unbiased=False)
            errors = measure(scale * output(x, mean, var, leaves) - y)
            gradients = torch.autograd.grad(errors.mean(), [leaves[name] for name in names])
            for name, gradient in zip(names, gradients, strict=True):
                velocity[name] = momentum * velocity[name] + gradient
                values[name] = values[name] - lr * velocity[name]
            if has_norm:
                for name, new in (("0.running_mean", mean), ("0.running_var", x.var(0))):
                    values[name] = 0.9 * values[name] + 0.1 * new
            losses.append(errors.detach())
        curves["train"].append(torch.cat(losses).mean().item())
        at_end = output(valid[0], values.get("0.running_mean"), values.get("0.running_var"), values)
        curves["valid"].append(measure(at_end - valid[1]).mean().item())
    return {**curves, "end": values, "at_end": at_end}


def output(x, mean, var, values):
    if "0.weight" in values:
        x = (x - mean) / (var + 1e-5).sqrt() * values["0.weight"] + values["0.bias"]
    return x @ values["1.weight"].T + values["1.bias"]
