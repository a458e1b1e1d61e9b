"""Given the initial noise, sampling is deterministic: compared with a reference, and for Gaussian classes with a closed form.

There the noise can be computed from the samples, and its distribution is tested: of n independent numbers the distribution function
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
CLASSES = 6
ALPHAS_CUMPROD = [0.97, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15, 0.05]
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "`denoiser(x_t, timesteps, labels)` predicts the noise in x_t (N, …);",
        "the timesteps at which to call the denoiser.",
    )
]


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, an embedding for each label, `null` included, factor of the timestep."""
    return draw_weights(rng, device)


@pytest.fixture
def alphas_cumprod(device):
    return torch.tensor(ALPHAS_CUMPROD, dtype=DOUBLE, device=device)


@pytest.mark.asks(
    "`guided_noise(denoiser, x_t, timesteps, labels, null, guidance_scale)` returns",
    "where cond is the denoiser's output for the labels, and uncond the one for `null`.",
    'timesteps and labels are integers of shape (N,), and the label `null` stands for "no class".',
)
@pytest.mark.concept("latent_diffusion/guidance-formula")
@pytest.mark.concept("latent_diffusion/guidance-zero-and-one")
@pytest.mark.parametrize("guidance_scale", [0.0, 1.0, 3.0, -0.5])
@pytest.mark.parametrize("null", [0, 2, CLASSES])
@pytest.mark.parametrize("n", [5, 1])
def test_the_guided_noise(probes, rng, device, weights, n, null, guidance_scale):
    """The guided noise is uncond + guidance_scale · (cond − uncond): with guidance scale 1 it is the conditional prediction."""
    x, timesteps, labels = draw(n, rng, device, null)
    expected = guided(weights, x, timesteps, labels, null, guidance_scale)
    assert_close(probes.noise(weights, x, timesteps, labels, null, guidance_scale)["noise"], expected)


@pytest.mark.asks("Make one call of the denoiser for both, with a batch of 2N, or two calls")
@pytest.mark.concept("latent_diffusion/guidance-costs")
def test_calls_for_the_guided_noise(probes, rng, device, weights):
    """The guided noise takes one or two calls of the denoiser."""
    seen = probes.calls_for_noise(weights, *draw(5, rng, device, CLASSES), CLASSES, 2.0)
    assert seen["inputs"] <= 2, f"times that the denoiser is called for a sample: {seen['inputs']}"
    assert seen["in few calls"], "the denoiser is called for parts of the batch"


@pytest.mark.asks("Gradients flow to x_t and to the denoiser.")
@pytest.mark.parametrize("guidance_scale", [0.5, 3.0])
def test_gradients_of_the_guided_noise(probes, rng, device, weights, guidance_scale):
    """Gradients of the guided noise flow to x_t and to the denoiser's parameters."""
    x, timesteps, labels = draw(5, rng, device, CLASSES)
    factors = torch.randn(x.shape, generator=rng, dtype=DOUBLE).to(device)
    leaves = [value.clone().requires_grad_() for value in (x, *weights)]
    expected = guided(leaves[1:], leaves[0], timesteps, labels, CLASSES, guidance_scale)
    seen = probes.gradients(weights, x, timesteps, labels, CLASSES, guidance_scale, factors)
    assert [gradient is not None for gradient in seen] == [True] * 4, "whether x_t and each parameter get a gradient"
    assert_close(seen, list(torch.autograd.grad((expected * factors).sum(), leaves)))


@pytest.mark.asks(
    "x_t starts as standard normal noise, (N, *shape), with dtype and device of `alphas_cumprod`", "returns an image for each label"
)
@pytest.mark.concept("latent_diffusion/first-noise")
@pytest.mark.parametrize("shape", [(2,), (2, 2, 3)], ids=str)
@pytest.mark.parametrize("n", [4, 1])
def test_the_shape_of_the_first_noise(probes, rng, weights, alphas_cumprod, n, shape):
    """The initial noise has shape (N, *shape), and there is an image for each label."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0, n=n, shape=shape)
    assert tuple(seen["initial noise"].shape) == (n, *shape), "shape of the initial noise"
    assert tuple(seen["images"].shape) == (n, *shape), "shape of the images"


@pytest.mark.asks(
    "`timesteps` is a list of ints in decreasing order",
    "It need not contain all timesteps.",
    "noise_pred = `guided_noise(…)` at timestep t.",
    "x_0 = (x_t − √(1 − ᾱ_t) · noise_pred) / √ᾱ_t",
    "where s is the **next timestep of the list**",
    "After the last one ᾱ_s is 1, so that x_s is x_0.",
    "no new noise is added",
)
@pytest.mark.concept("latent_diffusion/ddim-next-step")
@pytest.mark.parametrize("timesteps", [[7], [7, 6, 5, 4, 3, 2, 1, 0], [7, 4, 1], [5, 0]], ids=str)
@pytest.mark.parametrize("guidance_scale", [1.0, 2.5])
def test_sampling(probes, rng, weights, alphas_cumprod, timesteps, guidance_scale):
    """Every DDIM step goes to the next timestep of the list, and the last one to ᾱ = 1, the latent without noise."""
    seen = sampled(probes, rng, weights, alphas_cumprod, timesteps, guidance_scale)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("and uncond the one for `null`")
@pytest.mark.concept("latent_diffusion/null-embedding")
@pytest.mark.parametrize("null", [0, 2])
def test_any_label_may_be_null(probes, rng, weights, alphas_cumprod, null):
    """The label for "no class" is `null`, whatever its value."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [7, 4, 1], 2.5, null=null)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("noise_pred = `guided_noise(…)` at timestep t.")
