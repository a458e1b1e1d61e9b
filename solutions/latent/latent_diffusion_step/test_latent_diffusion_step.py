"""From what the denoiser was given comes the noise, and then loss, gradient and step are exact; what is drawn, by its distribution.

Tests of what is drawn have limits that a right answer exceeds with a known probability at most, one in 2·10⁹ for each of 15
comparisons in a run: a right answer fails in fewer than one of 10⁸ runs.
- Distribution functions of n independent draws: farther than d from the true one with probability 2·exp(−2nd²) at most (Dvoretzky, Kiefer,
  Wolfowitz; Massart's constant). It holds for timesteps, which are whole numbers, too. For 5e-10 and n = 4000: d = 0.053.
- The fraction of n independent coins: farther than d from the true one with probability 2·exp(−2nd²) at most (Hoeffding).
"""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
CLASSES, STEPS, LR = 4, 6, 0.1
FALSE_ALARM = 5e-10
MANY = 4000

pytestmark = [
    pytest.mark.given(
        "`alpha_bars` has the shape (T,).",
        "`add_noise` below, which is right, mixes them.",
        "The order in which they are drawn is free.",
    )
]


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, a row for each class and one for none, slope."""
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


@pytest.fixture
def alpha_bars(device):
    return torch.tensor([0.95, 0.8, 0.6, 0.4, 0.2, 0.05], dtype=DOUBLE, device=device)


@pytest.mark.asks("`denoiser(codes, steps, labels)` gets the noisy codes", "The optimizer makes one step")
@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
def test_one_call_and_one_step(probes, rng, device, weights, alpha_bars):
    """The denoiser is called once, and the optimizer makes one step."""
    call = one_call(probes, weights, draw_batch(5, rng, device), alpha_bars)
    assert call["calls"] == 1, "number of calls of the denoiser"
    assert call["steps"] == 1, "number of steps of the optimizer"


@pytest.mark.asks("gets the noisy codes, the steps (N,) and the labels that are left", "`space.encode(images)` gives codes of shape (N, …)")
@pytest.mark.concept("latent_diffusion/why-latents")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("shape", [(2, 2, 3), (2,)], ids=str)
def test_what_the_denoiser_gets(probes, rng, device, weights, alpha_bars, n, shape):
    """The denoiser gets noisy latents of the shape of the latents, and timesteps and labels of shape (N,), integers."""
    noisy, steps, labels = one_call(probes, weights, draw_batch(n, rng, device, shape), alpha_bars)["given"]
    assert tuple(noisy.shape) == (n, *shape), "shape of the noisy latents"
    assert (tuple(steps.shape), tuple(labels.shape)) == ((n,), (n,)), "shapes of timesteps and labels"
    assert [value.is_floating_point() for value in (steps, labels)] == [False, False], "whether timesteps and labels are floating point"


@pytest.mark.asks("The loss is the mean squared error between its answer and the noise, over all numbers.", "N ≥ 1")
@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("shape", [(2, 2, 3), (2,)], ids=str)
def test_the_loss(probes, rng, device, weights, alpha_bars, n, shape):
    """The loss is the mean squared error between the denoiser's output and the noise in what it was given."""
    batch = draw_batch(n, rng, device, shape)
    seen = probes.steps(weights, weights[0], [batch], alpha_bars, CLASSES, 0.4, LR)["calls"]
    assert_close([float(call["loss"]) for call in seen], follow(weights, weights[0], [batch], alpha_bars, seen)["losses"])


@pytest.mark.asks("The loss comes back as a float.")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_a_float(probes, rng, device, weights, alpha_bars):
    """The loss comes back as a float."""
    assert type(one_call(probes, weights, draw_batch(5, rng, device), alpha_bars)["loss"]).__name__ == "float", "type of the loss"


