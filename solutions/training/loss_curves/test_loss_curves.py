"""Both curves and the weights against a loop worked out by hand, in float64, with a model whose output depends on its mode."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch.testing import assert_close

DOUBLE = torch.float64

pytestmark = [
    pytest.mark.given("The mode of the model after the call does not matter"),
    pytest.mark.given("They can be compared only if both have values for the same epochs, and if they can be plotted."),
]


@pytest.fixture
def state(rng, device):
    drawn = {"0.weight": (1, 3), "0.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in drawn.items()}


@pytest.fixture
def train(rng, device):
    return draw(10, rng, device)


@pytest.fixture
def held_out(rng, device):
    return draw(7, rng, device)


@pytest.mark.asks("The epochs are counted from 0", "The epochs 0, `every`, 2 · `every`", "`n_epochs` and `every` are at least 1")
@pytest.mark.concept("training/last-point")
@pytest.mark.parametrize(("n_epochs", "every"), [(5, 2), (6, 3), (4, 1), (3, 10), (1, 1)])
def test_where_the_points_are(probes, state, train, held_out, n_epochs, every):
    """There is a point for each of the epochs 0, `every`, 2 · `every`, …, and for no others."""
    curves = probes.fitted(state, train, held_out, 0.01, n_epochs, every)["curves"]
    assert list(curves["epochs"]) == list(range(0, n_epochs, every)), "epochs with a point"


@pytest.mark.asks("It returns a dict of three lists of equal length")
@pytest.mark.concept("training/last-point")
@pytest.mark.parametrize(("n_epochs", "every"), [(5, 2), (4, 1), (3, 10)])
def test_the_lists_are_equally_long(probes, state, train, held_out, n_epochs, every):
    """All three lists have one entry for each point."""
    curves = probes.fitted(state, train, held_out, 0.01, n_epochs, every)["curves"]
    n_points = len(range(0, n_epochs, every))
    lengths = {name: len(curves[name]) for name in ("epochs", "train", "test")}
    assert lengths == dict.fromkeys(lengths, n_points), "lengths of the lists"


@pytest.mark.asks("training: the mean loss over all training samples of this one epoch", "the last batch may be smaller")
@pytest.mark.concept("training/loss-after-the-loop", "training/weight-by-batch-size")
@pytest.mark.parametrize("every", [1, 3])
def test_the_training_curve(probes, state, train, held_out, every, curves):
    """A point of the training curve is the mean loss over all training samples of this epoch, each batch loss taken before its step."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=7, every=every)["curves"]["train"]
    expected = reference(state, train, held_out, 0.01, 7, every)["train"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.asks("test: the mean loss over all test samples after the last step of this epoch")
@pytest.mark.concept("training/loss-after-the-loop", "training/weight-by-batch-size")
@pytest.mark.parametrize("every", [1, 3])
def test_the_test_curve(probes, state, train, held_out, every, curves):
    """A point of the test curve is the mean loss over all test samples at the end of this epoch."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=7, every=every)["curves"]["test"]
    expected = reference(state, train, held_out, 0.01, 7, every)["test"]
    curves(seen, expected)
    assert_close(numbers(seen), expected)


@pytest.mark.asks("The model is in training mode during these steps")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, state, train, held_out, training):
    """The model is in training mode during the steps of every epoch, whatever mode it was in before."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=4, every=1, training=training, in_training=1.5)
    expected = reference(state, train, held_out, 0.01, 4, 1, scale=1.5)
    assert_close(numbers(seen["curves"]["train"]), expected["train"])
    assert_close(seen["weights"], expected["weights"])


@pytest.mark.asks("in evaluation mode, with no graph built")
@pytest.mark.concept("training/eval-without-brackets", "training/eval-is-not-no-grad")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, state, train, held_out, training):
    """The model is in evaluation mode during the test."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=4, every=2, training=training, in_training=1.5)
    assert_close(numbers(seen["curves"]["test"]), reference(state, train, held_out, 0.01, 4, 2, scale=1.5)["test"])


@pytest.mark.asks("with no graph built")
@pytest.mark.concept("training/eval-is-not-no-grad", "training/kept-after-backward")
def test_no_graph_of_the_test(probes, state, train, held_out):
    """No graph is built during the test."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=4, every=2, recording=50.0)
    assert_close(numbers(seen["curves"]["test"]), reference(state, train, held_out, 0.01, 4, 2)["test"])


