"""The step against its formula for both shapes of the targets, over several uneven batches, and against known values."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.testing import assert_close

LR = 0.1
SIZES = [7, 5, 2]
NEAR = {"rtol": 1e-10, "atol": 1e-12}  # float64, whose sums may run in another order
both_shapes = pytest.mark.parametrize("targets", ["(N,)", "(N, 1)"], ids=["1-D", "2-D"])

pytestmark = pytest.mark.given("Fix `regression_step(model, optimizer, x, y)`")


@pytest.fixture
def state(rng, device):
    return {"weight": normal(rng, device, 1, 3), "bias": normal(rng, device, 1)}


def normal(rng, device, *shape):
    return torch.randn(shape, generator=rng, dtype=torch.float64).to(device)


def draw(sizes, rng, device, targets):
    """Batches whose targets differ, so that a prediction paired with the target of another sample is noticed."""
    batches = [(normal(rng, device, n, 3), 3 * normal(rng, device, n)) for n in sizes]
    return [(x, y.reshape(-1, 1) if targets == "(N, 1)" else y) for x, y in batches]


def reference(state, batches):
    """Loss and predictions before each step and weight and bias after it, from the formula of the gradient, with 1-D tensors only."""
    w, b = state["weight"][0].clone(), state["bias"].clone()
    history = []
    for x, y in batches:
        predictions = x @ w + b
        error = predictions - y.flatten()
        w, b = w - LR * 2 * (x * error[:, None]).mean(0), b - LR * 2 * error.mean()
        history.append({"loss": (error**2).mean(), "predictions": predictions, "weight": w[None], "bias": b})
    return history


@pytest.mark.concept("losses/column-minus-row")
@pytest.mark.concept("losses/mse-only-warns")
@pytest.mark.asks("The loss is the mean over the N samples of (prediction − target)²", "the loss as a float")
@both_shapes
def test_the_loss_is_the_mean_over_the_rows(probes, rng, state, device, targets):
    """The loss is a float: the mean over the samples of (prediction − target)², for targets of shape (N,) and (N, 1)."""
    batches = draw(SIZES[:1], rng, device, targets)
    loss = probes.steps(state, batches, LR)[0]["loss"]
    assert isinstance(loss, float), f"the returned loss is a {type(loss).__name__}, not a float"
    assert_close(loss, reference(state, batches)[0]["loss"].item(), **NEAR)


@pytest.mark.concept("losses/column-minus-row")
@pytest.mark.concept("losses/broadcast-learns-the-mean")
@pytest.mark.asks("`y` has the shape (N,) **or** (N, 1)", "entry i belongs to sample i of `x`", "one step of `optimizer`")
@both_shapes
def test_the_weights_follow_the_gradient_of_that_loss(probes, rng, state, device, targets):
    """Three steps on batches of 7, 5 and 2 samples update the weights, each step with the gradient of its own loss."""
    batches = draw(SIZES, rng, device, targets)
    got, expected = probes.steps(state, batches, LR), reference(state, batches)
    assert_close([h["weight"] for h in got], [h["weight"] for h in expected], **NEAR)
    assert_close([h["bias"] for h in got], [h["bias"] for h in expected], **NEAR)


@pytest.mark.asks("both from before the step", "the predictions of shape (N,)")
@both_shapes
def test_the_predictions_come_back_flat(probes, rng, state, device, targets):
    """The predictions are those from before the step, with the shape (N,)."""
    batches = draw(SIZES[:1], rng, device, targets)
    assert_close(probes.steps(state, batches, LR)[0]["predictions"], reference(state, batches)[0]["predictions"], **NEAR)


@pytest.mark.asks("without a graph")
@both_shapes
def test_the_predictions_have_no_graph(probes, rng, state, device, targets):
    """The returned predictions are detached: no gradient flows through them."""
    ((x, y),) = batches = draw(SIZES[:1], rng, device, targets)
    expected = reference(state, batches)[0]["predictions"]
    upstream = normal(rng, device, len(x))
    gradient = probes.gradient_afterwards(state, x, y, LR, upstream)
    assert isinstance(gradient, dict), "the predictions still require grad, so they keep the graph of the step"
    assert gradient["predictions"] is None, "the predictions require grad, so a loss computed from them would give them a gradient"
    # If the returned predictions have no graph, all of the gradient comes through the new ones; a kept graph would add to it.
    weight, bias = (upstream * expected) @ x, (upstream * expected).sum()
    assert_close([gradient["weight"].flatten(), gradient["bias"].flatten()], [weight, bias[None]], **NEAR)


@pytest.mark.concept("losses/squeeze-one-dim")
@pytest.mark.asks("N may be 1.")
@both_shapes
def test_a_batch_of_one_row_works(probes, rng, state, device, targets):
    """A batch of a single sample works: its prediction has the shape (1,), and loss and weights are right."""
    batches = draw([1], rng, device, targets)
    got, expected = probes.steps(state, batches, LR)[0], reference(state, batches)[0]
    assert_close(got["predictions"], expected["predictions"], **NEAR)
    assert_close(got["loss"], expected["loss"].item(), **NEAR)
    assert_close(got["weight"], expected["weight"], **NEAR)


@pytest.mark.concept("autograd/accumulates")
@pytest.mark.asks("gradients that its parameters have from before the call")
def test_old_gradients_have_no_part_in_the_step(probes, rng, state, device):
    """A parameter that has a gradient from before the call is updated with the gradient of this batch alone."""
    batches = draw(SIZES[:1], rng, device, "(N, 1)")
    old = {name: normal(rng, device, *value.shape) for name, value in state.items()}
    got, (expected,) = probes.step_with_old_gradients(state, old, *batches[0], LR), reference(state, batches)
    assert_close([got["weight"], got["bias"]], [expected["weight"], expected["bias"]], **NEAR)


@pytest.mark.concept("optimizers/step-reads")
@pytest.mark.asks("`model` is a module that maps", "`optimizer` has the model's parameters: SGD")
@pytest.mark.parametrize(
    ("optimizer", "options"), [("SGD", {"lr": 0.05, "momentum": 0.9}), ("Adam", {"lr": 0.05})], ids=["momentum", "adam"]
)
def test_any_model_and_any_optimizer(probes, rng, device, optimizer, options):
    """A network of two layers is updated once per batch by the given optimizer: SGD with momentum, or Adam."""
    weights = [normal(rng, device, *shape) for shape in [(4, 3), (4,), (1, 4), (1,)]]
    batches = draw(SIZES, rng, device, "(N,)")
    got = probes.steps_of_a_network(weights, batches, optimizer, options)
    own = [nn.Parameter(value.clone()) for value in weights]
    stepper, expected = getattr(torch.optim, optimizer)(own, **options), []
    for x, y in batches:
        hidden = torch.tanh(x @ own[0].T + own[1])
        losses = [(h @ own[2][0] + own[3][0] - target) ** 2 for h, target in zip(hidden, y, strict=True)]
        stepper.zero_grad()
        (sum(losses) / len(losses)).backward()
        stepper.step()
        expected.append([p.detach().clone() for p in own])
    assert_close(got, expected, rtol=1e-8, atol=1e-7)  # Adam divides by 1e-8 or more, and so enlarges rounding


@pytest.mark.concept("losses/mse-only-warns")
@pytest.mark.asks("no warning about sizes or broadcasting is raised")
@both_shapes
def test_nothing_warns_of_shapes(probes, rng, state, device, targets):
    """A step raises no warning about sizes or broadcasting, for both shapes of the targets, with several samples and with one."""
    for batch in draw([4, 1], rng, device, targets):
        # A warning does not change the values, so here it is turned into an error that ends the step.
        (got,) = probes.steps(state, [batch], LR, strict=True)
        (expected,) = reference(state, [batch])
        assert_close(got["predictions"].flatten(), expected["predictions"], **NEAR)


@pytest.mark.concept("losses/reshape-not-in-place")
@pytest.mark.asks("The caller's `x` and `y` keep their shapes and values")
@both_shapes
def test_the_callers_data_stays(probes, rng, state, device, targets):
    """The caller's x and y keep their shapes and their values."""
    batches = draw([4], rng, device, targets)
    got = probes.steps(state, batches, LR)[0]
    assert_close([got["x"], got["y"]], list(batches[0]), rtol=0, atol=0)


