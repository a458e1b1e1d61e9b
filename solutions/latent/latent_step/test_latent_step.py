"""From what the denoiser was asked comes the noise, and then loss, gradient and step are exact; what is drawn, by its distribution.

Tests of what is drawn have limits that a right answer exceeds with a known probability at most, one in 10⁹ for each of nine comparisons
in a run: a right answer fails in fewer than one of 10⁸ runs.
- Distribution functions of n independent draws: farther than d from the true one with probability 2·exp(−2nd²) at most (Dvoretzky, Kiefer,
  Wolfowitz; Massart's constant). It holds for steps, which are whole numbers, too. For 1e-9 and n = 4000: d = 0.052.
- The share of n independent coins: farther than d from the true one with probability 2·exp(−2nd²) at most (Hoeffding).
"""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
CLASSES, STEPS, LR = 4, 6, 0.1
FALSE_ALARM = 1e-9
MANY = 4000


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, a row for each class and one for none, slope."""
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


@pytest.fixture
def alpha_bars(device):
    return torch.tensor([0.95, 0.8, 0.6, 0.4, 0.2, 0.05], dtype=DOUBLE, device=device)


@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
@pytest.mark.concept("latent_diffusion/only-the-denoiser-learns")
@pytest.mark.parametrize("mode", [True, False], ids=["came training", "came evaluating"])
def test_three_steps(probes, rng, device, weights, alpha_bars, mode):
    """For what was drawn, loss, gradient and weights are right: noisy codes go in, in training mode, and the noise is the target."""
    batches = [draw_batch(n, rng, device) for n in (5, 1, 3)]
    scale = torch.tensor(1.7, dtype=DOUBLE, device=device)
    seen = probes.steps(weights, scale, batches, alpha_bars, CLASSES, 0.4, LR, mode)
    assert len(seen["asked"]) == len(seen["found"]) == 3, (
        f"{len(seen['asked'])} calls of the denoiser and {len(seen['found'])} steps for 3 batches"
    )
    expected = follow(weights, scale, batches, alpha_bars, seen)
    assert_close(list(map(float, seen["losses"])), expected["losses"])
    assert_close(seen["found"], expected["gradients"])
    assert_close(seen["weights"], expected["weights"])
    assert all(isinstance(loss, float) for loss in seen["losses"]), "latent_step must return a float"


@pytest.mark.concept("latent_diffusion/encode-under-no-grad")
def test_nothing_reaches_the_space(probes, rng, device, weights, alpha_bars):
    """No gradient goes into the space that makes the codes, even if it could learn."""
    scale = torch.ones((), dtype=DOUBLE, device=device)
    seen = probes.steps(weights, scale, [draw_batch(5, rng, device)], alpha_bars, CLASSES, 0.1, LR)
    assert_close(seen["leaked"], torch.zeros_like(scale), rtol=0, atol=0)


@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/null-row")
@pytest.mark.parametrize("p_drop", [0.0, 1.0])
def test_labels_that_stay_or_go(probes, rng, device, weights, alpha_bars, p_drop):
    """With `p_drop=0` the denoiser gets the labels as they are, with 1 only `null`; the caller's labels are not changed."""
    images, labels = draw_batch(300, rng, device)
    seen = probes.steps(weights, weights[0], [(images, labels)], alpha_bars, CLASSES, p_drop, LR)
    assert_close(seen["asked"][0][2], labels if p_drop == 0 else torch.full_like(labels, CLASSES))
    assert_close(seen["labels"][0], labels)


@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/how-often-dropped")
def test_how_often_a_label_goes(probes, rng, device, weights, alpha_bars):
    """Each label is dropped on its own, with the probability `p_drop`; the others stay as they are."""
    images, labels = draw_batch(MANY, rng, device)
    given = probes.steps(weights, weights[0], [(images, labels)], alpha_bars, CLASSES, 0.3, LR)["asked"][0][2]
    is_dropped = given == CLASSES
    assert_close(given[~is_dropped], labels[~is_dropped])
    for which, name in (
        (labels >= 0, "of the labels"),
        (labels == 0, "of the labels 0"),
        (torch.arange(MANY, device=device) % 2 == 0, "of every second label"),
    ):
        n, share = int(which.sum()), is_dropped[which].double().mean().item()
        limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
        assert abs(share - 0.3) <= limit, f"with p_drop=0.3, {share:.3f} {name} were dropped, more or less than chance allows"