@pytest.mark.asks('`"epochs"`, the numbers of these epochs as ints')
def test_the_epochs_are_ints(probes, state, train, held_out):
    """The numbers of the epochs are plain Python ints."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=3, every=2)
    assert seen["types"]["epochs"] == ["int"], "types in the list 'epochs'"
    assert list(seen["curves"]["epochs"]) == [0, 2], "epochs with a point"


@pytest.mark.asks("the losses as plain floats")
@pytest.mark.concept("training/list-of-losses", "training/item-without-brackets")
def test_the_losses_are_floats(probes, state, train, held_out):
    """The losses are plain Python floats."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=3, every=2)
    assert [seen["types"]["train"], seen["types"]["test"]] == [["float"]] * 2, "types in the lists 'train' and 'test'"
    expected = reference(state, train, held_out, 0.01, 3, 2)
    assert_close(numbers([*seen["curves"]["train"], *seen["curves"]["test"]]), expected["train"] + expected["test"])


@pytest.mark.asks("a training loop that returns both loss curves", "It returns a dict of three lists")
def test_three_lists(probes, state, train, held_out):
    """`fit` returns three plain lists, with the keys `"epochs"`, `"train"` and `"test"`."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=3, every=2)["lists"]
    assert seen == dict.fromkeys(("epochs", "train", "test"), "list"), "types of the values in the dict"


@pytest.mark.asks("So `np.asarray` accepts each of them")
@pytest.mark.concept("training/only-one-plots", "training/item-without-brackets")
def test_a_plot_can_read_them(probes, state, train, held_out):
    """NumPy, and so a plot, accepts each of the three lists."""
    seen = probes.plotted(state, train, held_out, 0.01, n_epochs=5, every=2)
    expected = reference(state, train, held_out, 0.01, 5, 2)
    assert_allclose(seen["epochs"], np.array([0.0, 2.0, 4.0]))
    assert_allclose(seen["train"], np.array(expected["train"]))
    assert_allclose(seen["test"], np.array(expected["test"]))


@pytest.mark.asks(
    "Both loaders yield batches `(x, y)`",
    "Each of the `n_epochs` epochs makes one step of `optimizer` per training batch",
    "The test samples change nothing",
)
@pytest.mark.concept("training/test-loop-differs")
@pytest.mark.parametrize("every", [1, 2, 10])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_each_epoch_trains(probes, state, train, held_out, every, momentum):
    """Every epoch makes one step of the optimizer per training batch, with or without a point, and the test samples change nothing."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=4, every=every, momentum=momentum)["weights"]
    assert_close(seen, reference(state, train, held_out, 0.01, 4, every, momentum=momentum)["weights"])


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, state, train, held_out):
    """Gradients left over from before the call do not affect the first step."""
    seen = probes.fitted(state, train, held_out, 0.01, n_epochs=1, every=1, leftover=5.0)["weights"]
    assert_close(seen, reference(state, train, held_out, 0.01, 1, 1)["weights"])


@pytest.mark.asks("`loss_fn(predictions, y)` returns the mean loss over the samples of a batch")
@pytest.mark.concept("losses/prediction-first")
def test_the_loss_function_that_was_given(probes, state, train, held_out):
    """Both curves are of the loss function that was passed in, called as `loss_fn(predictions, y)`; here one that is not symmetric."""
    curves = probes.fitted(state, train, held_out, 0.0, n_epochs=2, every=1, loss="skewed")["curves"]
    expected = reference(state, train, held_out, 0.0, 2, 1, measure=lambda errors: torch.maximum(3 * errors, -errors))
    assert_close([numbers(curves["train"]), numbers(curves["test"])], [expected["train"], expected["test"]])


def draw(n, rng, device):
    x = torch.randn(n, 3, generator=rng, dtype=DOUBLE)
    y = x.sum(1, keepdim=True) + torch.randn(n, 1, generator=rng, dtype=DOUBLE)
    y[-1] += 4  # the samples of a small last batch differ from the others
    return x.to(device), y.to(device)


def numbers(losses):
    """The losses as floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in losses]


def reference(state, train, held_out, lr, n_epochs, every, scale=1.0, momentum=0.0, measure=torch.square):
    """Curves and weights from the gradient of the squared error worked out by hand; any other measure needs lr = 0.

    In training mode the output is multiplied by `scale`.
    """
    values = dict(state)
    velocity = {name: torch.zeros_like(value) for name, value in state.items()}
    curves = {"train": [], "test": []}
    for epoch in range(n_epochs):
        losses = []
        for x, y in zip(train[0].split(4), train[1].split(4), strict=True):
            error = scale * (x @ values["0.weight"].T + values["0.bias"]) - y
            losses.append(measure(error))
            outer = 2 * scale * error
            for name, gradient in (("0.weight", (outer * x).mean(0, keepdim=True)), ("0.bias", outer.mean(0))):
                velocity[name] = momentum * velocity[name] + gradient
                values[name] = values[name] - lr * velocity[name]
        if epoch in range(0, n_epochs, every):
            curves["train"].append(torch.cat(losses).mean().item())
            curves["test"].append(measure(held_out[0] @ values["0.weight"].T + values["0.bias"] - held_out[1]).mean().item())
    return {**curves, "weights": values}
