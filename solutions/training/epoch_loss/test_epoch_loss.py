"""The reported losses against a mean over all samples, with fixed weights and with changing ones, on batches of unequal size."""

import pytest
import torch
from torch.testing import assert_close

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # sums in float32, in another order
AFTER_STEPS = {"rtol": 1e-3, "atol": 1e-4}  # some ten steps in float32

pytestmark = [pytest.mark.given("The loss curve shows whether a model learns, so its values must be right for batches of any size.")]


@pytest.fixture
def state(rng, device):
    return {"weight": torch.randn(1, 2, generator=rng).to(device), "bias": torch.randn(1, generator=rng).to(device)}


@pytest.mark.asks("every sample counts the same")
@pytest.mark.concept("training/mean-of-means")
def test_four_rows_by_the_numbers(probes, device):
    """The four points (1, 2), (2, 4), (3, 6), (4, 8) of y = 2x, with w = 0, have the loss 30, also in batches of three and one."""
    x = torch.tensor([[1.0], [2.0], [3.0], [4.0]], device=device)
    state = {"weight": torch.zeros(1, 1, device=device), "bias": torch.zeros(1, device=device)}
    assert_close(numbers(probes.train_linear(state, x, 2 * x, batch_size=3, lr=0.0, n_epochs=2)), [30.0, 30.0])


@pytest.mark.asks(
    "Each is the mean loss **over all samples**", "`loader` yields batches `(x, y)`", "The last batch may be smaller than the others"
)
@pytest.mark.concept("training/mean-of-means", "training/weight-by-batch-size")
@pytest.mark.parametrize("n_samples", [13, 9, 8, 3, 1])
def test_with_frozen_weights_it_is_the_loss_of_the_whole_data_set(probes, rng, state, device, n_samples):
    """With a learning rate of 0 an epoch reports the loss of the whole data set, whatever the size of the last batch."""
    x, y = draw(n_samples, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=1)
    assert_close(numbers(seen), [((predict(state, x) - y) ** 2).mean().item()], **NEAR)


@pytest.mark.asks("`loss_fn(predictions, y)` returns the mean loss over the samples of one batch")
@pytest.mark.concept("training/weight-by-batch-size")
def test_it_averages_the_loss_function_it_was_given(probes, rng, state, device):
    """The loss is that of the function that was passed in, called as `loss_fn(predictions, y)`; here one that is not symmetric."""
    x, y = draw(11, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=1, loss="skewed", shuffle=True)
    errors = predict(state, x) - y
    assert_close(numbers(seen), [torch.maximum(3 * errors, -errors).mean().item()], **NEAR)


@pytest.mark.asks("a training loop that reports one loss per epoch", "It returns a list of `n_epochs` plain floats")
@pytest.mark.concept("training/fresh-total")
def test_each_epoch_starts_again(probes, rng, state, device, curves):
    """There is one number per epoch, and with fixed weights three epochs report the same loss three times."""
    x, y = draw(10, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.0, n_epochs=3)
    expected = ((predict(state, x) - y) ** 2).mean().item()
    curves(seen["history"], [expected] * 3)
    assert_close(numbers(seen), [expected] * 3, **NEAR)


@pytest.mark.asks("It returns a list of `n_epochs` plain floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_list_holds_plain_floats(probes, rng, state, device):
    """The list contains plain Python floats, not tensors."""
    x, y = draw(1, rng, device)  # the loss of a single sample is the same, however samples are averaged
    seen = probes.train_linear(state, x, y, batch_size=1, lr=0.01, n_epochs=1)
    assert not any(isinstance(entry, torch.Tensor) for entry in seen["history"]), "the list contains tensors"
    assert_close(seen["history"], [((predict(state, x) - y) ** 2).item()], **NEAR)
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"], "types in the list"


@pytest.mark.asks("The loss of a batch is the one that its step is computed from")
@pytest.mark.concept("training/moving-weights", "training/fresh-total")
def test_losses_are_from_before_the_step(probes, rng, state, device, curves):
    """When the weights change, the loss of each batch is the one before its step."""
    x, y = draw(10, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.02, n_epochs=3)
    history, _ = reference(state, x, y, batch_size=4, lr=0.02, n_epochs=3)
    curves(seen["history"], history)
    assert_close(numbers(seen), history, **AFTER_STEPS)


@pytest.mark.asks("Each batch makes one step of `optimizer`")
@pytest.mark.concept("optimizers/zero-grad-place")
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_each_batch_makes_one_step(probes, rng, state, device, momentum):
    """Each batch makes one step of the optimizer that was passed in, with the gradient of this batch alone."""
    x, y = draw(10, rng, device)
    setting = {"batch_size": 4, "lr": 0.02, "n_epochs": 3, "momentum": momentum}
    assert_close(probes.train_linear(state, x, y, **setting)["weights"], reference(state, x, y, **setting)[1], **AFTER_STEPS)


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, rng, state, device):
    """Gradients left over from before the call do not affect the first step."""
    x, y = draw(10, rng, device)
    setting = {"batch_size": 4, "lr": 0.02, "n_epochs": 1}
    assert_close(probes.train_linear(state, x, y, **setting, leftover=5.0)["weights"], reference(state, x, y, **setting)[1], **AFTER_STEPS)