@pytest.mark.concept("latent_diffusion/guidance-costs")
def test_calls_for_a_sample(probes, rng, weights, alphas_cumprod):
    """Each step takes one or two calls of the denoiser."""
    labels = draw_labels(4, rng, alphas_cumprod.device, CLASSES)
    seen = probes.calls_for_samples(weights, labels, (2, 2, 3), alphas_cumprod, [7, 4, 1], 2.5, CLASSES)
    assert 3 <= seen["inputs"] <= 6, f"times that the denoiser is called for a sample in three steps: {seen['inputs']}"
    assert seen["in few calls"], "the denoiser is called for parts of the batch"


@pytest.mark.asks("`space.decode(x_0)`, once, at the end, returns the images.")
@pytest.mark.concept("latent_diffusion/decode-once")
def test_decoded_once(probes, rng, weights, alphas_cumprod):
    """The latents are decoded once, after the last call of the denoiser."""
    labels = draw_labels(4, rng, alphas_cumprod.device, CLASSES)
    seen = probes.decodings(weights, labels, (2, 2, 3), alphas_cumprod, [7, 4, 1], 2.5, CLASSES)
    assert len(seen) == 1, "number of calls of space.decode"
    assert seen == [True], "whether the denoiser is not called after decoding"


@pytest.mark.asks("the denoiser is in evaluation mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, weights, alphas_cumprod, training):
    """During sampling the denoiser and its submodules are in evaluation mode."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0, mode=training)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("and afterwards in its previous mode")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, weights, alphas_cumprod, training):
    """Afterwards the denoiser is in its previous mode."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0, mode=training)
    zero = torch.zeros_like(seen["initial noise"])
    plain = output(weights, zero, torch.zeros_like(seen["labels"]), seen["labels"])
    assert_close(seen["afterwards"], 1.5 * plain + 7 if training else plain)


@pytest.mark.asks("no graph is recorded")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph_of_the_denoiser(probes, rng, weights, alphas_cumprod):
    """Autograd records no call of the denoiser."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0, recorded=5.0)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("no graph is recorded")
@pytest.mark.concept("latent_diffusion/decode-once")
def test_no_graph_of_the_decoder(probes, rng, weights, alphas_cumprod):
    """Autograd does not record the decoding, either: the images have no graph."""
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0, decoded=5.0)
    assert not seen["requires gradient"], "the images require a gradient"
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("labels are not changed")
def test_the_labels_stay(probes, rng, device, weights, alphas_cumprod):
    """Neither function changes the labels."""
    x, timesteps, labels = draw(5, rng, device, CLASSES)
    assert_close(probes.noise(weights, x, timesteps, labels, CLASSES, 2.0)["labels"], labels, rtol=0, atol=0)
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0)
    assert_close(seen["labels"], seen["labels before"], rtol=0, atol=0)


@pytest.mark.asks("with dtype and device of `alphas_cumprod`")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, device, dtype):
    """The initial noise and the images have the dtype of `alphas_cumprod`."""
    weights, alphas_cumprod = [w.to(dtype) for w in draw_weights(rng, device)], torch.tensor(ALPHAS_CUMPROD, dtype=dtype, device=device)
    seen = sampled(probes, rng, weights, alphas_cumprod, [6, 2], 2.0)
    assert seen["initial noise"].dtype == dtype, "dtype of the initial noise"
    assert_close(seen["images"], seen["expected"], rtol=1e-4, atol=1e-4)  # a few steps, maybe in float32


@pytest.mark.asks("with dtype and device of `alphas_cumprod`")
def test_another_device(probes, rng, device, weights, alphas_cumprod):
    """The images are on the device of the other tensors."""
    labels = draw_labels(4, rng, device, CLASSES)
    assert probes.elsewhere(weights, labels, (2, 3), alphas_cumprod, [6, 2], CLASSES, NO_VALUES) == f"(4, 2, 3) on {NO_VALUES}", (
        "shape and device of the images"
    )


@pytest.mark.asks(
    "x_t starts as standard normal noise",
    "`guided_sample(denoiser, space, labels, shape, alphas_cumprod, timesteps, guidance_scale, null)` returns an image for each label",
)
@pytest.mark.concept("latent_diffusion/first-noise")
@pytest.mark.concept("latent_diffusion/guided-mean")
@pytest.mark.parametrize("guidance_scale", [0.0, 1.0, 3.0])
def test_classes_that_are_gaussian(probes, rng, device, alphas_cumprod, guidance_scale):
    """For Gaussian classes of variance 1 the samples have mean m₀ + guidance_scale · (m − m₀); the initial noise is standard normal."""
    # With ᾱ = cos²θ, a step from θ to θ' turns x − √ᾱ·m into (cos θ cos θ' + sin θ sin θ') times itself, which is cos(θ − θ').
    means = 5 * torch.randn(CLASSES + 1, 2, generator=rng, dtype=DOUBLE).to(device)
    labels = torch.randint(CLASSES, (1500,), generator=rng).to(device)
    timesteps = [7, 5, 3, 2, 1, 0]
    angles = [math.acos(ALPHAS_CUMPROD[t] ** 0.5) for t in timesteps] + [0.0]
    shrinkage = math.prod(math.cos(a - b) for a, b in itertools.pairwise(angles))
    wanted = means[-1] + guidance_scale * (means[labels] - means[-1])
    draws = [
        (images - 1) / 3 for images in probes.gaussian_classes(means, labels, alphas_cumprod, timesteps, guidance_scale, CLASSES, calls=2)
    ]
    first, second = ((draw - wanted) / shrinkage + ALPHAS_CUMPROD[7] ** 0.5 * wanted for draw in draws)
    is_standard_normal(first, "the initial noise, computed from the samples,")
    is_standard_normal(first.view(-1, 5, 2).sum(1) / 5**0.5, "the sum of the initial noise of five samples, over √5,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the initial noise of two calls, over √2,")


def sampled(probes, rng, weights, alphas_cumprod, timesteps, guidance_scale, n=4, shape=(2, 2, 3), null=CLASSES, **options):
    """What the probe returns, the labels that it got, and the images that follow from its initial noise."""
    labels = draw_labels(n, rng, alphas_cumprod.device, null)
    seen = probes.samples(weights, labels, shape, alphas_cumprod, timesteps, guidance_scale, null, **options)
    expected = 3 * ddim(weights, seen["initial noise"], labels, alphas_cumprod, timesteps, guidance_scale, null) + 1
    return {**seen, "labels before": labels, "expected": expected}


def draw_weights(rng, device):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


def draw_labels(n, rng, device, null):
    """Labels that differ from each other and from `null`."""
    labels = torch.randperm(CLASSES + 1, generator=rng)
    return labels[labels != null][:n].to(device)


def draw(n, rng, device, null):
    """Noisy latents (n, 2, 2, 3), timesteps and labels."""
    x, timesteps = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE), torch.randint(len(ALPHAS_CUMPROD), (n,), generator=rng)
    return x.to(device), timesteps.to(device), draw_labels(n, rng, device, null)


def output(weights, x, timesteps, labels):
    factor, embeddings, per_timestep = weights
    ones = [1] * (x.dim() - 2)
    return (x * factor + embeddings[labels].view(len(x), -1, *ones)).tanh() + per_timestep * timesteps.view(-1, 1, *ones)


def guided(weights, x, timesteps, labels, null, guidance_scale):
    cond, uncond = (output(weights, x, timesteps, chosen) for chosen in (labels, torch.full_like(labels, null)))
    return (1 - guidance_scale) * uncond + guidance_scale * cond


def ddim(weights, x, labels, alphas_cumprod, timesteps, guidance_scale, null):
    """DDIM, with the angle whose squared cosine is ᾱ: x_t = cos θ · x_0 + sin θ · noise."""
    angles = [alphas_cumprod[t].sqrt().acos() for t in timesteps] + [torch.zeros_like(alphas_cumprod[0])]
    for i, t in enumerate(timesteps):
        noise = guided(weights, x, torch.full_like(labels, t), labels, null, guidance_scale)
        x_0 = (x - angles[i].sin() * noise) / angles[i].cos()
        x = angles[i + 1].cos() * x_0 + angles[i + 1].sin() * noise
    return x


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    ranks = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(ranks[1:] - normal, normal - ranks[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
