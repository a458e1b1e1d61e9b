"""Training and samples against the same draws pushed through a reference in float64; then samples against their known distribution.

How good the samples of a trained network are after so many steps has no distribution that anyone knows, so no limit for it has a
false-alarm rate that could be stated, and none is set here. What is judged is what is known: losses, weights and samples equal to the
reference's, and, for the best denoiser of normal data, the distribution of the samples.
"""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
T = 5
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, three comparisons a run: fewer than one right answer fails in
# 10⁸ runs.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [pytest.mark.given("`denoiser(x, steps)` gives the noise in points x of shape (N, D)")]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.asks(
    "The model learns (x − mean) / std.",
    "For each step are drawn, by torch's own generator",
    "The loss is the mean squared error between the denoiser's answer",
)
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/one-step-a-sample")
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.parametrize(("n", "width", "batch_size"), [(9, 2, 4), (5, 3, 7), (6, 1, 1)])
def test_the_first_loss(probes, rng, seed, betas, n, width, batch_size):
    """The first loss is the mean squared error for the rows, timesteps and noise that torch's generator gives, in this order."""
    state, x = draw_state(width, rng, betas), draw_points(n, width, rng, betas)
    settings = (1, batch_size, 0.05)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, settings)), learn(seed, state, betas, x, *settings)[0])


@pytest.mark.asks(
    "`fit(x, n_steps, batch_size, lr)`", "Mean and standard deviation (`torch.std`) of **each column** of x are measured, once."
)
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.parametrize(("n", "width", "batch_size"), [(9, 2, 4), (5, 3, 7), (6, 1, 1), (2, 2, 3)])
@pytest.mark.parametrize("lr", [0.05, 0.002])
def test_training(probes, rng, seed, betas, n, width, batch_size, lr):
    """After six steps the losses and all weights are where the arithmetic says, for what torch's generator gives."""
    state, x = draw_state(width, rng, betas), draw_points(n, width, rng, betas)
    settings = (6, batch_size, lr)
    history, weights = learn(seed, state, betas, x, *settings)
    seen = probes.fitted(seed, state, betas, x, settings)
    assert_close(losses_of(seen), history)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("Each gradient is that of its own batch.")
@pytest.mark.concept("optimizers/step-reads")
def test_stale_gradients(probes, rng, seed, betas):
    """Gradients that are left in the denoiser from before do not count."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, (3, 4, 0.05), stale=100.0)), learn(seed, state, betas, x, 3, 4, 0.05)[0])


@pytest.mark.asks("One Adam with this `lr` makes n_steps steps (0 is allowed).")
@pytest.mark.concept("optimizers/bias-correction")
def test_a_second_fit(probes, rng, seed, betas):
    """A second fit measures its own data, and starts with a new Adam and its own learning rate."""
    state, x, other = draw_state(2, rng, betas), draw_points(8, 2, rng, betas), draw_points(6, 2, rng, betas)
    seen = probes.fitted_twice(seed, state, betas, (x, 3, 4, 0.05), (other, 3, 5, 0.01))
    history, weights = learn(seed, seen["between"], betas, other, 3, 5, 0.01)
    assert_close(losses_of(seen), history)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("The denoiser trains in training mode, whatever mode it came in.")
@pytest.mark.concept("training/train-again")
def test_training_mode(probes, rng, seed, betas):
    """The denoiser trains in training mode, even if it came in evaluation mode."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history, _ = learn(seed, state, betas, x, 3, 4, 0.05)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, (3, 4, 0.05), False, 5.0)), history)


@pytest.mark.asks("Returned are the losses, a list of n_steps floats.", "(0 is allowed)")
@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.parametrize("n_steps", [0, 2])
def test_the_list_of_losses(probes, rng, seed, betas, n_steps):
    """`fit` returns a list of plain floats, one per step."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history = probes.fitted(seed, state, betas, x, (n_steps, 4, 0.05))["history"]
    assert isinstance(history, list), "what fit returns is no list"
    assert [type(loss).__name__ for loss in history] == ["float"] * n_steps, "types of the losses"


@pytest.mark.asks("x is not changed.")
def test_the_points_stay(probes, rng, seed, betas):
    """The points that were passed in are not changed."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    assert_close(probes.fitted(seed, state, betas, x, (2, 4, 0.05))["x"], x, rtol=0, atol=0)


