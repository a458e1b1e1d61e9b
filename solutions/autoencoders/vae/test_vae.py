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
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, six comparisons a run: a right answer fails in fewer than one
# of 10⁸ runs.
FALSE_ALARM = 1e-9


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.fixture
def x(rng, device):
    return draw_pictures(6, rng, device)


@pytest.mark.concept("autoencoders/two-heads")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("n", [6, 1])
def test_the_encoder(probes, rng, device, n, dtype):
    """`encode` gives the means and the log-variances, (N, n_code) each, in the precision of the model."""
    state = {key: value.to(dtype) for key, value in draw_state(rng, device).items()}
    x = draw_pictures(n, rng, device).to(dtype)
    assert_close(probes.encoded(state, x), list(encode(state, x)), rtol=1e-4, atol=1e-5)  # in float32 the order of sums shows


@pytest.mark.concept("autoencoders/decoder-gives-logits")
@pytest.mark.parametrize("n", [6, 1])
def test_the_decoder(probes, rng, device, state, n):
    """`decode` gives logits, one a pixel, of any codes."""
    z = 30 * torch.randn(n, CODE, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.decoded(state, z), decode(state, z))


@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("n", [6, 1])
def test_evaluation_mode(probes, rng, device, state, n):
    """In evaluation mode the logits are those of the means, each time, and the pictures are not changed."""
    x = draw_pictures(n, rng, device)
    mu, logvar = encode(state, x)
    seen = probes.passed(state, x, training=False, calls=2)
    assert_close(seen["outputs"], [[decode(state, mu), mu, logvar]] * 2)
    assert_close(seen["x"], x, rtol=0, atol=0)


@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.concept("autoencoders/reparameterisation-formula")
def test_training_mode(probes, rng, device, state):
    """In training mode the code is a sample with its mean mu and its variance exp(logvar), new for each number and in each call."""
    x = draw_pictures(2000, rng, device)
    mu, logvar = encode(state, x)
    outputs = probes.passed(state, x, training=True, calls=2)["outputs"]
    for output in outputs:
        assert_close(output[1:], [mu, logvar])
    first, second = ((code_of(state, output[0]) - mu) / (logvar / 2).exp() for output in outputs)
    is_standard_normal(first, "(z − mu) / std")
    is_standard_normal(first.sum(1) / CODE**0.5, "the sum of the noise over a row")
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls")


@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize("n", [6, 1])
def test_a_training_pass(probes, rng, device, state, n):
    """For the sample that was drawn, the loss and its gradient at every parameter are right."""
    x = draw_pictures(n, rng, device)
    seen = probes.trained(state, x)
    leaves = {key: value.clone().requires_grad_() for key, value in state.items()}
    mu, logvar = encode(leaves, x)
    noise = ((code_of(state, seen["logits"]) - mu) / (logvar / 2).exp()).detach()
    loss = expected_loss(decode(leaves, mu + (logvar / 2).exp() * noise), x, mu, logvar)
    gradients = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    assert None not in seen["gradients"].values(), "a parameter got no gradient"
    # The noise comes from least squares, exact to some ten digits.
    assert_close(seen["loss"], loss.detach(), rtol=1e-6, atol=1e-6)
    assert_close(seen["gradients"], gradients, rtol=1e-6, atol=1e-6)


@pytest.mark.concept("autoencoders/one-scale")
@pytest.mark.concept("autoencoders/elbo-parts")
@pytest.mark.parametrize(("n", "pixels", "code"), [(6, 12, 3), (1, 12, 3), (5, 1, 4), (4, 9, 1)])
def test_the_loss(probes, rng, device, n, pixels, code):
    """The loss is the mean over pictures of both parts, each a sum, and so are its gradients; its inputs are not changed."""
    logits, mu, logvar = ((torch.randn(n, size, generator=rng, dtype=DOUBLE)).to(device) for size in (pixels, code, code))
    x = torch.rand(n, pixels, generator=rng, dtype=DOUBLE).to(device)
    leaves = [part.clone().requires_grad_() for part in (logits, mu, logvar)]
    loss = expected_loss(leaves[0], x, *leaves[1:])
    gradients = torch.autograd.grad(loss, leaves)
    seen = probes.loss(logits, x, mu, logvar)
    assert_close(seen["loss"], loss.detach())
    assert all(g is not None for g in seen["gradients"]), "the gradient does not reach all of logits, mu and logvar"
    assert_close(seen["gradients"], list(gradients))
    assert_close(seen["inputs"], [x, logits, mu, logvar], rtol=0, atol=0)


@pytest.mark.concept("classification/bce-with-logits")
def test_large_logits(probes, device):
    """A logit of 200 at a pixel of 0 adds 200 to the loss, in float32, too, and has a gradient of 1."""
    logits, x = torch.tensor([[200.0, -200.0, 0.0]], device=device), torch.tensor([[0.0, 0.0, 1.0]], device=device)
    zero = torch.zeros(1, 2, device=device)
    seen = probes.loss(logits, x, zero, zero)
    assert_close(seen["loss"], torch.tensor(200 + math.log(2), device=device))
    assert_close(seen["gradients"][0], torch.tensor([[1.0, 0.0, -0.5]], device=device))


@pytest.mark.concept("autoencoders/sample-from-the-prior")
def test_new_pictures(probes, state):
    """`sample` gives probabilities that come from codes of the standard normal, independent of each other and new in each call."""
    draws = probes.drawn(state, 2000, calls=2)
    assert [tuple(pictures.shape) for pictures in draws] == [(2000, PIXELS)] * 2
    assert all(((pictures >= 0) & (pictures <= 1)).all() for pictures in draws), "a probability is not between 0 and 1"
    first, second = (code_of(state, torch.logit(pictures)) for pictures in draws)
    is_standard_normal(first, "the code")
    is_standard_normal(first.sum(1) / CODE**0.5, "the sum over a code")
    is_standard_normal((first + second) / 2**0.5, "the sum of the codes of two calls")


def test_one_new_picture(probes, state):
    """A single picture can be drawn, too, and has the precision of the model."""
    (picture,) = probes.drawn(state, 1)
    assert (tuple(picture.shape), picture.dtype) == ((1, PIXELS), DOUBLE)
    logits = torch.logit(picture)
    assert_close(decode(state, code_of(state, logits)), logits)


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
