"""The noise is computed from the denoiser's input; then loss, gradient and step are exact. Random values are tested by distribution.

Tests of random values have limits that a right answer exceeds with a known probability at most, one in 2·10⁹ for each of 15
comparisons in a run: a right answer fails in fewer than one of 10⁸ runs.
- Distribution functions of n independent draws: farther than d from the true one with probability 2·exp(−2nd²) at most (Dvoretzky, Kiefer,
  Wolfowitz; Massart's constant). It holds for timesteps, which are integers, too. For 5e-10 and n = 4000: d = 0.053.
- The fraction of n independent Bernoulli variables: farther than d from the true one with probability 2·exp(−2nd²) at most (Hoeffding).
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
        "`alphas_cumprod` has the shape (T,).",
        "`add_noise` below, which is correct, mixes latents and noise.",
        "The order in which they are sampled is free.",
    )
]


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, an embedding for each class and one for none, factor of the timestep."""
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


@pytest.fixture
def alphas_cumprod(device):
    return torch.tensor([0.95, 0.8, 0.6, 0.4, 0.2, 0.05], dtype=DOUBLE, device=device)


@pytest.mark.asks("Call `denoiser(x_t, timesteps, labels)` with the noisy latents", "The optimizer makes one step")
@pytest.mark.concept("latent_diffusion/target-is-noise-in-latents")
def test_one_call_and_one_step(probes, rng, device, weights, alphas_cumprod):
    """The denoiser is called once, and the optimizer makes one step."""
    call = one_call(probes, weights, draw_batch(5, rng, device), alphas_cumprod)
    assert call["calls"] == 1, "number of calls of the denoiser"
    assert call["steps"] == 1, "number of steps of the optimizer"


@pytest.mark.asks(
    "with the noisy latents, the timesteps (N,) and the labels after dropout", "`space.encode(images)` returns latents of shape (N, …)"
)
@pytest.mark.concept("latent_diffusion/why-latents")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("shape", [(2, 2, 3), (2,)], ids=str)
def test_what_the_denoiser_gets(probes, rng, device, weights, alphas_cumprod, n, shape):
    """The denoiser gets noisy latents of the shape of the latents, and timesteps and labels of shape (N,), integers."""
    noisy, timesteps, labels = one_call(probes, weights, draw_batch(n, rng, device, shape), alphas_cumprod)["given"]
    assert tuple(noisy.shape) == (n, *shape), "shape of the noisy latents"
    assert (tuple(timesteps.shape), tuple(labels.shape)) == ((n,), (n,)), "shapes of timesteps and labels"
    assert [value.is_floating_point() for value in (timesteps, labels)] == [False, False], "whether timesteps and labels are floating point"


@pytest.mark.asks("The loss is the mean squared error between its output and the noise, over all elements.", "N ≥ 1")
@pytest.mark.concept("latent_diffusion/target-is-noise-in-latents")
@pytest.mark.parametrize("n", [5, 1])
@pytest.mark.parametrize("shape", [(2, 2, 3), (2,)], ids=str)
def test_the_loss(probes, rng, device, weights, alphas_cumprod, n, shape):
    """The loss is the mean squared error between the denoiser's output and the noise in what it was given."""
    batch = draw_batch(n, rng, device, shape)
    seen = probes.make_steps(weights, weights[0], [batch], alphas_cumprod, CLASSES, 0.4, LR)["calls"]
    assert_close([float(call["loss"]) for call in seen], reference(weights, weights[0], [batch], alphas_cumprod, seen)["losses"])


@pytest.mark.asks("Return the loss as a float.")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_a_float(probes, rng, device, weights, alphas_cumprod):
    """Return the loss as a float."""
    assert type(one_call(probes, weights, draw_batch(5, rng, device), alphas_cumprod)["loss"]).__name__ == "float", "type of the loss"