@pytest.mark.asks(
    "`sample(n)` returns n new points, (n, D), **in the units of x**",
    "From pure noise back through the steps T − 1 to 0, with variance β and no noise at step 0",
    "Drawn are the start, and then the noise of step T − 1, T − 2, …, 1.",
)
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize(("n", "width"), [(6, 2), (1, 3), (4, 1)])
def test_samples(probes, rng, seed, betas, n, width):
    """Samples come from what torch's generator gives, walked back step by step, in the units of the data."""
    state, x = draw_state(width, rng, betas), draw_points(7, width, rng, betas)
    assert_close(probes.sampled(seed, state, betas, x, n)["points"], walk_back(seed, state, betas, x, n))


@pytest.mark.asks("as in the exercise before")
@pytest.mark.concept("diffusion/calls-for-a-sample")
def test_calls_of_the_denoiser(probes, rng, seed, betas):
    """A sample calls the denoiser once per timestep."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    assert probes.sampled_twice(seed, state, betas, x, 3)["calls"] == [T, T], "number of calls of the denoiser in two samples"


@pytest.mark.asks("`sample(n)` returns n new points")
def test_a_second_sample(probes, rng, seed, betas):
    """A second call draws new points."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    # Noise that is drawn at step 0 and multiplied by 0 is right, too, so the values of the second call are left open.
    first, second = probes.sampled_twice(seed, state, betas, x, 3)["draws"]
    assert (first != second).all(), "the second call gave the points of the first"


@pytest.mark.asks("`sample(n)` returns n new points, (n, D), **in the units of x**")
@pytest.mark.concept("diffusion/scale-of-the-data")
def test_two_models(probes, rng, seed, betas):
    """Two models share nothing: each samples in the units of the data that it was fitted to itself."""
    state, x, other = draw_state(2, rng, betas), draw_points(7, 2, rng, betas), draw_points(6, 2, rng, betas)
    assert_close(probes.of_two_models(seed, state, betas, x, other, 3), walk_back(seed, state, betas, x, 3))


@pytest.mark.asks("The denoiser is in evaluation mode meanwhile")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, seed, betas, training):
    """The denoiser and its submodules are in evaluation mode while it samples."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, training=training, in_training=5.0)
    assert_close(seen["points"], walk_back(seed, state, betas, x, 3))


@pytest.mark.asks("and afterwards in the mode it was in")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, seed, betas, training):
    """After a sample the denoiser is in the mode it was in before."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, training=training, in_training=5.0)
    assert_close(seen["afterwards"], state["shifts"][:1] + (5.0 + 35.0 if training else 0.0))


@pytest.mark.asks("No graph is recorded.")
@pytest.mark.concept("diffusion/sampling-without-graph")
def test_no_graph(probes, rng, seed, betas):
    """While it samples, autograd records nothing."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, recorded=5.0)
    assert not seen["requires gradient"], "the points require a gradient"
    assert_close(seen["points"], walk_back(seed, state, betas, x, 3))


@pytest.mark.asks("Everything has one dtype")
def test_single_precision(probes, rng, seed, betas):
    """With points and betas in float32, losses and new points are those of float32."""
    betas, x = betas.float(), draw_points(8, 2, rng, betas).float()
    state = draw_state(2, rng, betas)
    # Points of mean 5 and a standard deviation of 0.1 are known to 1e-5 standard deviations.
    assert_close(
        losses_of(probes.fitted(seed, state, betas, x, (1, 4, 0.05))), learn(seed, state, betas, x, 1, 4, 0.05)[0], rtol=1e-3, atol=1e-3
    )
    points, expected = probes.sampled(seed, state, betas, x, 3)["points"], walk_back(seed, state, betas, x, 3)
    assert points.dtype == torch.float32, "dtype of the points"
    assert_close((points - x.mean(0)) / x.std(0), (expected - x.mean(0)) / x.std(0), rtol=1e-3, atol=1e-3)


@pytest.mark.asks("and one device")
def test_another_device(probes, rng, betas):
    """With points, betas and denoiser on another device, new points are there, too."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    assert probes.elsewhere(state, betas, x, NO_VALUES) == f"(3, 2) on {NO_VALUES}", "shape and device of the points"


@pytest.mark.asks("`PointDiffusion(denoiser, betas)`")
@pytest.mark.concept("diffusion/scale-of-the-data")
def test_the_distribution_of_samples(probes, rng, seed, device):
    """With the best denoiser of normal data, samples have the mean and the covariance that the steps lead to, in the units of the data."""
    n, betas = 2000, torch.linspace(0.01, 0.3, 40, dtype=DOUBLE, device=device)
    x = draw_points(50, 2, rng, betas)
    scaled = (x - x.mean(0)) / x.std(0)
    matrices = best_denoiser(scaled.T.cov(), betas)
    state = {"bend": torch.zeros_like(matrices[0]), "matrices": matrices, "shifts": torch.zeros_like(matrices[:, 0])}
    points = probes.sampled(seed, state, betas, x, n)["points"]
    assert tuple(points.shape) == (n, 2)
    scale = x.std(0).diag()
    spread = scale @ where_steps_lead(matrices, betas) @ scale
    standard = torch.linalg.solve(torch.linalg.cholesky(spread), (points - x.mean(0)).T).T
    for values, what in [(standard[:, 0], "the first"), (standard[:, 1], "the second"), (standard.sum(1) / 2**0.5, "the sum of both")]:
        is_standard_normal(values, f"{what} of the samples' standardised numbers")