@both_shapes
def test_single_precision(probes, rng, state, device, targets):
    """A model in float32 works as one in float64."""
    batches = [(x.float(), y.float()) for x, y in draw(SIZES, rng, device, targets)]
    state = {name: value.float() for name, value in state.items()}
    got, expected = probes.steps(state, batches, LR), reference(state, batches)
    for name in ("weight", "bias", "predictions"):
        # Three steps in float32, whose sums may run in another order.
        assert_close([h[name] for h in got], [h[name] for h in expected], rtol=1e-4, atol=1e-5)


@pytest.mark.concept("losses/column-minus-row")
@both_shapes
def test_the_known_values(probes, device, targets):
    """On 80 noisy samples of y = 1 + 2x (seed 42) the loss of the first step is 2.74215777, and afterwards b is 0.80119529 and w is
    0.04511107."""
    x, y = known_samples(device)
    state = {"weight": torch.tensor([[-0.13826430]], dtype=torch.float64), "bias": torch.tensor([0.49671415], dtype=torch.float64)}
    state = {name: value.to(device) for name, value in state.items()}
    got = probes.steps(state, [(x, y if targets == "(N, 1)" else y.flatten())], LR)[0]
    # The initial values and the result are known to eight decimals.
    assert_close(got["loss"], 2.7421577700550976, rtol=0, atol=1e-7)
    assert_close([got["bias"].item(), got["weight"].item()], [0.80119529, 0.04511107], rtol=0, atol=2e-8)


def known_samples(device):
    """80 of 100 samples of y = 1 + 2x + noise, chosen by a shuffle; with NumPy's legacy generator."""
    old = np.random.RandomState(42)
    x = old.rand(100, 1)
    y = 1 + 2 * x + 0.1 * old.randn(100, 1)
    idx = np.arange(100)
    old.shuffle(idx)
    return tuple(torch.from_numpy(values[idx[:80]]).to(device) for values in (x, y))