@pytest.mark.asks(
    "`latent_step(denoiser, optimizer, space, images, labels, alphas_cumprod, null, p_drop)`",
    "The optimizer makes one step with the gradient of this loss alone.",
    "everything that follows uses latents",
)
@pytest.mark.concept("latent_diffusion/target-is-noise-in-latents")
@pytest.mark.concept("latent_diffusion/only-the-denoiser-learns")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_three_steps(probes, rng, device, weights, alphas_cumprod):
    """Over three steps, losses, gradients and weights are right for the sampled values."""
    batches, scale = [draw_batch(n, rng, device) for n in (5, 1, 3)], torch.tensor(1.7, dtype=DOUBLE, device=device)
    seen = probes.make_steps(weights, scale, batches, alphas_cumprod, CLASSES, 0.4, LR)["calls"]
    expected = reference(weights, scale, batches, alphas_cumprod, seen)
    assert_close([float(call["loss"]) for call in seen], expected["losses"])
    assert_close([call["gradients"] for call in seen], expected["gradients"])
    assert_close([call["weights"] for call in seen], expected["weights"])


@pytest.mark.asks("The parameters may have gradients from before.")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_stale_gradients(probes, rng, device, weights, alphas_cumprod):
    """Gradients from before the first call have no effect."""
    batch = draw_batch(5, rng, device)
    seen = probes.make_steps(weights, weights[0], [batch], alphas_cumprod, CLASSES, 0.4, LR, stale=100.0)["calls"]
    assert_close(seen[0]["gradients"], reference(weights, weights[0], [batch], alphas_cumprod, seen)["gradients"][0])


@pytest.mark.asks("once, in training mode")
@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False])
def test_training_mode(probes, rng, device, weights, alphas_cumprod, training):
    """The denoiser and its submodules are in training mode, whatever their previous mode."""
    batch = draw_batch(5, rng, device)
    seen = probes.make_steps(weights, weights[0], [batch], alphas_cumprod, CLASSES, 0.4, LR, mode=training)["calls"]
    assert_close([float(call["loss"]) for call in seen], reference(weights, weights[0], [batch], alphas_cumprod, seen)["losses"])


@pytest.mark.asks("No gradient flows into the space, whether it is frozen or not.")
@pytest.mark.concept("latent_diffusion/encode-under-no-grad")
def test_nothing_reaches_the_space(probes, rng, device, weights, alphas_cumprod):
    """No gradient flows into the space, even if it is trainable."""
    scale = torch.ones((), dtype=DOUBLE, device=device)
    seen = probes.make_steps(weights, scale, [draw_batch(5, rng, device)], alphas_cumprod, CLASSES, 0.1, LR)
    assert_close(seen["leaked"], torch.zeros_like(scale), rtol=0, atol=0)


@pytest.mark.asks("`labels`: integers of shape (N,)", 'an integer that stands for "no class"')
@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/null-embedding")
@pytest.mark.parametrize("p_drop", [0.0, 1.0])
@pytest.mark.parametrize("null", [CLASSES, 0, 2])
def test_labels_that_stay_or_go(probes, rng, device, weights, alphas_cumprod, null, p_drop):
    """With `p_drop=0` the denoiser gets the original labels, with `p_drop=1` only `null`."""
    images, labels = draw_batch(300, rng, device)
    labels = labels + (labels >= null)  # classes other than `null`
    given = one_call(probes, weights, (images, labels), alphas_cumprod, null=null, p_drop=p_drop)["given"][2]
    assert_close(given, labels if p_drop == 0 else torch.full_like(labels, null))


@pytest.mark.asks("`labels` itself is not changed")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_the_labels_stay(probes, rng, device, weights, alphas_cumprod):
    """The caller's labels are not changed."""
    images, labels = draw_batch(300, rng, device)
    assert_close(one_call(probes, weights, (images, labels), alphas_cumprod, p_drop=0.9)["labels"], labels, rtol=0, atol=0)