@pytest.mark.asks(
    "Write `latent_step(denoiser, optimizer, space, images, labels, alpha_bars, null, p_drop)`",
    "The optimizer makes one step with the gradient of this loss alone.",
    "all that follows happens on codes",
)
@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
@pytest.mark.concept("latent_diffusion/only-the-denoiser-learns")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_three_steps(probes, rng, device, weights, alpha_bars):
    """Over three steps, losses, gradients and weights are right for what was drawn."""
    batches, scale = [draw_batch(n, rng, device) for n in (5, 1, 3)], torch.tensor(1.7, dtype=DOUBLE, device=device)
    seen = probes.steps(weights, scale, batches, alpha_bars, CLASSES, 0.4, LR)["calls"]
    expected = follow(weights, scale, batches, alpha_bars, seen)
    assert_close([float(call["loss"]) for call in seen], expected["losses"])
    assert_close([call["gradients"] for call in seen], expected["gradients"])
    assert_close([call["weights"] for call in seen], expected["weights"])


@pytest.mark.asks("Gradients may lie around from before.")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_stale_gradients(probes, rng, device, weights, alpha_bars):
    """Gradients that are left from before the first call do not count."""
    batch = draw_batch(5, rng, device)
    seen = probes.steps(weights, weights[0], [batch], alpha_bars, CLASSES, 0.4, LR, stale=100.0)["calls"]
    assert_close(seen[0]["gradients"], follow(weights, weights[0], [batch], alpha_bars, seen)["gradients"][0])


@pytest.mark.asks("once, in training mode")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, rng, device, weights, alpha_bars, training):
    """The denoiser and its submodules are in training mode, whatever mode they came in."""
    batch = draw_batch(5, rng, device)
    seen = probes.steps(weights, weights[0], [batch], alpha_bars, CLASSES, 0.4, LR, mode=training)["calls"]
    assert_close([float(call["loss"]) for call in seen], follow(weights, weights[0], [batch], alpha_bars, seen)["losses"])


@pytest.mark.asks("No gradient goes into the space, whether it is frozen or not.")
@pytest.mark.concept("latent_diffusion/encode-under-no-grad")
def test_nothing_reaches_the_space(probes, rng, device, weights, alpha_bars):
    """No gradient goes into the space that makes the latents, even if it could learn."""
    scale = torch.ones((), dtype=DOUBLE, device=device)
    seen = probes.steps(weights, scale, [draw_batch(5, rng, device)], alpha_bars, CLASSES, 0.1, LR)
    assert_close(seen["leaked"], torch.zeros_like(scale), rtol=0, atol=0)


@pytest.mark.asks("`labels`: integers of shape (N,)", 'an integer that stands for "no class"')
@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/null-row")
@pytest.mark.parametrize("p_drop", [0.0, 1.0])
@pytest.mark.parametrize("null", [CLASSES, 0, 2])
def test_labels_that_stay_or_go(probes, rng, device, weights, alpha_bars, null, p_drop):
    """With `p_drop=0` the denoiser gets the labels as they are, with 1 only `null`."""
    images, labels = draw_batch(300, rng, device)
    labels = labels + (labels >= null)  # classes besides `null`
    given = one_call(probes, weights, (images, labels), alpha_bars, null=null, p_drop=p_drop)["given"][2]
    assert_close(given, labels if p_drop == 0 else torch.full_like(labels, null))


@pytest.mark.asks("`labels` itself is not changed")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_the_labels_stay(probes, rng, device, weights, alpha_bars):
    """The caller's labels are not changed."""
    images, labels = draw_batch(300, rng, device)
    assert_close(one_call(probes, weights, (images, labels), alpha_bars, p_drop=0.9)["labels"], labels, rtol=0, atol=0)


@pytest.mark.asks("is replaced by `null` with the probability `p_drop`")
@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/how-often-dropped")
@pytest.mark.parametrize("p_drop", [0.3, 0.8])
def test_how_often_a_label_goes(probes, rng, device, weights, alpha_bars, p_drop):
    """A label is dropped with the probability `p_drop`, whichever it is, and the others stay as they are."""
    labels, (is_dropped,) = dropped(probes, rng, device, weights, alpha_bars, p_drop)
    has_fraction(is_dropped, p_drop, p_drop, "of the labels")
    has_fraction(is_dropped[labels == 0], p_drop, p_drop, "of the labels 0")


