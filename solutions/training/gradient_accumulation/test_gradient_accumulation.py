"""Steps with momentum on whole groups, each as one large batch, against the submission's, in float64 and float32."""

import pytest
import torch
from torch.testing import assert_close

pytestmark = [pytest.mark.given("It trains with batches that are too large for the memory")]

LR = 0.05
DOUBLE = torch.float64
NEAR = {"rtol": 1e-9, "atol": 1e-11}  # float64, a few products of values near 1 and at most a dozen steps
SHAPES = [(4, 3), (4,), (2, 4), (2,)]


@pytest.fixture
def values(rng, device):
    return draw(rng, device, DOUBLE)


@pytest.mark.asks("Write `train_epoch(model, optimizer, loss_fn, batches, accumulate)`.", "the gradients of several micro-batches are accumulated")
@pytest.mark.asks("`batches`: a list of micro-batches `(x, y)`.", "`accumulate`: an int, at least 1.")
@pytest.mark.asks("Each group of `accumulate` consecutive micro-batches is one large batch.", "Each step must use the same gradient as one large batch")
@pytest.mark.concept("training_in_practice/accumulation-divide", "autograd/accumulates")
@pytest.mark.parametrize("accumulate", [1, 2, 4])
def test_micro_batches_of_equal_size(probes, rng, device, values, accumulate):
    """With micro-batches of equal size, one step per group changes the parameters like one step on one large batch."""
    batches = draw_batches(rng, device, [3] * 4)
    compare_steps(probes.trained(values, batches, accumulate, LR)["steps"], reference(values, batches, accumulate)["steps"])


@pytest.mark.asks("The micro-batches can have different sizes, also 1.", "each sample has the same weight")
@pytest.mark.asks("Both have the samples in dim 0.", "the gradient of each parameter is the gradient of the mean loss over all samples of the group")
@pytest.mark.concept("training_in_practice/accumulation-uneven")
@pytest.mark.parametrize("sizes", [[5, 2, 1], [1, 6, 3], [1, 1, 7]], ids=str)
def test_the_gradients_of_one_large_batch(probes, rng, device, values, sizes):
    """With micro-batches of different sizes, each sample of the group has the same weight in the gradient."""
    batches = draw_batches(rng, device, sizes)
    compare_steps(probes.trained(values, batches, 3, LR)["steps"], reference(values, batches, 3)["steps"])


@pytest.mark.asks("There is one call of `optimizer.step()` per group, the last group included.", "The last group has fewer micro-batches")
@pytest.mark.concept("training_in_practice/accumulation-zero")
@pytest.mark.parametrize(("count", "accumulate"), [(5, 2), (4, 3), (2, 5), (1, 1)])
def test_the_last_group(probes, rng, device, values, count, accumulate):
    """There is a step for the last group too, if it has fewer micro-batches, with the mean over its own samples."""
    batches = draw_batches(rng, device, [4, 2, 3, 1, 5][:count])
    compare_steps(probes.trained(values, batches, accumulate, LR)["steps"], reference(values, batches, accumulate)["steps"])


@pytest.mark.asks("Gradients from before the call, or from earlier groups, have no influence.")
@pytest.mark.concept("training_in_practice/accumulation-zero", "optimizers/zero-grad-place")
@pytest.mark.parametrize("accumulate", [1, 3])
def test_stale_gradients(probes, rng, device, values, accumulate):
    """Gradients that the parameters have before the call do not influence the first step."""
    batches, stale = draw_batches(rng, device, [2, 4, 3]), draw(rng, device, DOUBLE)
    compare_steps(probes.trained(values, batches, accumulate, LR, stale=stale)["steps"], reference(values, batches, accumulate)["steps"])


@pytest.mark.asks("Gradients from before the call, or from earlier groups, have no influence.")
@pytest.mark.concept("training_in_practice/accumulation-zero")
def test_several_groups(probes, rng, device, values):
    """Over two calls with four groups each, every step uses only the gradients of its own group."""
    batches = draw_batches(rng, device, [3, 1, 4, 2, 2, 5, 1])
    compare_steps(probes.trained(values, batches, 2, LR, calls=2)["steps"], reference(values, batches, 2, calls=2)["steps"])


@pytest.mark.asks("`loss_fn(model(x), y)` is the mean loss over the samples of a micro-batch")
@pytest.mark.concept("training_in_practice/accumulation-divide")
def test_the_loss_function(probes, rng, device, values):
    """The loss function that is passed in is used, with the predictions first."""
    batches = draw_batches(rng, device, [3, 2, 4])
    got, expected = probes.trained(values, batches, 2, LR, loss="skewed"), reference(values, batches, 2, loss=skewed)
    compare_steps(got["steps"], expected["steps"])
    assert_close(got["losses"], expected["losses"], **NEAR)


@pytest.mark.asks("For the memory, the model is called once for each micro-batch, and `backward` has finished before")
@pytest.mark.concept("training_in_practice/accumulation-effective-batch", "training/item-cuts-the-graph")
def test_one_graph_at_a_time(probes, rng, device, values):
    """The model is called with one micro-batch at a time, each followed by its backward pass, and each group by its step."""
    seen = probes.events(values, draw_batches(rng, device, [3, 2, 4]), 2)
    expected = ["forward of 3", "backward", "forward of 2", "backward", "step", "forward of 4", "backward", "step"]
    assert seen == expected, "order of forward passes, backward passes and steps"


