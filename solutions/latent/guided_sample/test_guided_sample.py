"""Given the first noise, sampling is a formula: compared with a reference, and for classes that are normal clouds with a closed form.

There the noise can be worked out from the samples, and its distribution is tested: of n independent numbers the distribution function
is farther than d from the true one with probability 2·exp(−2nd²) at most (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹
for each of nine comparisons in a run: a right answer fails in fewer than one of 10⁸ runs. For 1e-9 and n = 3000 that is d = 0.06.
"""

import itertools
import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
CLASSES = 3
BARS = [0.97, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15, 0.05]
FALSE_ALARM = 1e-9


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, a row for each class and one for none, slope."""
    return draw_weights(rng, device)


@pytest.fixture
def alpha_bars(device):
    return torch.tensor(BARS, dtype=DOUBLE, device=device)


@pytest.mark.concept("latent_diffusion/guidance-formula")
@pytest.mark.concept("latent_diffusion/guidance-zero-and-one")
@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0, -0.5])
@pytest.mark.parametrize("n", [5, 1])
def test_the_guided_noise(probes, rng, device, weights, n, weight):
    """The guided noise is uncond + weight · (cond − uncond), and so are its gradients; weight 1 is the answer for the labels."""
    x, steps, labels = draw(n, rng, device)
    slopes = torch.randn(x.shape, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.noise(weights, x, steps, labels, CLASSES, weight, slopes)
    leaves = [value.clone().requires_grad_() for value in (x, *weights)]
    cond, uncond = (answer(leaves[1:], leaves[0], steps, which) for which in (labels, torch.full_like(labels, CLASSES)))
    expected = (1 - weight) * uncond + weight * cond + 10  # the probe's denoiser says 10 more while autograd records
    assert_close(seen["noise"], expected.detach())
    assert all(g is not None for g in seen["gradients"]), "the gradient does not reach x and the denoiser's weights"
    assert_close(seen["gradients"], list(torch.autograd.grad((expected * slopes).sum(), leaves)))
    assert_close(seen["inputs"], [x, steps, labels], rtol=0, atol=0)


@pytest.mark.concept("latent_diffusion/ddim-next-step")
@pytest.mark.concept("latent_diffusion/decode-once")
@pytest.mark.parametrize("steps", [[7], [7, 6, 5, 4, 3, 2, 1, 0], [7, 4, 1], [5, 0]], ids=str)
@pytest.mark.parametrize("weight", [1.0, 2.5])
def test_sampling(probes, rng, device, weights, alpha_bars, steps, weight):
    """From the first noise on, every step goes to the next one of the list, the last one to the code without noise, which is decoded."""
    labels = draw(4, rng, device)[2]
    seen = probes.samples(weights, labels, (2, 2, 3), alpha_bars, steps, weight, CLASSES)
    assert_close(seen["pictures"], 3 * follow(weights, seen["start"], labels, alpha_bars, steps, weight) + 1)
    assert_close(seen["labels"], labels, rtol=0, atol=0)


@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_mode_and_precision(probes, rng, device, mode, dtype):
    """The denoiser works in evaluation mode, without a graph, in the precision of the schedule, and keeps its mode; N may be 1."""
    weights, labels = [w.to(dtype) for w in draw_weights(rng, device)], torch.tensor([1], device=device)
    bars = torch.tensor(BARS, dtype=dtype, device=device)
    seen = probes.samples(weights, labels, (2,), bars, [6, 2], 2.0, CLASSES, mode)
    assert seen["start"].shape == (1, 2) and seen["start"].dtype == dtype, (
        f"the first noise is {tuple(seen['start'].shape)}, {seen['start'].dtype}"
    )
    assert_close(seen["pictures"], 3 * follow(weights, seen["start"], labels, bars, [6, 2], 2.0) + 1, rtol=1e-4, atol=1e-4)
    zero = torch.zeros(1, 2, dtype=dtype, device=device)
    assert_close(seen["afterwards"], answer(weights, zero, torch.zeros_like(labels), labels) * (1.5 if mode else 1.0), rtol=1e-5, atol=1e-5)


@pytest.mark.concept("latent_diffusion/guided-mean")
@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0])
def test_classes_that_are_normal_clouds(probes, rng, device, alpha_bars, weight):
    """For normal classes with variance 1 the samples lie around m₀ + weight · (m − m₀), with the spread that the steps lead to."""
    # With ᾱ = cos²θ, a step from θ to θ' turns x − √ᾱ·m into (cos θ cos θ' + sin θ sin θ') times itself, which is cos(θ − θ').
    means = 5 * torch.randn(CLASSES + 1, 2, generator=rng, dtype=DOUBLE).to(device)
    labels = torch.randint(CLASSES, (1500,), generator=rng).to(device)
    steps = [7, 5, 3, 2, 1, 0]
    angles = [math.acos(BARS[step] ** 0.5) for step in steps] + [0.0]
    spread = math.prod(math.cos(a - b) for a, b in itertools.pairwise(angles))
    wanted = means[-1] + weight * (means[labels] - means[-1])
    draws = [(pictures - 1) / 3 for pictures in probes.clouds(means, labels, alpha_bars, steps, weight, CLASSES, calls=2)]
    first, second = ((draw - wanted) / spread + BARS[7] ** 0.5 * wanted for draw in draws)
    is_standard_normal(first, "the first noise, as the samples tell it,")
    is_standard_normal(first.view(-1, 5, 2).sum(1) / 5**0.5, "the sum of the first noise of five samples, over √5,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the first noise of two calls, over √2,")


def draw_weights(rng, device):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


def draw(n, rng, device):
    """Noisy codes (n, 2, 2, 3), steps and labels."""
    x = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE)
    steps, labels = (torch.randint(top, (n,), generator=rng) for top in (len(BARS), CLASSES))
    return x.to(device), steps.to(device), labels.to(device)


def answer(weights, x, steps, labels):
    factor, rows, slope = weights
    axes = [1] * (x.dim() - 2)
    return (x * factor + rows[labels].view(len(x), -1, *axes)).tanh() + slope * steps.view(-1, 1, *axes)


def follow(weights, x, labels, alpha_bars, steps, weight):
    """DDIM, by the angle whose squared cosine is ᾱ: x = cos θ · start + sin θ · noise."""
    angles = [alpha_bars[step].sqrt().acos() for step in steps] + [torch.zeros_like(alpha_bars[0])]
    for i, step in enumerate(steps):
        at = torch.full_like(labels, step)
        cond, uncond = answer(weights, x, at, labels), answer(weights, x, at, torch.full_like(labels, CLASSES))
        noise = (1 - weight) * uncond + weight * cond
        start = (x - angles[i].sin() * noise) / angles[i].cos()
        x = angles[i + 1].cos() * start + angles[i + 1].sin() * noise
    return x


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