@pytest.mark.asks("Each label, on its own, is replaced")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_each_label_on_its_own(probes, rng, device, weights, alpha_bars):
    """Labels are dropped independently of their position in the batch and of each other."""
    _, (is_dropped,) = dropped(probes, rng, device, weights, alpha_bars, 0.4)
    has_fraction(is_dropped[: MANY // 2], 0.4, 0.4, "of the labels in the first half of the batch")
    has_fraction(is_dropped[::2], 0.4, 0.4, "of every second label")
    has_fraction(is_dropped[0::2] & is_dropped[1::2], 0.16, 0.4, "of all pairs of neighbours")
    # Of two independent labels with p_drop 0.5 both or none are dropped in half of the calls; never in 60 calls: one in 10¹⁸.
    images, labels = draw_batch(2, rng, device)
    given = probes.dropped(weights, weights[0], images, labels, alpha_bars, CLASSES, 0.5, calls=60)
    assert set((given == CLASSES).sum(1).tolist()) != {1}, "of two labels with p_drop=0.5, one was dropped in each of 60 calls"


@pytest.mark.asks("Codes, steps, noise and dropped labels are new in each call.")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_another_call_drops_other_labels(probes, rng, device, weights, alpha_bars):
    """Which labels are dropped is new in each call."""
    _, (first, second) = dropped(probes, rng, device, weights, alpha_bars, 0.4, calls=2)
    has_fraction(first & second, 0.16, 0.4, "of all labels, in both of two calls,")


@pytest.mark.asks("For each sample a step is drawn, uniform over 0 to T − 1, both included")
@pytest.mark.concept("diffusion/uniform-steps")
@pytest.mark.concept("diffusion/one-step-a-sample")
def test_timesteps_are_uniform(probes, rng, device, weights, alpha_bars):
    """Each sample has its own timestep, uniform over 0 to T − 1."""
    (steps,), _ = drawn(probes, rng, device, weights, alpha_bars)
    assert (int(steps.min()), int(steps.max())) == (0, STEPS - 1), f"smallest and largest timestep of {MANY}"
    is_uniform(steps, STEPS, "a timestep")
    is_uniform(steps[0::2] * STEPS + steps[1::2], STEPS**2, "a pair of timesteps, of two samples,")


@pytest.mark.asks("and noise, standard normal and independent for each number")
@pytest.mark.concept("latent_diffusion/target-is-noise-of-codes")
def test_the_noise(probes, rng, device, weights, alpha_bars):
    """The noise is standard normal, independent for each element of the latents."""
    _, (noise,) = drawn(probes, rng, device, weights, alpha_bars)
    is_standard_normal(noise, "the noise")
    is_standard_normal(noise.flatten(1).sum(1) / 12**0.5, "the sum of the noise of a sample, over √12,")
    is_standard_normal(noise.view(-1, 10, 2, 2, 3).sum(1) / 10**0.5, "the sum of the noise of ten samples, over √10,")


@pytest.mark.asks("Codes, steps, noise and dropped labels are new in each call.")
@pytest.mark.concept("diffusion/uniform-steps")
def test_another_call_draws_again(probes, rng, device, weights, alpha_bars):
    """Timesteps and noise are new in each call."""
    (first, second), (noise, other) = drawn(probes, rng, device, weights, alpha_bars, calls=2)
    is_uniform(first * STEPS + second, STEPS**2, "a pair of timesteps, of two calls,")
    is_standard_normal((noise + other) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.asks("gets the noisy codes")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_the_latents(probes, rng, device, weights, alpha_bars, dtype):
    """The noisy latents have the dtype of the latents, whatever that of the schedule."""
    images, labels = draw_batch(3, rng, device)
    call = one_call(probes, [w.to(dtype) for w in weights], (images.to(dtype), labels), alpha_bars)
    assert call["given"][0].dtype == dtype, "dtype of the noisy latents"


def draw_batch(n, rng, device, shape=(2, 2, 3)):
    """Images whose latents have this shape, and labels."""
    images = torch.randn(n, *shape[:-1], 2 * shape[-1], generator=rng, dtype=DOUBLE)
    return images.to(device), torch.randint(CLASSES, (n,), generator=rng).to(device)


def one_call(probes, weights, batch, alpha_bars, null=CLASSES, p_drop=0.4):
    return probes.steps(weights, weights[0], [batch], alpha_bars, null, p_drop, LR)["calls"][0]


def dropped(probes, rng, device, weights, alpha_bars, p_drop, calls=1):
    """The labels of a batch, and whether each was dropped, in each call; those that were not are as they were."""
    images, labels = draw_batch(MANY, rng, device, (2,))
    given = probes.dropped(weights, weights[0], images, labels, alpha_bars, CLASSES, p_drop, calls)
    is_dropped = given == CLASSES
    assert_close(given.where(~is_dropped, labels), labels.expand_as(given))
    return labels, is_dropped


def drawn(probes, rng, device, weights, alpha_bars, calls=1):
    """Timesteps and noise of each call with a batch of many."""
    batch = draw_batch(MANY, rng, device)
    one = torch.ones_like(weights[0])
    given = [call["given"] for call in probes.steps(weights, one, [batch] * calls, alpha_bars, CLASSES, 0.1, LR)["calls"]]
    return [steps for _, steps, _ in given], [noise_of(each, codes_of(batch[0], one), alpha_bars) for each in given]


def codes_of(images, scale):
    return scale * (images[..., ::2] + images[..., 1::2]) / 2


def noise_of(given, codes, alpha_bars):
    """The noise in what the denoiser was given."""
    noisy, steps, _ = given
    assert noisy.shape == codes.shape, f"the denoiser got {tuple(noisy.shape)}; the latents have the shape {tuple(codes.shape)}"
    kept = column(alpha_bars[steps], codes)
    return (noisy - kept.sqrt() * codes) / (1 - kept).sqrt()


def column(values, x):
    return values.view(len(x), *[1] * (x.ndim - 1))


def follow(weights, scale, batches, alpha_bars, calls):
    """Losses, gradients and weights, for what was drawn."""
    current = [w.clone() for w in weights]
    found = {"losses": [], "gradients": [], "weights": []}
    for (images, _), call in zip(batches, calls, strict=True):
        noise, (noisy, steps, labels) = noise_of(call["given"], codes_of(images, scale), alpha_bars), call["given"]
        leaves = [w.clone().requires_grad_() for w in current]
        factor, rows, slope = leaves
        row = rows[labels].view(len(noisy), 2, *[1] * (noisy.ndim - 2))
        loss = ((1.5 * (noisy * factor + row + slope * column(steps, noisy)) - noise) ** 2).mean()
        gradients = torch.autograd.grad(loss, leaves)
        current = [w - LR * g for w, g in zip(current, gradients, strict=True)]
        found["losses"].append(loss.item())
        found["gradients"].append(list(gradients))
        found["weights"].append(current)
    return found


def has_fraction(coins, expected, p_drop, what):
    n, fraction = coins.numel(), coins.double().mean().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    message = f"with p_drop={p_drop}, {fraction:.3f} {what} were dropped; it should be {expected}, within {limit:.3f} by chance"
    assert abs(fraction - expected) <= limit, message


def is_uniform(values, top, what):
    counts = torch.bincount(values.flatten().cpu(), minlength=top)
    n = values.numel()
    distance = (counts.cumsum(0) / n - torch.arange(1, len(counts) + 1) / top).abs().max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    assert distance <= limit, f"{what} is not uniform: {counts.tolist()}"


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
