"""The values against gradients worked out by hand; the number of operations against that for twenty times as many samples."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
FEW, MANY = 10, 200
# Right answers run as many operations for MANY samples as for FEW; a loop runs at least once for each of the 190 additional samples.
SLACK = 8
# Enough for several chunks of a thousand samples or more, the last of which is smaller.
SEVERAL_PIECES = 4_501
NEAR = {"rtol": 1e-4, "atol": 1e-5}  # sums of thousands of numbers in float32, in another order


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.mark.asks("trains the model in place", "It returns a list of plain floats, the loss before each step", "`y` has the shape (N,)")
@pytest.mark.concept("training/stale-predictions")
@pytest.mark.parametrize(("n_samples", "lr"), [(40, 0.05), (5, 0.02), (1, 0.05)])
def test_the_training(probes, rng, device, state, n_samples, lr, curves):
    """`train` makes SGD steps on the mean squared error of all samples: the weights at the end, and the loss before each step."""
    x, y = draw(n_samples, rng, device)
    seen = probes.trained(state, x, y, lr=lr, n_steps=5)
    losses, weights = reference(state, x, y, lr=lr, n_steps=5)
    curves(seen["losses"], losses)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close(seen["weights"], weights)


@pytest.mark.asks(
    "`n_steps` steps of plain SGD with the learning rate `lr` on the mean squared error of all N samples",
    "(Chunks of a thousand samples or more are allowed.)",
)
@pytest.mark.concept("gradient_descent/samples-per-update")
def test_one_step_for_all_rows(probes, rng, device, state):
    """Each step uses the gradient of all N samples, even if there are thousands of them."""
    # In float32, so that wrong answers with an (N, N) matrix and its graph stay small.
    state, (x, y) = {name: value.float() for name, value in state.items()}, (part.float() for part in several_pieces(rng, device))
    seen = probes.trained(state, x, y, lr=0.05, n_steps=1)
    losses, weights = reference(state, x, y, lr=0.05, n_steps=1)
    assert_close([float(loss) for loss in seen["losses"]], losses, **NEAR)
    assert_close(seen["weights"], weights, **NEAR)


@pytest.mark.asks("even if gradients are left over from before the call")
@pytest.mark.concept("training/what-needs-a-start")
def test_old_gradients_do_not_count(probes, rng, device, state):
    """Gradients left over from before the call do not affect the first step."""
    x, y = draw(5, rng, device)
    seen = probes.trained(state, x, y, lr=0.05, n_steps=2, leftover=5.0)
    assert_close(seen["weights"], reference(state, x, y, lr=0.05, n_steps=2)[1])


@pytest.mark.asks("It returns a list of plain floats, the loss before each step")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, rng, device, state):
    """The losses are plain Python floats, one for each step."""
    x, y = draw(5, rng, device)
    seen = probes.trained(state, x, y, lr=0.05, n_steps=3)
    assert seen["types"] == ["float"] * 3, "types in the list"
    assert_close([float(loss) for loss in seen["losses"]], reference(state, x, y, lr=0.05, n_steps=3)[0])


@pytest.mark.asks('`"loss"`, the mean squared error, and `"hits"`')
@pytest.mark.concept("training/compare-on-same-data")
@pytest.mark.parametrize(("n_samples", "tolerance"), [(96, 0.7), (5, 2.0), (1, 0.5)])
def test_the_evaluation(probes, rng, device, state, n_samples, tolerance):
    """`evaluate` returns the mean squared error and the fraction of hits over all samples."""
    x, y = draw(n_samples, rng, device)
    assert_close(floats(probes.evaluated(state, x, y, tolerance)["results"]), measured(state, x, y, tolerance))


@pytest.mark.asks("(Chunks of a thousand samples or more are allowed.)")
@pytest.mark.concept("training/mean-of-means")
def test_the_evaluation_of_many_rows(probes, rng, device, state):
    """`evaluate` counts every sample the same, even if there are thousands of them."""
    x, y = several_pieces(rng, device)
    assert_close(floats(probes.evaluated(state, x, y, 0.7)["results"]), measured(state, x, y, 0.7))


@pytest.mark.asks("|prediction − y| at most `tolerance`")
def test_a_row_at_the_tolerance(probes, device):
    """A sample whose error is exactly the tolerance is a hit, whether the prediction is too high or too low."""
    state = {"weight": torch.tensor([[1.0, 0.0, 0.0]], dtype=DOUBLE).to(device), "bias": torch.zeros(1, dtype=DOUBLE).to(device)}
    x = torch.tensor([[0.0], [2.0], [4.0], [-3.0]], dtype=DOUBLE).to(device) * torch.ones(3, dtype=DOUBLE).to(device)
    seen = probes.evaluated(state, x, torch.tensor([2.0, 2.0, 1.0, -5.0], dtype=DOUBLE).to(device), tolerance=2.0)
    assert_close(floats(seen["results"]), {"loss": 17 / 4, "hits": 3 / 4})


@pytest.mark.asks("`evaluate(model, x, y, tolerance)` returns a dict of plain floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_evaluation_gives_floats(probes, rng, device, state):
    """Both values of the evaluation are plain Python floats."""
    x, y = draw(7, rng, device)
    seen = probes.evaluated(state, x, y, tolerance=0.7)
    assert seen["types"] == {"loss": "float", "hits": "float"}, "types in the dict"
    assert_close(floats(seen["results"]), measured(state, x, y, tolerance=0.7))


@pytest.mark.asks("`model` takes x of shape (N, n_features) and returns a tensor of shape (N, 1)")
@pytest.mark.concept("optimizers/parameters-handed-over")
def test_any_model(probes, rng, device):
    """Both functions work with any model from shape (N, n_features) to (N, 1), here one with a hidden layer."""
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    x, y = draw(9, rng, device)
    seen, (losses, weights) = probes.trained(state, x, y, lr=0.02, n_steps=3), by_autograd(state, x, y, lr=0.02, n_steps=3)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close(seen["weights"], weights)
    sizes = (two_layers(state, x) - y).abs()
    expected = {"loss": (sizes**2).mean().item(), "hits": int((sizes <= 1.0).sum()) / 9}
    assert_close(floats(probes.evaluated(state, x, y, tolerance=1.0)["results"]), expected)


@pytest.mark.asks("`evaluate` runs the model without recording a graph")
@pytest.mark.concept("training/detached-too-late")
def test_the_evaluation_records_nothing(probes, rng, device, state):
    """`evaluate` records no graph."""
    x, y = draw(9, rng, device)
    assert_close(floats(probes.evaluated(state, x, y, tolerance=0.7, shift=50.0)["results"]), measured(state, x, y, tolerance=0.7))


@pytest.mark.asks("uses the current weights of the model")
@pytest.mark.concept("training/stale-predictions")
def test_the_evaluation_knows_the_newest_weights(probes, rng, device):
    """For the same model and data, `evaluate` returns different values when the weights have changed."""
    x, y = draw(20, rng, device)
    states = [draw_state(rng, device) for _ in range(2)]
    assert_close(list(map(floats, probes.evaluated_again(states, x, y, tolerance=0.7))), [measured(state, x, y, 0.7) for state in states])


@pytest.mark.asks("Neither x nor y is modified")
def test_the_rows_are_not_changed(probes, rng, device, state):
    """Neither function modifies x or y, or their shapes."""
    x, y = draw(6, rng, device)
    assert_close(probes.trained(state, x, y, lr=0.05, n_steps=2)["data"], [x, y], rtol=0, atol=0)
    assert_close(probes.after_an_evaluation(state, x, y, 0.7, training=True, gradient=0.0)["data"], [x, y], rtol=0, atol=0)


@pytest.mark.asks("It changes nothing")
def test_the_evaluation_leaves_weights_and_gradients(probes, rng, device, state):
    """`evaluate` changes neither the weights nor existing gradients."""
    x, y = draw(6, rng, device)
    seen = probes.after_an_evaluation(state, x, y, 0.7, training=True, gradient=3.0)
    assert_close(seen["weights"], state, rtol=0, atol=0)
    assert_close(seen["gradients"], {name: torch.full_like(value, 3.0) for name, value in state.items()}, rtol=0, atol=0)


@pytest.mark.asks("It changes nothing")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_evaluation_leaves_the_mode(probes, rng, device, state, training):
    """After `evaluate` the model is in its previous mode, training or evaluation."""
    x, y = draw(6, rng, device)
    assert probes.after_an_evaluation(state, x, y, 0.7, training, gradient=0.0)["modes"] == [training], "`training` of the model"


@pytest.mark.asks("It changes nothing")
@pytest.mark.concept("autograd/bare-no-grad")
def test_autograd_records_again(probes, rng, device, state):
    """After `evaluate` autograd records operations again."""
    x, y = draw(6, rng, device)
    assert probes.after_an_evaluation(state, x, y, 0.7, training=True, gradient=0.0)["records"], "autograd is still switched off"


@pytest.mark.asks("The number of torch operations", "reading a value with `item()` also counts as one")
@pytest.mark.concept("training/one-batched-call")
@pytest.mark.parametrize("function", ["train", "evaluate"])
def test_the_work_in_torch(probes, rng, device, state, function):
    """For twenty times as many samples the same number of torch operations runs."""
    more = growths(probes, rng, device, state)[function]["operations"]
    assert more == "none", f"for {MANY} samples `{function}` runs more torch operations than for {FEW}: {more}"


@pytest.mark.asks("The number of Python lines that run in your code", "So no Python loop over samples")
@pytest.mark.concept("training/one-batched-call")
@pytest.mark.parametrize("function", ["train", "evaluate"])
def test_the_work_in_python(probes, rng, device, state, function):
    """For twenty times as many samples the same number of lines of your code runs."""
    more = growths(probes, rng, device, state)[function]["lines"]
    assert more == "none", f"for {MANY} samples more lines of `{function}` run than for {FEW}: {more}"


def growths(probes, rng, device, state):
    """How the number of operations grows, after a check that the results of these runs are right."""
    few, many = draw(FEW, rng, device), draw(MANY, rng, device)
    seen = probes.work(state, few, many, n_steps=2, tolerance=0.7, slack=SLACK)
    for (x, y), got, results in zip((few, many), seen["losses"], seen["results"], strict=True):
        losses, weights = reference(state, x, y, lr=0.01, n_steps=2)
        assert_close(got, losses)
        assert_close(floats(results), measured(weights, x, y, tolerance=0.7))
    return seen["growths"]


def draw_state(rng, device):
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in {"weight": (1, 3), "bias": (1,)}.items()}


def draw(n, rng, device):
    return torch.randn(n, 3, generator=rng, dtype=DOUBLE).to(device), torch.randn(n, generator=rng, dtype=DOUBLE).to(device)


def several_pieces(rng, device):
    """Many samples, the last of which is an outlier."""
    x, y = draw(SEVERAL_PIECES, rng, device)
    y[-1] += 30
    return x, y


def floats(results):
    """The results as floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return {name: float(value) for name, value in results.items()}


