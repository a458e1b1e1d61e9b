"""Training and samples against the same draws pushed through a reference in float64; then samples against their known distribution.

How good the samples of a trained network are after so many steps has no distribution that anyone knows, so no limit for it has a
false-alarm rate that could be stated, and none is set here. What is judged is what is known: losses and weights equal to the reference's, samples equal
to the reference's, and, for the best denoiser of normal data, the distribution of the samples.
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


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/one-step-a-sample")
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.parametrize(("n", "width", "batch_size"), [(9, 2, 4), (5, 3, 7), (6, 1, 1)])
def test_training(probes, rng, seed, betas, n, width, batch_size):
    """After six steps the losses and all weights are where the arithmetic says, for the numbers that torch's generator gives."""
    state, x = draw_state(width, rng, betas), draw_points(n, width, rng, betas)
    settings = (6, batch_size, 0.05)
    history, weights = learn(seed, state, betas, x, *settings)
    seen = probes.fitted(seed, state, betas, x, settings)
    assert_close([float(loss) for loss in seen["history"]], history)
    assert_close(seen["weights"], weights)
    assert_close(seen["x"], x, rtol=0, atol=0)


@pytest.mark.concept("training/train-again")
def test_training_mode(probes, rng, seed, betas):
    """The denoiser trains in training mode, also when it came in evaluation mode."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history, _ = learn(seed, state, betas, x, 3, 4, 0.05)
    assert_close([float(loss) for loss in probes.fitted(seed, state, betas, x, (3, 4, 0.05), False, 5.0)["history"]], history)


@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.parametrize("n_steps", [0, 2])
def test_the_list_of_losses(probes, rng, seed, betas, n_steps):
    """The losses are plain floats, one a step."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history = probes.fitted(seed, state, betas, x, (n_steps, 4, 0.05))["history"]
    assert not any(isinstance(loss, torch.Tensor) for loss in history), "the list holds tensors"
    assert_close(history, learn(seed, state, betas, x, n_steps, 4, 0.05)[0])


@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize(("n", "width"), [(6, 2), (1, 3), (4, 1)])
def test_samples(probes, rng, seed, betas, n, width):
    """Samples come from the numbers that torch's generator gives, walked back step by step, in the units of the data."""
    state, x = draw_state(width, rng, betas), draw_points(7, width, rng, betas)
    assert_close(probes.sampled(seed, state, betas, x, n)["points"], walk_back(seed, state, betas, x, n))


@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False], ids=["was training", "was evaluating"])
def test_the_mode_of_sampling(probes, rng, seed, betas, training):
    """Samples are drawn in evaluation mode, and afterwards the denoiser is in the mode it was in."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, training=training, in_training=5.0)
    assert_close(seen["points"], walk_back(seed, state, betas, x, 3))
    assert_close(seen["afterwards"], state["shifts"][:1] + (5.0 if training else 0.0))


@pytest.mark.concept("diffusion/sampling-without-graph")
def test_no_graph(probes, rng, seed, betas):
    """While samples are drawn autograd records nothing."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, recorded=5.0)
    assert_close(seen["points"], walk_back(seed, state, betas, x, 3))
    assert seen["slope"] is None or not seen["slope"].any(), "a gradient of the samples reaches the denoiser"


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
            noise = torch.randn(batch_size, x.shape[1], dtype=DOUBLE, device=x.device)
            kept = bars[steps][:, None]
            loss = ((answer(weights, kept**0.5 * scaled[rows] + (1 - kept) ** 0.5 * noise, steps) - noise) ** 2).mean()
            for value, slope in zip(weights.values(), torch.autograd.grad(loss, list(weights.values())), strict=True):
                value.grad = slope
            optimizer.step()
            history.append(loss.item())
    return history, {name: value.detach() for name, value in weights.items()}


def walk_back(seed, state, betas, x, n):
    """The same draws, and the mean of a point before each step from an estimate of the data."""
    bars = bars_of(betas)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        points = torch.randn(n, x.shape[1], dtype=DOUBLE, device=x.device)
        for t in range(len(betas) - 1, -1, -1):
            predicted = answer(state, points, torch.full((n,), t, device=x.device))
            start = (points - (1 - bars[t]) ** 0.5 * predicted) / bars[t] ** 0.5
            before = bars[t - 1] if t else torch.ones_like(bars[0])
            points = (before**0.5 * betas[t] * start + (1 - betas[t]) ** 0.5 * (1 - before) * points) / (1 - bars[t])
            if t:
                points = points + betas[t] ** 0.5 * torch.randn(n, x.shape[1], dtype=DOUBLE, device=x.device)
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