def losses_of(seen):
    return [float(loss) for loss in seen["history"]]


def draw_state(width, rng, betas):
    shapes = {"bend": (width, width), "matrices": (len(betas), width, width), "shifts": (len(betas), width)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(betas) / 2 for name, shape in shapes.items()}


def draw_points(n, width, rng, like):
    """Points whose columns have other means and sizes."""
    means, sizes = 5 * torch.randn(width, generator=rng, dtype=DOUBLE), 10 ** (2 * torch.rand(width, generator=rng, dtype=DOUBLE) - 1)
    return (means + sizes * torch.randn(n, width, generator=rng, dtype=DOUBLE)).to(like)


def bars_of(betas):
    return torch.stack([(1 - betas[: t + 1]).prod() for t in range(len(betas))])


def answer(state, x, steps):
    return (x @ state["bend"].T).tanh() + torch.einsum("nij,nj->ni", state["matrices"][steps], x) + state["shifts"][steps]


def learn(seed, state, betas, x, n_steps, batch_size, lr):
    """Losses and weights of the same training, with torch's Adam on gradients that autograd is asked for one by one."""
    weights = {name: value.clone().requires_grad_() for name, value in state.items()}
    optimizer, history, bars = torch.optim.Adam(list(weights.values()), lr=lr), [], bars_of(betas)
    scaled = (x - x.mean(0)) / x.std(0)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for _ in range(n_steps):
            rows = torch.randint(len(x), (batch_size,), device=x.device)
            steps = torch.randint(len(betas), (batch_size,), device=x.device)
            noise = torch.randn(batch_size, x.shape[1], dtype=x.dtype, device=x.device)
            kept = bars[steps][:, None]
            loss = ((answer(weights, kept**0.5 * scaled[rows] + (1 - kept) ** 0.5 * noise, steps) - noise) ** 2).mean()
            for value, gradient in zip(weights.values(), torch.autograd.grad(loss, list(weights.values())), strict=True):
                value.grad = gradient
            optimizer.step()
            history.append(loss.item())
    return history, {name: value.detach() for name, value in weights.items()}


def walk_back(seed, state, betas, x, n):
    """The same draws, and the mean of a point before each step from an estimate of the data."""
    bars = bars_of(betas)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        points = torch.randn(n, x.shape[1], dtype=x.dtype, device=x.device)
        for t in range(len(betas) - 1, -1, -1):
            predicted = answer(state, points, torch.full((n,), t, device=x.device))
            start = (points - (1 - bars[t]) ** 0.5 * predicted) / bars[t] ** 0.5
            before = bars[t - 1] if t else torch.ones_like(bars[0])
            points = (before**0.5 * betas[t] * start + (1 - betas[t]) ** 0.5 * (1 - before) * points) / (1 - bars[t])
            if t:
                points = points + betas[t] ** 0.5 * torch.randn(n, x.shape[1], dtype=x.dtype, device=x.device)
    return points * x.std(0) + x.mean(0)


def best_denoiser(covariance, betas):
    """The mean of the noise given a point, for data around 0: √(1 − ᾱ) · (ᾱ·Σ + (1 − ᾱ)·1)⁻¹ · x, a matrix for each step."""
    unit = torch.eye(len(covariance)).to(covariance)
    return torch.stack([(1 - bar).sqrt() * torch.linalg.inv(bar * covariance + (1 - bar) * unit) for bar in bars_of(betas)])


def where_steps_lead(matrices, betas):
    """The covariance of the samples: each step is linear and adds normal noise, the last one none."""
    unit, bars = torch.eye(matrices.shape[1]).to(matrices), bars_of(betas)
    spread = unit
    for t in range(len(betas) - 1, -1, -1):
        step = (unit - betas[t] / (1 - bars[t]).sqrt() * matrices[t]) / (1 - betas[t]).sqrt()
        spread = step @ spread @ step.T + (betas[t] * unit if t else 0)
    return spread


def is_standard_normal(values, what):
    values = values.detach().cpu().double().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal: mean {mean:.3f}, standard deviation {std:.3f}"
