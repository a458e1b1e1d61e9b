"""The step against its arithmetic for both shapes of the targets, over several uneven batches, and against the numbers of the notes."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

LR = 0.1
SIZES = [7, 5, 2]
both_shapes = pytest.mark.parametrize("targets", ["(N,)", "(N, 1)"], ids=["row", "column"])


@pytest.fixture
def state(rng, device):
    return {"weight": torch.randn(1, 3, generator=rng).to(device), "bias": torch.randn(1, generator=rng).to(device)}


def draw(sizes, rng, device, targets):
    """Batches whose targets differ from row to row, so that a prediction beside another row's target shows."""
    batches = [(torch.randn(n, 3, generator=rng).to(device), 3 * torch.randn(n, generator=rng).to(device)) for n in sizes]
    return [(x, y.reshape(-1, 1) if targets == "(N, 1)" else y) for x, y in batches]


def reference(state, batches):
    """Loss and predictions before each step and weight and bias after it, from the gradient on paper: no shape can go wrong here."""
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
@both_shapes
def test_the_loss_is_the_mean_over_the_rows(probes, rng, state, device, targets):
    """The loss is a float: the mean over the rows of (prediction − target)², for targets of shape (N,) and (N, 1) alike."""
    batches = draw(SIZES[:1], rng, device, targets)
    loss = probes.steps(state, batches, LR)[0]["loss"]
    assert isinstance(loss, float), f"the loss came back as {type(loss).__name__}, not as a float"
    assert_close(loss, reference(state, batches)[0]["loss"].item(), rtol=1e-5, atol=1e-6)  # computed in float32


@pytest.mark.concept("losses/column-minus-row")
@pytest.mark.concept("losses/broadcast-learns-the-mean")
@both_shapes
def test_the_weights_follow_the_gradient_of_that_loss(probes, rng, state, device, targets):
    """Three steps on batches of 7, 5 and 2 rows give the weights that the gradients of those losses give, each step its own."""
    batches = draw(SIZES, rng, device, targets)
    got = probes.steps(state, batches, LR)
    expected = reference(state, batches)
    # Three steps in float32, whose sums may run in another order.
    assert_close([h["weight"] for h in got], [h["weight"] for h in expected], rtol=1e-4, atol=1e-5)
    assert_close([h["bias"] for h in got], [h["bias"] for h in expected], rtol=1e-4, atol=1e-5)


@both_shapes
def test_the_predictions_come_back_one_a_row(probes, rng, state, device, targets):
    """The predictions come back as they were before the step, with the shape (N,) and without a graph."""
    ((x, y),) = batches = draw(SIZES[:1], rng, device, targets)
    expected = reference(state, batches)[0]["predictions"]
    assert_close(probes.steps(state, batches, LR)[0]["predictions"], expected, rtol=1e-4, atol=1e-5)
    upstream = torch.randn(len(x), generator=rng).to(device)
    gradient = probes.gradient_afterwards(state, x, y, LR, upstream)
    assert isinstance(gradient, dict), "the predictions still require grad, so they carry the graph of the step"
    assert gradient["predictions"] is None, "the predictions require grad, so a loss made from them would send them one"
    # Beside predictions without a graph, all of the gradient comes through the new ones; a graph that is kept would add its part.
    weight, bias = (upstream * expected) @ x, (upstream * expected).sum()
    assert_close([gradient["weight"], gradient["bias"]], [weight[None], bias[None]], rtol=1e-4, atol=1e-4)


@pytest.mark.concept("losses/squeeze-one-axis")
@both_shapes
def test_a_batch_of_one_row_works(probes, rng, state, device, targets):
    """A batch of a single row works: its prediction has the shape (1,), and loss and weights are right."""
    batches = draw([1], rng, device, targets)
    got, expected = probes.steps(state, batches, LR)[0], reference(state, batches)[0]
    assert_close(got["predictions"], expected["predictions"], rtol=1e-4, atol=1e-5)
    assert_close(got["loss"], expected["loss"].item(), rtol=1e-4, atol=1e-5)
    assert_close(got["weight"], expected["weight"], rtol=1e-4, atol=1e-5)


@pytest.mark.concept("losses/mse-only-warns")
@both_shapes
def test_nothing_warns_of_shapes(probes, rng, state, device, targets):
    """A step raises no warning about sizes or broadcasting, whatever the shape of the targets, for many rows and for one."""
    for batch in draw([4, 1], rng, device, targets):
        # A warning leaves no trace in the numbers, so here it is an error that ends the step: the numbers come if there was none.
        (got,) = probes.steps(state, [batch], LR, strict=True)
        (expected,) = reference(state, [batch])
        assert_close(got["predictions"].flatten(), expected["predictions"], rtol=1e-4, atol=1e-5)


@pytest.mark.concept("losses/reshape-not-in-place")
@both_shapes
def test_the_callers_data_stays(probes, rng, state, device, targets):
    """The caller's x and y keep their shapes and their values."""
    batches = draw([4], rng, device, targets)
    got = probes.steps(state, batches, LR)[0]
    assert_close([got["x"], got["y"]], list(batches[0]), rtol=0, atol=0)


@pytest.mark.concept("losses/column-minus-row")
@both_shapes
def test_the_numbers_of_the_notes_come_out(probes, device, targets):
    """On 80 noisy points of y = 1 + 2x (seed 42) the first step gives the loss 2.74215777, and moves b to 0.80119529 and w to
    0.04511107."""
    x, y = data_of_the_notes(device)
    state = {"weight": torch.tensor([[-0.13826430]], dtype=torch.float64), "bias": torch.tensor([0.49671415], dtype=torch.float64)}
    state = {name: value.to(device) for name, value in state.items()}
    got = probes.steps(state, [(x, y if targets == "(N, 1)" else y.flatten())], LR)[0]
    # The notes print the start and the result to eight places.
    assert_close(got["loss"], 2.7421577700550976, rtol=0, atol=1e-7)
    assert_close([got["bias"].item(), got["weight"].item()], [0.80119529, 0.04511107], rtol=0, atol=2e-8)


def data_of_the_notes(device):
    """100 points of y = 1 + 2x + noise, of which a shuffle picks 80; the old NumPy generator, as the notes used it."""
    old = np.random.RandomState(42)
    x = old.rand(100, 1)
    y = 1 + 2 * x + 0.1 * old.randn(100, 1)
    rows = np.arange(100)
    old.shuffle(rows)
    return tuple(torch.from_numpy(values[rows[:80]]).to(device) for values in (x, y))