@pytest.mark.asks("by `null` with probability `p_drop`")
@pytest.mark.concept("latent_diffusion/label-dropout")
@pytest.mark.concept("latent_diffusion/how-often-dropped")
@pytest.mark.parametrize("p_drop", [0.3, 0.8])
def test_how_often_a_label_goes(probes, rng, device, weights, alphas_cumprod, p_drop):
    """Each label is dropped with probability `p_drop`, whatever its class, and the others are not changed."""
    labels, (is_dropped,) = dropped(probes, rng, device, weights, alphas_cumprod, p_drop)
    has_fraction(is_dropped, p_drop, p_drop, "of the labels")
    has_fraction(is_dropped[labels == 0], p_drop, p_drop, "of the labels 0")


@pytest.mark.asks("Replace each label, independently of the others")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_each_label_on_its_own(probes, rng, device, weights, alphas_cumprod):
    """Labels are dropped independently of their position in the batch and of each other."""
    _, (is_dropped,) = dropped(probes, rng, device, weights, alphas_cumprod, 0.4)
    has_fraction(is_dropped[: MANY // 2], 0.4, 0.4, "of the labels in the first half of the batch")
    has_fraction(is_dropped[::2], 0.4, 0.4, "of every second label")
    has_fraction(is_dropped[0::2] & is_dropped[1::2], 0.16, 0.4, "of all pairs of adjacent labels")
    # Of two independent labels with p_drop 0.5 both or none are dropped in half of the calls; never in 60 calls: one in 10¹⁸.
    images, labels = draw_batch(2, rng, device)
    given = probes.dropped(weights, weights[0], images, labels, alphas_cumprod, CLASSES, 0.5, calls=60)
    assert set((given == CLASSES).sum(1).tolist()) != {1}, "of two labels with p_drop=0.5, one was dropped in each of 60 calls"


@pytest.mark.asks("Latents, timesteps, noise and dropped labels are new in each call.")
@pytest.mark.concept("latent_diffusion/label-dropout")
def test_another_call_drops_other_labels(probes, rng, device, weights, alphas_cumprod):
    """Which labels are dropped is new in each call."""
    _, (first, second) = dropped(probes, rng, device, weights, alphas_cumprod, 0.4, calls=2)
    has_fraction(first & second, 0.16, 0.4, "of all labels, in both of two calls,")


@pytest.mark.asks("For each sample, sample a timestep, uniform over 0 to T − 1, both included")
@pytest.mark.concept("diffusion/uniform-steps")
@pytest.mark.concept("diffusion/timestep-per-sample")
def test_timesteps_are_uniform(probes, rng, device, weights, alphas_cumprod):
    """Each sample has its own timestep, uniform over 0 to T − 1."""
    (timesteps,), _ = drawn(probes, rng, device, weights, alphas_cumprod)
    assert (int(timesteps.min()), int(timesteps.max())) == (0, STEPS - 1), f"smallest and largest timestep of {MANY}"
    is_uniform(timesteps, STEPS, "a timestep")
    is_uniform(timesteps[0::2] * STEPS + timesteps[1::2], STEPS**2, "a pair of timesteps, of two samples,")


@pytest.mark.asks("and noise, standard normal and independent for each element")
@pytest.mark.concept("latent_diffusion/target-is-noise-in-latents")
def test_the_noise(probes, rng, device, weights, alphas_cumprod):
    """The noise is standard normal, independent for each element of the latents."""
    _, (noise,) = drawn(probes, rng, device, weights, alphas_cumprod)
    is_standard_normal(noise, "the noise")
    is_standard_normal(noise.flatten(1).sum(1) / 12**0.5, "the sum of the noise of a sample, over √12,")
    is_standard_normal(noise.view(-1, 10, 2, 2, 3).sum(1) / 10**0.5, "the sum of the noise of ten samples, over √10,")


@pytest.mark.asks("Latents, timesteps, noise and dropped labels are new in each call.")
@pytest.mark.concept("diffusion/uniform-steps")
def test_another_call_draws_again(probes, rng, device, weights, alphas_cumprod):
    """Timesteps and noise are new in each call."""
    (first, second), (noise, other) = drawn(probes, rng, device, weights, alphas_cumprod, calls=2)
    is_uniform(first * STEPS + second, STEPS**2, "a pair of timesteps, of two calls,")
    is_standard_normal((noise + other) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.asks("with the noisy latents")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_the_latents(probes, rng, device, weights, alphas_cumprod, dtype):
    """The noisy latents have the dtype of the latents, whatever that of the schedule."""
    images, labels = draw_batch(3, rng, device)
    call = one_call(probes, [w.to(dtype) for w in weights], (images.to(dtype), labels), alphas_cumprod)
    assert call["given"][0].dtype == dtype, "dtype of the noisy latents"


def draw_batch(n, rng, device, shape=(2, 2, 3)):
    """Images whose latents have this shape, and labels."""
    images = torch.randn(n, *shape[:-1], 2 * shape[-1], generator=rng, dtype=DOUBLE)
    return images.to(device), torch.randint(CLASSES, (n,), generator=rng).to(device)


def one_call(probes, weights, batch, alphas_cumprod, null=CLASSES, p_drop=0.4):
    return probes.make_steps(weights, weights[0], [batch], alphas_cumprod, null, p_drop, LR)["calls"][0]


def dropped(probes, rng, device, weights, alphas_cumprod, p_drop, calls=1):
    """The labels of a batch, and whether each was dropped, in each call; those that were not are as they were."""
    images, labels = draw_batch(MANY, rng, device, (2,))
    given = probes.dropped(weights, weights[0], images, labels, alphas_cumprod, CLASSES, p_drop, calls)
    is_dropped = given == CLASSES
    assert_close(given.where(~is_dropped, labels), labels.expand_as(given))
    return labels, is_dropped


def drawn(probes, rng, device, weights, alphas_cumprod, calls=1):
    """Timesteps and noise of each call with a batch of many."""
    batch = draw_batch(MANY, rng, device)
    one = torch.ones_like(weights[0])
    given = [call["given"] for call in probes.make_steps(weights, one, [batch] * calls, alphas_cumprod, CLASSES, 0.1, LR)["calls"]]
    return [timesteps for _, timesteps, _ in given], [noise_of(each, latents_of(batch[0], one), alphas_cumprod) for each in given]


def latents_of(images, scale):
    return scale * (images[..., ::2] + images[..., 1::2]) / 2


def noise_of(given, latents, alphas_cumprod):
    """The noise in the input of the denoiser."""
    noisy, timesteps, _ = given
    assert noisy.shape == latents.shape, f"the denoiser got {tuple(noisy.shape)}; the latents have the shape {tuple(latents.shape)}"
    alpha_cumprod = per_sample(alphas_cumprod[timesteps], latents)
    return (noisy - alpha_cumprod.sqrt() * latents) / (1 - alpha_cumprod).sqrt()


def per_sample(values, x):
    return values.view(len(x), *[1] * (x.ndim - 1))


def reference(weights, scale, batches, alphas_cumprod, calls):
    """Losses, gradients and weights, for the sampled values."""
    current = [w.clone() for w in weights]
    result = {"losses": [], "gradients": [], "weights": []}
    for (images, _), call in zip(batches, calls, strict=True):
        noise, (noisy, timesteps, labels) = noise_of(call["given"], latents_of(images, scale), alphas_cumprod), call["given"]
        leaves = [w.clone().requires_grad_() for w in current]
        factor, embeddings, per_timestep = leaves
        embedding = embeddings[labels].view(len(noisy), 2, *[1] * (noisy.ndim - 2))
        loss = ((1.5 * (noisy * factor + embedding + per_timestep * per_sample(timesteps, noisy)) - noise) ** 2).mean()
        gradients = torch.autograd.grad(loss, leaves)
        current = [w - LR * g for w, g in zip(current, gradients, strict=True)]
        result["losses"].append(loss.item())
        result["gradients"].append(list(gradients))
        result["weights"].append(current)
    return result


def has_fraction(is_dropped, expected, p_drop, what):
    n, fraction = is_dropped.numel(), is_dropped.double().mean().item()
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
    ranks = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(ranks[1:] - normal, normal - ranks[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