@pytest.mark.asks("Returns a list with one float per group: the mean loss over all samples of the group, before the step.")
@pytest.mark.concept("training/weight-by-batch-size")
@pytest.mark.parametrize("accumulate", [1, 2, 5])
def test_the_losses(probes, rng, device, values, accumulate):
    """The returned list contains one loss per group: the mean over all samples of the group, before the step."""
    batches = draw_batches(rng, device, [5, 1, 2, 4, 3])
    got = probes.trained(values, batches, accumulate, LR)["losses"]
    expected = reference(values, batches, accumulate)["losses"]
    assert len(got[0]) == len(expected[0]), "number of losses"
    assert_close(got, expected, **NEAR)


@pytest.mark.asks("Returns a list with one float per group")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_losses_are_floats(probes, rng, device, values):
    """The losses are plain Python floats."""
    types = probes.trained(values, draw_batches(rng, device, [3, 2, 4]), 2, LR)["types"]
    assert types == ["float", "float"], "types of the losses"


@pytest.mark.asks("For an empty list of batches it is empty.")
@pytest.mark.concept("training_in_practice/accumulation-zero")
def test_no_batches(probes, values):
    """Without batches there is no step, and the list of losses is empty."""
    seen = probes.trained(values, [], 2, LR)
    assert seen["losses"] == [[]], "losses"
    assert_close(seen["end"], values, rtol=0, atol=0)
    assert seen["steps"] == [], "steps without a batch"


@pytest.mark.asks("Parameters with `requires_grad=False` do not change.")
@pytest.mark.concept("optimizers/no-gradient-no-step")
@pytest.mark.parametrize("frozen", [(0, 1), (2,)])
def test_frozen_parameters(probes, rng, device, values, frozen):
    """Parameters with `requires_grad=False` do not change; all others are updated."""
    batches = draw_batches(rng, device, [3, 2, 4])
    compare_steps(probes.trained(values, batches, 2, LR, frozen=frozen)["steps"], reference(values, batches, 2, frozen=frozen)["steps"])


@pytest.mark.asks("The mode of the model does not change")
@pytest.mark.concept("training/train-sets-a-flag")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode(probes, rng, device, values, training):
    """The training or evaluation mode of the model is not changed."""
    batches = draw_batches(rng, device, [3, 2, 4])
    seen = probes.trained(values, batches, 2, LR, training=training)
    assert seen["modes"] == [training] * 4, "`training` of the model and of each layer"
    compare_steps(seen["steps"], reference(values, batches, 2, factor=2 if training else 1)["steps"])


@pytest.mark.asks("and neither do the tensors in `batches`")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_batches_are_not_changed(probes, rng, device, values):
    """The tensors in `batches` are not changed."""
    batches = draw_batches(rng, device, [3, 2, 4])
    assert_close(probes.batches_afterwards(values, batches, 2)["tensors"], [list(batch) for batch in batches], rtol=0, atol=0)


@pytest.mark.asks("have any float dtype")
@pytest.mark.concept("training_in_practice/accumulation-divide")
def test_float32(probes, rng, device):
    """In float32 the steps are the same, up to rounding."""
    values, batches = draw(rng, device, torch.float32), draw_batches(rng, device, [5, 1, 3], torch.float32)
    got, expected = probes.trained(values, batches, 2, LR), reference(values, batches, 2)
    assert len(got["steps"]) == len(expected["steps"]), "number of steps"
    assert_close(got["steps"], expected["steps"], rtol=1e-4, atol=1e-5)  # two steps; the order of the sums differs


@pytest.mark.asks("Model and batches may be on another device than the CPU")
@pytest.mark.concept("modules/two-things-to-move")
def test_another_device(probes):
    """Model and batches on another device than the CPU are trained there."""
    seen = probes.on_a_played_device([3, 1, 2], 2, "meta")
    assert seen == {"losses": 2, "devices": ["meta"]}, "number of losses, and devices of the parameters"


def compare_steps(got, expected):
    assert len(got) == len(expected), f"number of optimizer steps: expected {len(expected)}, got {len(got)}"
    assert_close(got, expected, **NEAR)


def draw(rng, device, dtype):
    return [torch.randn(shape, generator=rng, dtype=dtype).to(device) for shape in SHAPES]


def draw_batches(rng, device, sizes, dtype=DOUBLE):
    return [tuple(torch.randn(n, width, generator=rng, dtype=dtype).to(device) for width in (3, 2)) for n in sizes]


def squared(predictions, y):
    return ((predictions - y) ** 2).mean()


def skewed(predictions, y):
    return torch.where(predictions > y, 3 * (predictions - y), y - predictions).mean()


def reference(values, batches, accumulate, loss=squared, frozen=(), factor=2, calls=1):
    """SGD with momentum, by its formula, on the concatenated micro-batches of each group."""
    momenta, history, losses = [None] * len(values), [], []
    for _ in range(calls):
        means = []
        for start in range(0, len(batches), accumulate):
            x, y = (torch.cat(part) for part in zip(*batches[start : start + accumulate], strict=True))
            leaves = [value.clone().requires_grad_() for value in values]
            a, b, c, d = leaves
            mean = loss(factor * torch.tanh(x @ a.T + b) @ c.T + d, y)
            grads = torch.autograd.grad(mean, leaves)
            momenta = [g if m is None else 0.9 * m + g for m, g in zip(momenta, grads, strict=True)]
            values = [v if i in frozen else v - LR * m for i, (v, m) in enumerate(zip(values, momenta, strict=True))]
            history.append(values)
            means.append(mean.item())
        losses.append(means)
    return {"steps": history, "losses": losses}
