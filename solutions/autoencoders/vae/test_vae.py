"""The parts against matrix products, the loss against torch.distributions; the noise is worked out from the logits, then all is exact.

The decoder's hidden units are given so large a bias that none is switched off. So it is a linear map of rank n_code, and least squares say
which code it was given.
"""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close

DOUBLE = torch.float64
PIXELS, HIDDEN, CODE = 12, 7, 3
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, eight comparisons a run: a right answer fails in fewer than
# one of 10⁸ runs.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def x(rng, device):
    return draw_pictures(6, rng, device)


@pytest.mark.asks(
    "`encode(x)` returns two tensors of shape (N, n_code)",
    "Both come from the same hidden layer, through a ReLU;",
    "they themselves are not bent",
    "Write the four methods of `VAE(n_pixels, n_hidden, n_code)`",
)
@pytest.mark.concept("autoencoders/two-heads")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("n", [6, 1])
def test_the_encoder(probes, rng, device, n, dtype):
    """`encode` gives the means and the log-variances, (N, n_code) each, with a ReLU on the hidden layer and none on the heads."""
    state = {key: value.to(dtype) for key, value in draw_state(rng, device).items()}
    x = draw_pictures(n, rng, device).to(dtype)
    assert_close(probes.encoded(state, x), list(encode(state, x)), rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows


@pytest.mark.asks("`decode(z)` maps codes to **logits** of shape (N, n_pixels)")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
@pytest.mark.parametrize("n", [6, 1])
def test_the_decoder(probes, rng, device, state, n):
    """`decode` gives logits, one per pixel, of any latents."""
    z = 30 * torch.randn(n, CODE, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.decoded(state, z), decode(state, z))


@pytest.mark.asks("In evaluation mode they are those of mu.")
@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("n", [6, 1])
def test_evaluation_mode(probes, rng, device, state, n):
    """In evaluation mode the logits are those of the means, each time."""
    x = draw_pictures(n, rng, device)
    outputs = probes.passed(state, x, training=False, calls=2)
    assert_close([output[0] for output in outputs], [decode(state, encode(state, x)[0])] * 2)


@pytest.mark.asks("`model(x)` returns `(logits, mu, logvar)`.")
@pytest.mark.concept("autoencoders/two-heads")
@pytest.mark.parametrize("training", [True, False])
def test_mean_and_log_variance(probes, state, x, training):
    """The model also returns mu and logvar, in both modes."""
    assert_close(probes.passed(state, x, training)[0][1:], list(encode(state, x)))


@pytest.mark.asks(
    "In training mode the logits are those of a sample: normal, with mean mu and variance exp(logvar), independent for each number"
)
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.concept("autoencoders/reparameterisation-formula")
def test_training_mode(probes, rng, device, state):
    """In training mode the latent is a sample with mean mu and variance exp(logvar), independent for each element."""
    (noise,) = noise_of_calls(probes, rng, device, state, 1)
    is_standard_normal(noise, "(z − mu) / std")
    is_standard_normal(noise.sum(1) / CODE**0.5, "the sum of the noise over a row, over √3,")
    is_standard_normal(noise.view(-1, 10, CODE).sum(1) / 10**0.5, "the sum of the noise of ten rows, over √10,")


@pytest.mark.asks("new in each call, and differentiable in mu and logvar")
@pytest.mark.concept("autoencoders/reparameterisation-formula")
def test_another_call_draws_again(probes, rng, device, state):
    """In training mode each call draws a new sample."""
    first, second = noise_of_calls(probes, rng, device, state, 2)
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.asks(
    "`negative_elbo(logits, x, mu, logvar)` returns a single number",
    "Both are on one scale then;",
    "their sum is averaged over the pictures",
)
@pytest.mark.concept("autoencoders/one-scale")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize(("n", "pixels", "code"), [(6, 12, 3), (1, 12, 3), (5, 1, 4), (4, 9, 1)])
def test_the_loss(probes, rng, device, n, pixels, code):
    """The loss is the mean over images of reconstruction plus divergence."""
    inputs = draw_loss(n, pixels, code, rng, device)
    assert_close(probes.loss(*inputs), expected_loss(*inputs))


@pytest.mark.asks("Reconstruction: the binary cross-entropy between the logits and x, **summed** over the pixels of a picture.")
@pytest.mark.concept("autoencoders/one-scale")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
def test_the_reconstruction(probes, rng, device):
    """Where mu and logvar are 0, the loss is the binary cross-entropy, summed over the pixels of an image."""
    logits, x, mu, _ = draw_loss(5, 12, 3, rng, device)
    zero = torch.zeros_like(mu)
    assert_close(probes.loss(logits, x, zero, zero), expected_loss(logits, x, zero, zero))


@pytest.mark.asks("Divergence of N(mu, exp(logvar)) from N(0, 1)")
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.concept("autoencoders/kl-sums-over-the-code")
def test_the_divergence(probes, rng, device):
    """What mu and logvar add to the loss is the divergence, ½ · (mu² + exp(logvar) − 1 − logvar), summed over a latent."""
    logits, x, mu, logvar = draw_loss(5, 12, 3, rng, device)
    zero = torch.zeros_like(mu)
    added = probes.loss(logits, x, mu, logvar) - probes.loss(logits, x, zero, zero)
    assert_close(added, expected_loss(logits, x, mu, logvar) - expected_loss(logits, x, zero, zero))


@pytest.mark.asks("Where a logit of 200 meets a pixel of 0 that is 200, not infinite and not less.")
@pytest.mark.concept("classification/bce-with-logits")
def test_large_logits(probes, device):
    """A logit of 200 at a pixel of 0 adds 200 to the loss, in float32, too, and has a gradient of 1."""
    logits, x = torch.tensor([[200.0, -200.0, 0.0]], device=device), torch.tensor([[0.0, 0.0, 1.0]], device=device)
    zero = torch.zeros(1, 2, device=device)
    assert_close(probes.loss(logits, x, zero, zero), torch.tensor(200 + math.log(2), device=device))
    assert_close(probes.loss_gradients(logits, x, zero, zero)[0], torch.tensor([[1.0, 0.0, -0.5]], device=device))


@pytest.mark.asks("`negative_elbo(logits, x, mu, logvar)` returns a single number")
@pytest.mark.parametrize(("n", "pixels", "code"), [(6, 12, 3), (1, 4, 1)])
def test_gradients_of_the_loss(probes, rng, device, n, pixels, code):
    """The gradients of the loss with respect to logits, mu and logvar are right."""
    logits, x, mu, logvar = draw_loss(n, pixels, code, rng, device)
    leaves = [part.clone().requires_grad_() for part in (logits, mu, logvar)]
    gradients = torch.autograd.grad(expected_loss(leaves[0], x, *leaves[1:]), leaves)
    seen = probes.loss_gradients(logits, x, mu, logvar)
    assert [gradient is not None for gradient in seen] == [True] * 3, "whether a gradient reaches logits, mu and logvar"
    assert_close(seen, list(gradients))


@pytest.mark.asks("and differentiable in mu and logvar", "Pictures are rows x of shape (N, n_pixels), numbers from 0 to 1, N ≥ 1.")
@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize("n", [6, 1])
def test_a_training_pass(probes, rng, device, state, n):
    """For the sample that was drawn, the loss and its gradient with respect to every parameter are right."""
    x = draw_pictures(n, rng, device)
    seen = probes.trained(state, x)
    leaves = {key: value.clone().requires_grad_() for key, value in state.items()}
    mu, logvar = encode(leaves, x)
    noise = ((code_of(state, seen["logits"]) - mu) / (logvar / 2).exp()).detach()
    loss = expected_loss(decode(leaves, mu + (logvar / 2).exp() * noise), x, mu, logvar)
    gradients = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    assert [name for name, gradient in seen["gradients"].items() if gradient is None] == [], "parameters without a gradient"
    # The noise comes from least squares, exact to some ten digits.
    assert_close(seen["loss"], loss.detach(), rtol=1e-6, atol=1e-6)
    assert_close(seen["gradients"], gradients, rtol=1e-6, atol=1e-6)


@pytest.mark.asks("No argument is changed.")
def test_the_arguments_stay(probes, rng, device, state, x):
    """Neither the model nor the loss changes its arguments."""
    assert_close(probes.images_afterwards(state, x), x, rtol=0, atol=0)
    inputs = draw_loss(5, 12, 3, rng, device)
    assert_close(probes.inputs_of_the_loss_afterwards(*inputs), inputs, rtol=0, atol=0)


@pytest.mark.asks("returns the pictures they decode to, (n, n_pixels): the probabilities, from 0 to 1, not logits")
@pytest.mark.concept("autoencoders/decoder-gives-logits")
@pytest.mark.parametrize("n", [6, 1])
def test_new_images(probes, state, n):
    """`sample` gives n images of probabilities that some latents decode to."""
    (images,) = probes.drawn(state, n)
    assert tuple(images.shape) == (n, PIXELS), "shape of the images"
    assert images.min() >= 0, "smallest probability"
    assert images.max() <= 1, "largest probability"
    logits = torch.logit(images)
    assert_close(decode(state, code_of(state, logits)), logits)


@pytest.mark.asks("`model.sample(n)` draws n codes from the standard normal")
@pytest.mark.concept("autoencoders/sample-from-the-prior")
def test_the_latents_of_new_images(probes, state):
    """`sample` draws its latents from the standard normal, independent of each other and new in each call."""
    first, second = (code_of(state, torch.logit(images)) for images in probes.drawn(state, 2000, calls=2))
    is_standard_normal(first, "the latent")
    is_standard_normal(first.sum(1) / CODE**0.5, "the sum over a latent, over √3,")
    is_standard_normal(first.view(-1, 10, CODE).sum(1) / 10**0.5, "the sum of ten latents, over √10,")
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
    x = draw_pictures(2000, rng, device)
    mu, logvar = encode(state, x)
    return [(code_of(state, output[0]) - mu) / (logvar / 2).exp() for output in probes.passed(state, x, training=True, calls=calls)]


def draw_loss(n, pixels, code, rng, device):
    """Logits, pixels, mu and logvar."""
    logits, mu, logvar = (torch.randn(n, size, generator=rng, dtype=DOUBLE).to(device) for size in (pixels, code, code))
    return [logits, torch.rand(n, pixels, generator=rng, dtype=DOUBLE).to(device), mu, logvar]


def draw_state(rng, device):
    shapes = {"hidden": (HIDDEN, PIXELS), "to_mu": (CODE, HIDDEN), "to_logvar": (CODE, HIDDEN)}
    shapes |= {"decoder.0": (HIDDEN, CODE), "decoder.2": (PIXELS, HIDDEN)}
    state = {}
    for name, (out, into) in shapes.items():
        state[f"{name}.weight"] = torch.randn(out, into, generator=rng, dtype=DOUBLE) / into**0.5
        state[f"{name}.bias"] = torch.randn(out, generator=rng, dtype=DOUBLE)
    state["decoder.0.weight"] = orthogonal(HIDDEN, CODE, rng)
    state["decoder.2.weight"] = orthogonal(PIXELS, HIDDEN, rng)
    state["decoder.0.bias"] += 1000  # no unit is ever switched off
    state["decoder.2.bias"] -= state["decoder.2.weight"] @ state["decoder.0.bias"]  # and the logits are small all the same
    return {key: value.to(device) for key, value in state.items()}


def orthogonal(n, k, rng):
    return torch.linalg.qr(torch.randn(n, k, generator=rng, dtype=DOUBLE)).Q


def draw_pictures(n, rng, device):
    return torch.rand(n, PIXELS, generator=rng, dtype=DOUBLE).to(device)


def encode(state, x):
    h = (x @ state["hidden.weight"].T + state["hidden.bias"]).clamp(min=0)
    return tuple(h @ state[f"{name}.weight"].T + state[f"{name}.bias"] for name in ("to_mu", "to_logvar"))


def decode(state, z):
    h = (z @ state["decoder.0.weight"].T + state["decoder.0.bias"]).clamp(min=0)
    return h @ state["decoder.2.weight"].T + state["decoder.2.bias"]


def code_of(state, logits):
    """The code that these logits were decoded from, as long as no hidden unit was switched off."""
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
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