def errors(state, x, y):
    return x @ state["weight"][0] + state["bias"] - y


def measured(state, x, y, tolerance):
    sizes = errors(state, x, y).abs()
    return {"loss": (sizes**2).mean().item(), "hits": int((sizes <= tolerance).sum()) / len(sizes)}


def reference(state, x, y, lr, n_steps):
    """The losses before each step, and the final weights."""
    weight, bias, losses = state["weight"], state["bias"], []
    for _ in range(n_steps):
        error = errors({"weight": weight, "bias": bias}, x, y)
        losses.append((error**2).mean().item())
        weight, bias = weight - lr * 2 * (error @ x)[None] / len(x), bias - lr * 2 * error.mean()
    return losses, {"weight": weight, "bias": bias}


def two_layers(state, x):
    return (torch.tanh(x @ state["0.weight"].T + state["0.bias"]) @ state["2.weight"].T + state["2.bias"])[:, 0]


def by_autograd(state, x, y, lr, n_steps):
    """The same for a model with a hidden layer."""
    losses = []
    for _ in range(n_steps):
        leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
        loss = (two_layers(leaves, x) - y).square().mean()
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, list(leaves.values()))
        state = {name: value - lr * gradient for (name, value), gradient in zip(state.items(), gradients, strict=True)}
    return losses, state