@pytest.mark.asks("with the gradient of this batch alone")
@pytest.mark.concept("training/fresh-total")
def test_a_second_call_goes_on(probes, rng, state, device):
    """A second call continues from the weights of the first; nothing else of the first call has an effect."""
    x, y = draw(10, rng, device)
    seen = probes.train_linear(state, x, y, batch_size=4, lr=0.02, n_epochs=1, calls=2)
    history, weights = reference(state, x, y, batch_size=4, lr=0.02, n_epochs=2)
    assert_close(numbers(seen), history, **AFTER_STEPS)
    assert_close(seen["weights"], weights, **AFTER_STEPS)


@pytest.mark.asks("The model is in training mode during the loop")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_the_model_trains_in_training_mode(probes, rng, state, device, training):
    """The model and all its layers are in training mode during training, whatever mode they were in before; batch norm sees every batch."""
    x, y = draw(12, rng, device)
    seen = probes.in_which_mode(state, x, y, batch_size=4, n_epochs=2, training=training)
    assert not torch.equal(seen["mean"], torch.zeros_like(seen["mean"])), "batch norm saw no batch: it was not in training mode"
    assert_close({name: seen[name] for name in ("mean", "var")}, running_statistics(x, batch_size=4, n_epochs=2), **NEAR)
    normed = torch.cat([(batch - batch.mean(0)) / (batch.var(0, unbiased=False) + 1e-5).sqrt() for batch in x.split(4)])
    # A model that is in training mode itself doubles its output.
    assert_close(numbers(seen), [((2 * predict(state, normed) - y) ** 2).mean().item()] * 2, **NEAR)


@pytest.mark.asks("No loss tensor, and no graph, is kept")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_graph_outlives_its_step(probes, rng, state, device):
    """While a batch is processed, no graph of the batches before the last one is kept."""
    x, y = draw(20, rng, device)
    counts = probes.left_behind(x, y, batch_size=2)["graphs"]
    assert counts, "the loss function that was passed in was never called"
    # One may be left: the name `loss` refers to the last graph until the next loss is assigned. One more is for a second such name.
    assert max(counts) <= 2, f"up to {max(counts)} graphs of earlier batches were still held when the next loss was computed"
    # Counts are only the worker's word. Twenty graphs of 128 MiB are more than the system gives a worker (1 GiB); three are not.
    seen = probes.train_linear(state, x, y, batch_size=1, lr=0.001, n_epochs=1, ballast=128)
    assert_close(seen["weights"], reference(state, x, y, batch_size=1, lr=0.001, n_epochs=1)[1], **AFTER_STEPS)


@pytest.mark.asks("After the step of a batch, only plain numbers are kept from it", "No loss tensor, and no graph, is kept")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_loss_tensor_is_kept(probes, rng, device):
    """While a batch is processed, no loss tensor of the batches before the last one is kept, not even without its graph."""
    counts = probes.left_behind(*draw(20, rng, device), batch_size=2)["losses"]
    assert counts, "the loss function that was passed in was never called"
    # Two, as for the graphs.
    assert max(counts) <= 2, f"up to {max(counts)} losses of earlier batches were still held when the next loss was computed"


@pytest.mark.asks("After the step of a batch, only plain numbers are kept from it")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_no_predictions_are_kept(probes, rng, device):
    """While a batch is processed, no predictions of the batches before the last one are kept."""
    counts = probes.left_behind(*draw(20, rng, device), batch_size=2)["predictions"]
    assert counts, "the loss function that was passed in was never called"
    # Two, as for the graphs.
    assert max(counts) <= 2, f"predictions of up to {max(counts)} earlier batches were still held when the next loss was computed"


def draw(n, rng, device):
    """Samples of which the last one is an outlier: a small last batch then differs much from the others."""
    x, y = torch.randn(n, 2, generator=rng), torch.randn(n, 1, generator=rng)
    y[-1] += 20
    return x.to(device), y.to(device)


def predict(state, x):
    return x @ state["weight"].T + state["bias"]


def numbers(seen):
    """The history as floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return [float(entry) for entry in seen["history"]]


def running_statistics(x, batch_size, n_epochs):
    """The running statistics of batch norm: mean and variance start at 0 and 1, and are updated with momentum 0.1."""
    mean, var = torch.zeros_like(x[0]), torch.ones_like(x[0])
    for batch in x.split(batch_size) * n_epochs:
        mean, var = 0.9 * mean + 0.1 * batch.mean(0), 0.9 * var + 0.1 * batch.var(0)
    return {"mean": mean, "var": var}


def reference(state, x, y, batch_size, lr, n_epochs, momentum=0.0):
    """Losses of the epochs and final weights, from the gradient worked out by hand."""
    values, history = dict(state), []
    velocity = {name: torch.zeros_like(value) for name, value in values.items()}
    for _ in range(n_epochs):
        squares = []
        for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
            error = predict(values, inputs) - targets
            squares.append(error**2)
            for name, gradient in (("weight", 2 * (error * inputs).mean(0, keepdim=True)), ("bias", 2 * error.mean(0))):
                velocity[name] = momentum * velocity[name] + gradient
                values[name] = values[name] - lr * velocity[name]
        history.append(torch.cat(squares).mean().item())
    return history, values
