"""Given the first noise, sampling is a formula: compared with a reference, and for classes that are Gaussian with a closed form.

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
CLASSES = 6
BARS = [0.97, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15, 0.05]
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "`denoiser(x, steps, labels)` gives the noise in x (N, …);",
        "the steps at which the denoiser is asked.",
    )
]


@pytest.fixture
def weights(rng, device):
    """Of the denoiser: factor, a row for each label, `null` included, slope."""
    return draw_weights(rng, device)


@pytest.fixture
def alpha_bars(device):
    return torch.tensor(BARS, dtype=DOUBLE, device=device)


@pytest.mark.asks(
    "`guided_noise(denoiser, x, steps, labels, null, weight)` returns",
    "where cond is the denoiser's answer for the labels, and uncond the one for `null`.",
    'steps and labels are integers of shape (N,), and the label `null` stands for "no class".',
)
@pytest.mark.concept("latent_diffusion/guidance-formula")
@pytest.mark.concept("latent_diffusion/guidance-zero-and-one")
@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0, -0.5])
@pytest.mark.parametrize("null", [0, 2, CLASSES])
@pytest.mark.parametrize("n", [5, 1])
def test_the_guided_noise(probes, rng, device, weights, n, null, weight):
    """The guided noise is uncond + weight · (cond − uncond): with weight 1 the denoiser's output for the labels."""
    x, steps, labels = draw(n, rng, device, null)
    expected = guided(weights, x, steps, labels, null, weight)
    assert_close(probes.noise(weights, x, steps, labels, null, weight)["noise"], expected)


@pytest.mark.asks("One call of the denoiser for both, with a batch of 2N, or two calls")
@pytest.mark.concept("latent_diffusion/guidance-costs")
def test_calls_for_the_guided_noise(probes, rng, device, weights):
    """The guided noise takes one or two calls of the denoiser."""
    seen = probes.calls_for_noise(weights, *draw(5, rng, device, CLASSES), CLASSES, 2.0)
    assert seen["rows"] <= 2, f"times that the denoiser is called for a sample: {seen['rows']}"
    assert seen["in few calls"], "the denoiser is called for parts of the batch"


@pytest.mark.asks("Gradients flow through it, to x and to the denoiser.")
@pytest.mark.parametrize("weight", [0.5, 3.0])
def test_gradients_of_the_guided_noise(probes, rng, device, weights, weight):
    """Gradients of the guided noise flow to x and to the denoiser's parameters."""
    x, steps, labels = draw(5, rng, device, CLASSES)
    factors = torch.randn(x.shape, generator=rng, dtype=DOUBLE).to(device)
    leaves = [value.clone().requires_grad_() for value in (x, *weights)]
    expected = guided(leaves[1:], leaves[0], steps, labels, CLASSES, weight)
    seen = probes.gradients(weights, x, steps, labels, CLASSES, weight, factors)
    assert [gradient is not None for gradient in seen] == [True] * 4, "whether a gradient reaches x and each parameter"
    assert_close(seen, list(torch.autograd.grad((expected * factors).sum(), leaves)))


@pytest.mark.asks(
    "x starts as standard normal noise, (N, *shape), with dtype and device of `alpha_bars`", "returns a picture for each label"
)
@pytest.mark.concept("latent_diffusion/first-noise")
@pytest.mark.parametrize("shape", [(2,), (2, 2, 3)], ids=str)
@pytest.mark.parametrize("n", [4, 1])
def test_the_shape_of_the_first_noise(probes, rng, weights, alpha_bars, n, shape):
    """The denoiser starts with noise of shape (N, *shape), and there is an image for each label."""
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0, n=n, shape=shape)
    assert tuple(seen["start"].shape) == (n, *shape), "shape of the first noise"
    assert tuple(seen["images"].shape) == (n, *shape), "shape of the images"


@pytest.mark.asks(
    "`steps` is a list of ints, falling",
    "It need not hold all steps.",
    "predicted = `guided_noise(…)` at step t.",
    "start = (x − √(1 − ᾱ_t) · predicted) / √ᾱ_t",
    "where s is the **next step of the list**",
    "After the last one ᾱ_s is 1, so that x is start.",
    "No new noise is added",
)
@pytest.mark.concept("latent_diffusion/ddim-next-step")
@pytest.mark.parametrize("steps", [[7], [7, 6, 5, 4, 3, 2, 1, 0], [7, 4, 1], [5, 0]], ids=str)
@pytest.mark.parametrize("weight", [1.0, 2.5])
def test_sampling(probes, rng, weights, alpha_bars, steps, weight):
    """From the first noise on, every step goes to the next one of the list, and the last one to the latent without noise."""
    seen = sampled(probes, rng, weights, alpha_bars, steps, weight)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("and uncond the one for `null`")
