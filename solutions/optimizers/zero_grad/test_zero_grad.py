"""Weights and gradients, step by step, against a loop that computes each batch's gradient with `torch.autograd.grad`."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = pytest.mark.given("So compare the gradients and the parameters", "a falling loss proves nothing")

EPOCHS = 2
DOUBLE = torch.float64  # AdamW divides by the gradient's size: in float32, rounding errors in a gradient near zero would change the step


@pytest.fixture
def state(rng, device):
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


@pytest.fixture
def batches(rng, device):
    return [tuple(torch.randn(n, width, generator=rng, dtype=DOUBLE).to(device) for width in (3, 1)) for n in (5, 5, 2, 1)]


@pytest.mark.asks("Fix `train(model, optimizer, loss_fn, batches, epochs)`")
@pytest.mark.concept("autograd/accumulates")
def test_one_weight_by_the_numbers(probes, device):
    """One weight from 0 towards 4, loss (w − 4)², lr = 0.1: three steps find the gradients −8, −6.4, −5.12, and w ends at 1.952."""
    seen = probes.one_weight(0.0, torch.full((1, 1), 4.0, device=device), epochs=3)
    assert len(seen["gradients"]) == 3, "number of optimizer steps"
    assert None not in seen["gradients"], "a step found no gradient at all"
    assert_close(seen["gradients"], [-8.0, -6.4, -5.12], rtol=1e-5, atol=0)  # float32 inside
    assert_close(seen["weight"], 1.952, rtol=1e-5, atol=0)


@pytest.mark.asks("Each batch makes exactly one step of the optimizer.")
@pytest.mark.parametrize("epochs", [1, 3])
def test_one_step_for_each_batch(probes, state, batches, epochs):
    """Each batch makes exactly one step of the optimizer, in each epoch."""
    steps = len(probes.train(state, batches, epochs)["weights"])
    assert steps == epochs * len(batches), "number of optimizer steps"


@pytest.mark.asks("What that step finds in `.grad` is the gradient", "At the first call no parameter has a gradient yet.")
@pytest.mark.asks("`batches`: a list of pairs `(x, y)`, of different batch sizes.")
@pytest.mark.concept("optimizers/step-reads")
def test_each_step_sees_the_gradient_of_its_own_batch(probes, state, batches):
    """What a step finds in `.grad` is the gradient of its own batch's loss, at the current parameters."""
    seen = probes.train(state, batches, EPOCHS)["gradients"]
    assert len(seen) == EPOCHS * len(batches), "number of optimizer steps"
    assert all(g is not None for found in seen for g in found.values()), "a step found no gradient at all"
    assert_close(seen, reference(state, batches, EPOCHS)["gradients"])


@pytest.mark.asks("any optimizer of `torch.optim`", "in one or more parameter groups", "All of them are used, in order")
@pytest.mark.concept("optimizers/zero-grad-place")
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def test_the_weights_after_each_step(probes, state, batches, optimizer, curves):
    """After each of eight steps the weights equal those of a loop that zeroes the gradients before each backward, for any optimizer."""
    seen, expected = probes.train(state, batches, EPOCHS, optimizer), reference(state, batches, EPOCHS, optimizer)
    curves([float(loss) for loss in seen["losses"][0]], expected["losses"])
    assert len(seen["weights"]) == EPOCHS * len(batches), "number of optimizer steps"
    assert_close(seen["weights"], expected["weights"])
    assert_close(seen["end"], expected["weights"][-1])


@pytest.mark.asks("`loss_fn(prediction, target)` returns a scalar tensor.", "`model`: any `nn.Module`")
def test_the_loss_function_that_was_passed(probes, state, batches):
    """The loss is that of `loss_fn`, with the prediction as its first argument and the target as its second."""
    seen, expected = probes.train(state, batches, EPOCHS, loss="pinball"), reference(state, batches, EPOCHS, loss="pinball")
    assert_close([float(loss) for loss in seen["losses"][0]], expected["losses"])
    assert_close(seen["gradients"], expected["gradients"])


@pytest.mark.asks("`model`: any `nn.Module`")
@pytest.mark.concept("optimizers/no-gradient-no-step")
def test_a_frozen_parameter_stays(probes, state, batches):
    """A model with a frozen parameter, which never gets a gradient, is trained like any other; the frozen parameter does not change."""
    seen = probes.train(state, batches, EPOCHS, frozen=["0.bias"])["weights"]
    assert len(seen) == EPOCHS * len(batches), "number of optimizer steps"
    assert_close(seen, reference(state, batches, EPOCHS, frozen=["0.bias"])["weights"])


@pytest.mark.asks("`train` may be called again", "it then continues training")
@pytest.mark.concept("autograd/accumulates")
def test_a_second_call_goes_on_from_the_first(probes, state, batches):
    """A second call with the same model and optimizer continues where the first one stopped, still with the gradient of one batch per
    step."""
    seen = probes.train(state, batches, epochs=1, calls=2)
    assert len(seen["weights"]) == 2 * len(batches), "number of optimizer steps in two calls"
    assert_close(seen["weights"], reference(state, batches, epochs=2)["weights"])


@pytest.mark.asks("It returns the loss of each batch, before its step")
def test_the_losses_are_those_before_each_step(probes, state, batches, curves):
    """The returned list contains the loss of each batch before its step, in order."""
    (losses,) = probes.train(state, batches, EPOCHS)["losses"]
    expected = reference(state, batches, EPOCHS)["losses"]
    assert len(losses) == len(expected), "number of losses"
    got = [float(loss) for loss in losses]
    curves(got, expected)
    assert_close(got, expected)


@pytest.mark.asks("as a list of floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, state, batches):
    """The losses are returned as a list of floats, not of tensors."""
    (losses,) = probes.train(state, batches, EPOCHS)["losses"]
    assert_close(losses, reference(state, batches, EPOCHS)["losses"])
    assert [type(loss).__name__ for loss in losses] == ["float"] * len(losses), "types of the losses"


def pinball(prediction, target):
    error = target - prediction
    return (0.2 * error.clamp(min=0) + 0.8 * (-error).clamp(min=0)).sum()


def squares(prediction, target):
    return ((prediction - target) ** 2).mean()


LOSSES = {"squares": squares, "pinball": pinball}


def reference(state, batches, epochs, kind="sgd", loss="squares", frozen=()):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).to(batches[0][0])
    model.load_state_dict(state)
    names, params = zip(*[(name, p) for name, p in model.named_parameters() if name not in frozen], strict=True)
    optimizer = {
        "sgd": lambda: torch.optim.SGD(params, lr=0.05),
        "momentum": lambda: torch.optim.SGD(params, lr=0.05, momentum=0.9),
        "adamw": lambda: torch.optim.AdamW(params, lr=0.01),
    }[kind]()
    seen = {"weights": [], "gradients": [], "losses": []}
    for x, y in batches * epochs:
        value = LOSSES[loss](model(x), y)
        gradients = torch.autograd.grad(value, params)
        for p, g in zip(params, gradients, strict=True):
            p.grad = g
        optimizer.step()
        seen["losses"].append(value.item())
        seen["gradients"].append(dict(zip(names, gradients, strict=True)))
        seen["weights"].append({name: p.detach().clone() for name, p in model.named_parameters()})
    return seen
