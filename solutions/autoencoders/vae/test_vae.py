"""Encoder and decoder against matrix products, the loss against torch.distributions; the noise is recovered from the logits.

The decoder's hidden units have so large a bias that every ReLU is active. So the decoder is a linear map of rank n_latent, and the latents
are recovered from the logits by least squares.
"""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "A VAE's encoder outputs an approximate posterior", "The KL term of the loss keeps it close to a standard normal"
)

DOUBLE = torch.float64
PIXELS, HIDDEN, LATENT = 12, 7, 3
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). With 10⁻⁹ per comparison and eight comparisons per run, a correct answer
# fails in fewer than one of 10⁸ runs.
FALSE_POSITIVE = 1e-9
# The only device apart from the CPU that every machine has. It has shapes but no values, and does not mix with others.
NO_VALUES = "meta"


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def x(rng, device):
    return draw_images(6, rng, device)


@pytest.mark.asks(
    "`encode(x)` returns two tensors of shape (N, n_latent)",
    "Both are linear heads on the same hidden layer, which has a ReLU;",
    "the heads have no activation",
    "Write the four methods of `VAE(n_pixels, n_hidden, n_latent)`",
)
@pytest.mark.concept("autoencoders/two-heads")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("n", [6, 1])
def test_the_encoder(probes, rng, device, n, dtype):
    """`encode` returns the means and the log-variances, (N, n_latent) each, with a ReLU on the hidden layer and none on the heads."""
    state = {key: value.to(dtype) for key, value in draw_state(rng, device).items()}
    x = draw_images(n, rng, device).to(dtype)
    assert_close(probes.encoded(state, x), list(encode(state, x)), rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows


@pytest.mark.asks("`decode(z)` maps latents to **logits** of shape (N, n_pixels)")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
@pytest.mark.parametrize("n", [6, 1])
def test_the_decoder(probes, rng, device, state, n):
    """`decode` returns logits, one per pixel, for any latents."""
    z = 30 * torch.randn(n, LATENT, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.decoded(state, z), decode(state, z))


@pytest.mark.asks("In evaluation mode they are decoded from mu.")
@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("n", [6, 1])
def test_evaluation_mode(probes, rng, device, state, n):
    """In evaluation mode the logits are decoded from mu, in every call."""
    x = draw_images(n, rng, device)
    outputs = probes.passed(state, x, training=False, calls=2)
    assert_close([output[0] for output in outputs], [decode(state, encode(state, x)[0])] * 2)


@pytest.mark.asks("`model(x)` returns `(logits, mu, logvar)`.")
@pytest.mark.concept("autoencoders/two-heads")
@pytest.mark.parametrize("training", [True, False])
def test_mean_and_log_variance(probes, state, x, training):
    """The model also returns mu and logvar, in both modes."""
    assert_close(probes.passed(state, x, training)[0][1:], list(encode(state, x)))


@pytest.mark.asks(
    "In training mode the logits are decoded from a sample z: normally distributed with mean mu and variance exp(logvar), independent"
)
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.concept("autoencoders/reparameterization-formula")
def test_training_mode(probes, rng, device, state):
    """In training mode the latent is a sample with mean mu and variance exp(logvar), independent for each element."""
    (noise,) = noise_of_calls(probes, rng, device, state, 1)
    is_standard_normal(noise, "(z − mu) / std")
    is_standard_normal(noise.sum(1) / LATENT**0.5, "the sum of the noise over a latent, over √3,")
    is_standard_normal(noise.view(-1, 10, LATENT).sum(1) / 10**0.5, "the sum of the noise of ten latents, over √10,")


@pytest.mark.asks("new in each call, and differentiable with respect to mu and logvar")
@pytest.mark.concept("autoencoders/reparameterization-formula")
def test_new_noise_in_each_call(probes, rng, device, state):
    """In training mode each call samples new noise."""
    first, second = noise_of_calls(probes, rng, device, state, 2)
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.asks(
    "`negative_elbo(logits, x, mu, logvar)` returns a scalar tensor",
    "The loss is the mean of reconstruction + KL divergence over the images.",
)
@pytest.mark.concept("autoencoders/one-scale")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize(("n", "pixels", "latent"), [(6, 12, 3), (1, 12, 3), (5, 1, 4), (4, 9, 1)])
def test_the_loss(probes, rng, device, n, pixels, latent):
    """The loss is the mean over images of reconstruction plus KL divergence."""
    inputs = draw_loss(n, pixels, latent, rng, device)
    assert_close(probes.loss(*inputs), expected_loss(*inputs))


@pytest.mark.asks("Reconstruction: the binary cross-entropy between the logits and x, **summed** over the pixels of an image.")
@pytest.mark.concept("autoencoders/one-scale")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
def test_the_reconstruction(probes, rng, device):
    """Where mu and logvar are 0, the loss is the binary cross-entropy, summed over the pixels of an image."""
    logits, x, mu, _ = draw_loss(5, 12, 3, rng, device)
    zero = torch.zeros_like(mu)
    assert_close(probes.loss(logits, x, zero, zero), expected_loss(logits, x, zero, zero))


@pytest.mark.asks("KL divergence of N(mu, exp(logvar)) from N(0, 1)")
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.concept("autoencoders/kl-sums-over-the-latent")
def test_the_kl_divergence(probes, rng, device):
    """The KL term of the loss is ½ · (mu² + exp(logvar) − 1 − logvar), summed over the latent dimensions."""
    logits, x, mu, logvar = draw_loss(5, 12, 3, rng, device)
    zero = torch.zeros_like(mu)
    added = probes.loss(logits, x, mu, logvar) - probes.loss(logits, x, zero, zero)
    assert_close(added, expected_loss(logits, x, mu, logvar) - expected_loss(logits, x, zero, zero))


@pytest.mark.asks("A logit of 200 at a pixel of 0 costs 200, not inf and not less.")
@pytest.mark.concept("classification/bce-with-logits")
def test_large_logits(probes, device):
    """A logit of 200 at a pixel of 0 adds 200 to the loss, also in float32, and has a gradient of 1."""
    logits, x = torch.tensor([[200.0, -200.0, 0.0]], device=device), torch.tensor([[0.0, 0.0, 1.0]], device=device)
    zero = torch.zeros(1, 2, device=device)
    assert_close(probes.loss(logits, x, zero, zero), torch.tensor(200 + math.log(2), device=device))
    assert_close(probes.loss_gradients(logits, x, zero, zero)[0], torch.tensor([[1.0, 0.0, -0.5]], device=device))


@pytest.mark.asks("`negative_elbo(logits, x, mu, logvar)` returns a scalar tensor")
@pytest.mark.parametrize(("n", "pixels", "latent"), [(6, 12, 3), (1, 4, 1)])
def test_gradients_of_the_loss(probes, rng, device, n, pixels, latent):
    """The gradients of the loss with respect to logits, mu and logvar are right."""
    logits, x, mu, logvar = draw_loss(n, pixels, latent, rng, device)
    leaves = [part.clone().requires_grad_() for part in (logits, mu, logvar)]
    gradients = torch.autograd.grad(expected_loss(leaves[0], x, *leaves[1:]), leaves)
    seen = probes.loss_gradients(logits, x, mu, logvar)
    assert [gradient is not None for gradient in seen] == [True] * 3, "whether a gradient reaches logits, mu and logvar"
    assert_close(seen, list(gradients))


@pytest.mark.asks(
    "and differentiable with respect to mu and logvar", "Images are rows of x, shape (N, n_pixels), with values from 0 to 1, N ≥ 1."
)
@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize("n", [6, 1])
def test_a_training_pass(probes, rng, device, state, n):
    """Given the sampled z, the loss and its gradient with respect to every parameter are right."""
    x = draw_images(n, rng, device)
    seen = probes.trained(state, x)
    leaves = {key: value.clone().requires_grad_() for key, value in state.items()}
    mu, logvar = encode(leaves, x)
    noise = ((latent_of(state, seen["logits"]) - mu) / (logvar / 2).exp()).detach()
    loss = expected_loss(decode(leaves, mu + (logvar / 2).exp() * noise), x, mu, logvar)
    gradients = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    assert [name for name, gradient in seen["gradients"].items() if gradient is None] == [], "parameters without a gradient"
    # The noise is recovered by least squares, to about ten digits.
    assert_close(seen["loss"], loss.detach(), rtol=1e-6, atol=1e-6)
    assert_close(seen["gradients"], gradients, rtol=1e-6, atol=1e-6)


@pytest.mark.asks("No argument is modified.")
def test_the_arguments_stay(probes, rng, device, state, x):
    """Neither the model nor the loss modifies its arguments."""
    assert_close(probes.images_afterwards(state, x), x, rtol=0, atol=0)
    inputs = draw_loss(5, 12, 3, rng, device)
    assert_close(probes.inputs_of_the_loss_afterwards(*inputs), inputs, rtol=0, atol=0)


@pytest.mark.asks("returns the decoded images, shape (n, n_pixels), as probabilities, not logits")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
@pytest.mark.parametrize("n", [6, 1])
def test_new_images(probes, state, n):
    """`sample` returns n decoded images, as probabilities between 0 and 1."""
    (images,) = probes.drawn(state, n)
    assert tuple(images.shape) == (n, PIXELS), "shape of the images"
    assert images.min() >= 0, "smallest probability"
    assert images.max() <= 1, "largest probability"
    logits = torch.logit(images)
    assert_close(decode(state, latent_of(state, logits)), logits)


@pytest.mark.asks("`model.sample(n)` draws n latents from the standard normal")
@pytest.mark.concept("autoencoders/sample-from-the-prior")
def test_the_latents_of_new_images(probes, state):
    """`sample` draws its latents from the standard normal, independent of each other and new in each call."""
    first, second = (latent_of(state, torch.logit(images)) for images in probes.drawn(state, 2000, calls=2))
    is_standard_normal(first, "the latent")
    is_standard_normal(first.sum(1) / LATENT**0.5, "the sum over a latent, over √3,")
    is_standard_normal(first.view(-1, 10, LATENT).sum(1) / 10**0.5, "the sum of ten latents, over √10,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the latents of two calls, over √2,")


@pytest.mark.asks("Dtype and device are those of the model's parameters.")
@pytest.mark.concept("autoencoders/sample-from-the-prior")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_new_images(probes, state, dtype):
    """New images have the dtype of the model's parameters."""
    (images,) = probes.drawn({key: value.to(dtype) for key, value in state.items()}, 2)
    assert images.dtype == dtype, "dtype of the images"


@pytest.mark.asks("Dtype and device are those of the model's parameters.")
def test_another_device(probes, state):
    """New images are on the device of the model's parameters."""
    assert probes.drawn_elsewhere(state, 2, NO_VALUES) == f"(2, {PIXELS}) on {NO_VALUES}", "shape and device of the images"


def noise_of_calls(probes, rng, device, state, calls):
    """The noise in the latents of many images, in each of so many calls in training mode."""
    x = draw_images(2000, rng, device)
    mu, logvar = encode(state, x)
    return [(latent_of(state, output[0]) - mu) / (logvar / 2).exp() for output in probes.passed(state, x, training=True, calls=calls)]


def draw_loss(n, pixels, latent, rng, device):
    """Logits, pixels, mu and logvar."""
    logits, mu, logvar = (torch.randn(n, size, generator=rng, dtype=DOUBLE).to(device) for size in (pixels, latent, latent))
    return [logits, torch.rand(n, pixels, generator=rng, dtype=DOUBLE).to(device), mu, logvar]


def draw_state(rng, device):
    shapes = {"hidden": (HIDDEN, PIXELS), "to_mu": (LATENT, HIDDEN), "to_logvar": (LATENT, HIDDEN)}
    shapes |= {"decoder.0": (HIDDEN, LATENT), "decoder.2": (PIXELS, HIDDEN)}
    state = {}
    for name, (out, into) in shapes.items():
        state[f"{name}.weight"] = torch.randn(out, into, generator=rng, dtype=DOUBLE) / into**0.5
        state[f"{name}.bias"] = torch.randn(out, generator=rng, dtype=DOUBLE)
    state["decoder.0.weight"] = orthogonal(HIDDEN, LATENT, rng)
    state["decoder.2.weight"] = orthogonal(PIXELS, HIDDEN, rng)
    state["decoder.0.bias"] += 1000  # every ReLU is active
    state["decoder.2.bias"] -= state["decoder.2.weight"] @ state["decoder.0.bias"]  # and the logits are still small
    return {key: value.to(device) for key, value in state.items()}


def orthogonal(n, k, rng):
    return torch.linalg.qr(torch.randn(n, k, generator=rng, dtype=DOUBLE)).Q


def draw_images(n, rng, device):
    return torch.rand(n, PIXELS, generator=rng, dtype=DOUBLE).to(device)


def encode(state, x):
    h = (x @ state["hidden.weight"].T + state["hidden.bias"]).clamp(min=0)
    return tuple(h @ state[f"{name}.weight"].T + state[f"{name}.bias"] for name in ("to_mu", "to_logvar"))


def decode(state, z):
    h = (z @ state["decoder.0.weight"].T + state["decoder.0.bias"]).clamp(min=0)
    return h @ state["decoder.2.weight"].T + state["decoder.2.bias"]


def latent_of(state, logits):
    """The latents that these logits were decoded from, provided that every hidden unit is active."""
    matrix = state["decoder.2.weight"] @ state["decoder.0.weight"]
    shift = state["decoder.2.weight"] @ state["decoder.0.bias"] + state["decoder.2.bias"]
    return (logits.detach() - shift) @ torch.linalg.pinv(matrix).T


def expected_loss(logits, x, mu, logvar):
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    log_p = Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(1)
    return (kl_divergence(Normal(mu, (logvar / 2).exp()), standard).sum(1) - log_p).mean()


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_POSITIVE) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