@pytest.mark.concept("latent_diffusion/null-row")
@pytest.mark.parametrize("null", [0, 2])
def test_any_label_may_be_null(probes, rng, weights, alpha_bars, null):
    """The label for "no class" is `null`, whichever it is."""
    seen = sampled(probes, rng, weights, alpha_bars, [7, 4, 1], 2.5, null=null)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("predicted = `guided_noise(…)` at step t.")
@pytest.mark.concept("latent_diffusion/guidance-costs")
def test_calls_for_a_sample(probes, rng, weights, alpha_bars):
    """Each step takes one or two calls of the denoiser."""
    labels = draw_labels(4, rng, alpha_bars.device, CLASSES)
    seen = probes.calls_for_samples(weights, labels, (2, 2, 3), alpha_bars, [7, 4, 1], 2.5, CLASSES)
    assert 3 <= seen["rows"] <= 6, f"times that the denoiser is called for a sample in three steps: {seen['rows']}"
    assert seen["in few calls"], "the denoiser is called for parts of the batch"


@pytest.mark.asks("`space.decode(x)`, once, at the end, gives the pictures.")
@pytest.mark.concept("latent_diffusion/decode-once")
def test_decoded_once(probes, rng, weights, alpha_bars):
    """The latents are decoded once, after the last call of the denoiser."""
    labels = draw_labels(4, rng, alpha_bars.device, CLASSES)
    seen = probes.decodings(weights, labels, (2, 2, 3), alpha_bars, [7, 4, 1], 2.5, CLASSES)
    assert len(seen) == 1, "number of calls of space.decode"
    assert seen == [True], "whether the denoiser is called no more after decoding"


@pytest.mark.asks("the denoiser works in evaluation mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, weights, alpha_bars, training):
    """The denoiser and its submodules are in evaluation mode while it samples."""
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0, mode=training)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("and is afterwards in the mode it came in")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, weights, alpha_bars, training):
    """Afterwards the denoiser is in the mode it was in before."""
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0, mode=training)
    zero = torch.zeros_like(seen["start"])
    plain = answer(weights, zero, torch.zeros_like(seen["labels"]), seen["labels"])
    assert_close(seen["afterwards"], 1.5 * plain + 7 if training else plain)


@pytest.mark.asks("no graph is recorded")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph_of_the_denoiser(probes, rng, weights, alpha_bars):
    """Autograd records no call of the denoiser."""
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0, recorded=5.0)
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("no graph is recorded")
@pytest.mark.concept("latent_diffusion/decode-once")
def test_no_graph_of_the_decoder(probes, rng, weights, alpha_bars):
    """Autograd does not record the decoding, either: the images have no graph."""
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0, decoded=5.0)
    assert not seen["requires gradient"], "the images require a gradient"
    assert_close(seen["images"], seen["expected"])


@pytest.mark.asks("labels are not changed")
def test_the_labels_stay(probes, rng, device, weights, alpha_bars):
    """The labels are not changed, by neither function."""
    x, steps, labels = draw(5, rng, device, CLASSES)
    assert_close(probes.noise(weights, x, steps, labels, CLASSES, 2.0)["labels"], labels, rtol=0, atol=0)
    seen = sampled(probes, rng, weights, alpha_bars, [6, 2], 2.0)
    assert_close(seen["labels"], seen["labels before"], rtol=0, atol=0)


@pytest.mark.asks("with dtype and device of `alpha_bars`")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, device, dtype):
    """The first noise and the images have the dtype of `alpha_bars`."""
    weights, bars = [w.to(dtype) for w in draw_weights(rng, device)], torch.tensor(BARS, dtype=dtype, device=device)
    seen = sampled(probes, rng, weights, bars, [6, 2], 2.0)
    assert seen["start"].dtype == dtype, "dtype of the first noise"
    assert_close(seen["images"], seen["expected"], rtol=1e-4, atol=1e-4)  # a few steps, maybe in float32