@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
def test_steps_and_noise(probes, rng, device, weights, alpha_bars):
    """Steps are uniform over 0 to T − 1, one a sample; noise is standard normal, for each number on its own, new in each call."""
    batch = draw_batch(MANY, rng, device)
    seen = probes.steps(weights, weights[0] * 0 + 1, [batch, batch], alpha_bars, CLASSES, 0.1, LR)
    first, second = (noise_of(asked, codes_of(batch[0], 1.0), alpha_bars) for asked in seen["asked"])
    for _, steps, _ in seen["asked"]:
        counts = torch.bincount(steps.cpu(), minlength=STEPS)
        assert len(counts) == STEPS, f"the steps go from 0 to {STEPS - 1}; {len(counts) - 1} came up"
        distance = (counts.cumsum(0) / MANY - torch.arange(1, STEPS + 1) / STEPS).abs().max().item()
        assert distance <= math.sqrt(math.log(2 / FALSE_ALARM) / (2 * MANY)), (
            f"the steps are not uniform over 0 to {STEPS - 1}: {counts.tolist()}"
        )
    is_standard_normal(first, "the noise")
    is_standard_normal(first.flatten(1).sum(1) / 12**0.5, "the sum of the noise of a sample, over √12,")
    is_standard_normal(first.view(-1, 10, 2, 2, 3).sum(1) / 10**0.5, "the sum of the noise of ten samples, over √10,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_precision_of_the_codes(probes, rng, device, weights, alpha_bars, dtype):
    """The noisy codes have the precision of the codes, whatever that of the schedule."""
    images, labels = draw_batch(3, rng, device)
    seen = probes.steps([w.to(dtype) for w in weights], weights[0].to(dtype), [(images.to(dtype), labels)], alpha_bars, CLASSES, 0.1, LR)
    noisy, steps, _ = seen["asked"][0]
    assert noisy.dtype == dtype and steps.shape == (3,) and not steps.is_floating_point(), f"{noisy.dtype} and steps {tuple(steps.shape)}"


def draw_batch(n, rng, device):
    """Pictures (n, 2, 2, 6), whose codes are (n, 2, 2, 3), and labels."""
    return torch.randn(n, 2, 2, 6, generator=rng, dtype=DOUBLE).to(device), torch.randint(CLASSES, (n,), generator=rng).to(device)


def codes_of(images, scale):
    return scale * (images[..., ::2] + images[..., 1::2]) / 2


def noise_of(asked, codes, alpha_bars):
    """The noise in what the denoiser was asked."""
    noisy, steps, _ = asked
    assert noisy.shape == codes.shape, f"the denoiser got {tuple(noisy.shape)}; the codes have the shape {tuple(codes.shape)}"
    kept = alpha_bars[steps].view(-1, 1, 1, 1)
    return (noisy - kept.sqrt() * codes) / (1 - kept).sqrt()


def follow(weights, scale, batches, alpha_bars, seen):
    """Losses, gradients and weights, for what was drawn."""
    current = [w.clone() for w in weights]
    found = {"losses": [], "gradients": [], "weights": []}
    for (images, _), asked in zip(batches, seen["asked"], strict=True):
        noise, (noisy, steps, labels) = noise_of(asked, codes_of(images, scale), alpha_bars), asked
        leaves = [w.clone().requires_grad_() for w in current]
        factor, rows, slope = leaves
        predicted = 1.5 * (noisy * factor + rows[labels][:, :, None, None] + slope * steps[:, None, None, None])
        loss = ((predicted - noise) ** 2).mean()
        gradients = torch.autograd.grad(loss, leaves)
        current = [w - LR * g for w, g in zip(current, gradients, strict=True)]
        found["losses"].append(loss.item())
        found["gradients"].append(list(gradients))
        found["weights"].append(current)
    return found


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