@pytest.mark.asks("with dtype and device of `alpha_bars`")
def test_another_device(probes, rng, device, weights, alpha_bars):
    """With everything on another device, the images are there, too."""
    labels = draw_labels(4, rng, device, CLASSES)
    assert probes.elsewhere(weights, labels, (2, 3), alpha_bars, [6, 2], CLASSES, NO_VALUES) == f"(4, 2, 3) on {NO_VALUES}", (
        "shape and device of the images"
    )


@pytest.mark.asks(
    "x starts as standard normal noise",
    "`guided_sample(denoiser, space, labels, shape, alpha_bars, steps, weight, null)` returns a picture for each label",
)
@pytest.mark.concept("latent_diffusion/first-noise")
@pytest.mark.concept("latent_diffusion/guided-mean")
@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0])
def test_classes_that_are_gaussian(probes, rng, device, alpha_bars, weight):
    """For Gaussian classes with variance 1 the samples lie around m₀ + weight · (m − m₀), as the steps and the first noise lead."""
    # With ᾱ = cos²θ, a step from θ to θ' turns x − √ᾱ·m into (cos θ cos θ' + sin θ sin θ') times itself, which is cos(θ − θ').
    means = 5 * torch.randn(CLASSES + 1, 2, generator=rng, dtype=DOUBLE).to(device)
    labels = torch.randint(CLASSES, (1500,), generator=rng).to(device)
    steps = [7, 5, 3, 2, 1, 0]
    angles = [math.acos(BARS[step] ** 0.5) for step in steps] + [0.0]
    spread = math.prod(math.cos(a - b) for a, b in itertools.pairwise(angles))
    wanted = means[-1] + weight * (means[labels] - means[-1])
    draws = [(images - 1) / 3 for images in probes.clouds(means, labels, alpha_bars, steps, weight, CLASSES, calls=2)]
    first, second = ((draw - wanted) / spread + BARS[7] ** 0.5 * wanted for draw in draws)
    is_standard_normal(first, "the first noise, computed back from the samples,")
    is_standard_normal(first.view(-1, 5, 2).sum(1) / 5**0.5, "the sum of the first noise of five samples, over √5,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the first noise of two calls, over √2,")


def sampled(probes, rng, weights, alpha_bars, steps, weight, n=4, shape=(2, 2, 3), null=CLASSES, **options):
    """What the probe saw, the labels that it got, and the images that its first noise leads to."""
    labels = draw_labels(n, rng, alpha_bars.device, null)
    seen = probes.samples(weights, labels, shape, alpha_bars, steps, weight, null, **options)
    expected = 3 * follow(weights, seen["start"], labels, alpha_bars, steps, weight, null) + 1
    return {**seen, "labels before": labels, "expected": expected}


def draw_weights(rng, device):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((), (CLASSES + 1, 2), ())]


def draw_labels(n, rng, device, null):
    """Labels that differ from each other and from `null`."""
    labels = torch.randperm(CLASSES + 1, generator=rng)
    return labels[labels != null][:n].to(device)


def draw(n, rng, device, null):
    """Noisy latents (n, 2, 2, 3), timesteps and labels."""
    x, steps = torch.randn(n, 2, 2, 3, generator=rng, dtype=DOUBLE), torch.randint(len(BARS), (n,), generator=rng)
    return x.to(device), steps.to(device), draw_labels(n, rng, device, null)


def answer(weights, x, steps, labels):
    factor, rows, slope = weights
    axes = [1] * (x.dim() - 2)
    return (x * factor + rows[labels].view(len(x), -1, *axes)).tanh() + slope * steps.view(-1, 1, *axes)


def guided(weights, x, steps, labels, null, weight):
    cond, uncond = (answer(weights, x, steps, which) for which in (labels, torch.full_like(labels, null)))
    return (1 - weight) * uncond + weight * cond


def follow(weights, x, labels, alpha_bars, steps, weight, null):
    """DDIM, by the angle whose squared cosine is ᾱ: x = cos θ · start + sin θ · noise."""
    angles = [alpha_bars[step].sqrt().acos() for step in steps] + [torch.zeros_like(alpha_bars[0])]
    for i, step in enumerate(steps):
        noise = guided(weights, x, torch.full_like(labels, step), labels, null, weight)
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
