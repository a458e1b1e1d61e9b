"""Training against a reference that uses torch.autograd.grad for one network at a time; samples by the noise recovered from them.

The quality of a GAN's samples after some steps has no known distribution: whether a mode is missed depends on the initialization. So no
limit on the quality has a known false-positive rate, and none is set here. What is tested is known exactly: the weights at the end, equal
to the reference's, and the distribution of the samples, given the weights.
"""

import math

import pytest
import torch
from torch import nn
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = (6, 4, 2, 5, 5, 3, 6)
# With 10⁻⁹ per comparison and five comparisons per run, a correct answer fails in fewer than one of 10⁸ runs.
# The limits are computed below.
FALSE_POSITIVE = 1e-9
# The only device apart from the CPU that every machine has. It has shapes but no values, and does not mix with others.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "`sample_noise(n)` returns noise for n samples, new in each call.",
        "`criterion` below is that of adversarial/gan_step.",
        "Write the functions `train_gan` and `sample`.",
        "Their settings decide whether a GAN trains",
    )
]


@pytest.fixture
def states(rng, device):
    return draw_states(rng, device, width=2)


@pytest.fixture
def batches(rng, device):
    return [torch.randn(n, 2, generator=rng, dtype=DOUBLE).to(device) + 1 for n in SIZES]


@pytest.fixture
def noises(rng, device):
    return [torch.randn(8, 3, generator=rng, dtype=DOUBLE).to(device) for _ in range(2 * len(SIZES))]


@pytest.mark.asks("After every `d_steps` discriminator steps take one generator step", "`sample_noise` is called once per step")
@pytest.mark.concept("gan/balance")
@pytest.mark.concept("gan/d-steps")
@pytest.mark.parametrize("d_steps", [1, 3])
def test_the_training_noise(probes, states, batches, noises, d_steps):
    """Noise is sampled once per step, for as many samples as the last batch has."""
    sizes = probes.trained(states, batches, noises, 0.02, d_steps)["sizes"]
    assert sizes == [n for _, n in steps_taken(d_steps)], "sizes with which noise was sampled"


@pytest.mark.asks("and the generator's forward runs once per step")
@pytest.mark.concept("gan/generators-own-step")
@pytest.mark.parametrize("d_steps", [2])
def test_runs_of_the_generator(probes, states, batches, noises, d_steps):
    """The generator's forward runs once per step of each network."""
    assert probes.trained(states, batches, noises, 0.02, d_steps)["runs"] == len(steps_taken(d_steps)), (
        "number of forward passes of the generator"
    )


@pytest.mark.asks(
    "`train_gan(generator, discriminator, batches, sample_noise, lr, d_steps=1)` trains both networks",
    "`batches` yields batches of real samples, each of N ≥ 2",
    "Each network has one Adam optimizer for the whole training, with this `lr` and betas (0.5, 0.999).",
    "For each batch take one discriminator step",
    "The loss is the mean of −ln D over the real samples plus",
    "with new noise for as many samples as the last batch has.",
    "The loss is the mean of −ln D over the fake samples.",
)
@pytest.mark.concept("gan/alternate")
@pytest.mark.concept("gan/betas")
@pytest.mark.parametrize(("d_steps", "lr"), [(1, 0.02), (2, 0.003), (3, 0.02)])
def test_both_networks_after_the_training(probes, states, batches, noises, lr, d_steps):
    """After seven batches of different sizes both networks have the reference's weights, for `d_steps` of 1, 2 and 3."""
    seen, expected = probes.trained(states, batches, noises, lr, d_steps), reference(states, batches, noises, lr, d_steps)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("With `d_steps=1` the two alternate.")
@pytest.mark.concept("gan/alternate")
def test_alternating_by_default(probes, states, batches, noises):
    """By default discriminator and generator steps alternate."""
    seen, expected = probes.trained(states, batches, noises, 0.02), reference(states, batches, noises, 0.02, 1)
    assert seen["sizes"] == [n for _, n in steps_taken(1)], "sizes with which noise was sampled"
    assert_close(seen["generator"], expected["generator"])


@pytest.mark.asks("to be used in this order")
def test_batches_from_an_iterator(probes, states, batches, noises):
    """The batches may be an iterator, which yields each batch only once."""
    seen = probes.trained(states, batches, noises, 0.02, 2, once=True)
    assert_close(seen["discriminator"], reference(states, batches, noises, 0.02, 2)["discriminator"])


@pytest.mark.asks("Both networks train in training mode, whatever their previous mode.")
@pytest.mark.concept("gan/both-in-training-mode")
def test_networks_in_evaluation_mode_before(probes, states, batches, noises):
    """Both networks train in training mode, also if they were in evaluation mode before."""
    seen, expected = probes.trained(states, batches, noises, 0.02, 1, mode=False), reference(states, batches, noises, 0.02, 1)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("Gradients left over from earlier do not count.")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_stale_gradients(probes, states, batches, noises):
    """Gradients left over from earlier do not count."""
    seen, expected = probes.trained(states, batches, noises, 0.02, 2, stale=10.0), reference(states, batches, noises, 0.02, 2)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("Each step uses the gradient of its own loss only, and nothing of the discriminator's loss reaches the generator.")
@pytest.mark.concept("gan/why-detach")
@pytest.mark.parametrize("d_steps", [2])
def test_what_reaches_the_generator(probes, states, batches, noises, d_steps):
    """Gradients reach the generator once per generator step, from its own loss, and never in the discriminator's steps."""
    arrived = probes.trained(states, batches, noises, 0.02, d_steps)["arrived"]
    expected = reference(states, batches, noises, 0.02, d_steps)["arrived"]
    assert len(arrived) == len(expected), "number of times that a gradient reached the generator"
    assert_close(arrived, expected)


@pytest.mark.asks("It returns a list with a pair of Python floats per generator step")
@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.parametrize("d_steps", [3])
def test_pairs_of_floats(probes, states, batches, noises, d_steps):
    """The history is a list with a pair of Python floats per generator step."""
    history = probes.trained(states, batches, noises, 0.02, d_steps)["history"]
    assert isinstance(history, list), "train_gan does not return a list"
    types = [[type(loss).__name__ for loss in pair] for pair in history]
    assert types == [["float", "float"]] * (len(batches) // d_steps), "types of the losses"


@pytest.mark.asks("the loss of the last discriminator step, and its own loss")
@pytest.mark.concept("gan/equilibrium-losses")
@pytest.mark.parametrize("d_steps", [1, 3])
def test_the_history(probes, states, batches, noises, d_steps):
    """Each pair of the history is the loss of the last discriminator step, and the loss of the generator step."""
    history = [[float(loss) for loss in pair] for pair in probes.trained(states, batches, noises, 0.02, d_steps)["history"]]
    assert_close(history, reference(states, batches, noises, 0.02, d_steps)["history"])


@pytest.mark.asks("`sample(generator, n, noise_dim)` returns n generated samples")
@pytest.mark.concept("gan/noise-of-the-generator")
@pytest.mark.parametrize(("n", "noise_dim"), [(5, 3), (1, 4), (4, 1)])
def test_the_shape_of_the_samples(probes, rng, device, n, noise_dim):
    """`sample` returns n samples, from noise of shape (n, noise_dim)."""
    seen = probes.sampled(torch.randn(2, noise_dim, generator=rng, dtype=DOUBLE).to(device), draw_bias(rng, device), n)
    assert tuple(seen["samples"][0].shape) == (n, 2), "shape of the samples"


@pytest.mark.asks("The generator is in evaluation mode while it samples")
@pytest.mark.concept("gan/sample-in-evaluation-mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, device, training):
    """`sample` uses evaluation mode in the generator and all submodules."""
    bias = draw_bias(rng, device)
    # With weights of zero the sample is the bias, whatever the noise; the mode changes it.
    assert_close(probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, mode=training)["samples"][0], bias[None])


@pytest.mark.asks("and the previous mode is restored")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, device, training):
    """`sample` restores the previous mode."""
    bias = draw_bias(rng, device)
    seen = probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, mode=training)
    assert_close(seen["afterwards"], 1.5 * bias[None] + 2 if training else bias[None])


@pytest.mark.asks("No graph is built.")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph(probes, rng, device):
    """`sample` builds no autograd graph."""
    bias = draw_bias(rng, device)
    seen = probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, recorded=5.0)
    assert not seen["requires gradient"], "the samples require a gradient"
    assert_close(seen["samples"][0], bias[None])


@pytest.mark.asks("with the dtype and device of the generator's parameters")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_the_samples(probes, rng, device, dtype):
    """The samples have the dtype of the generator's parameters, float32 or float64."""
    weight, bias = torch.randn(2, 3, generator=rng, dtype=dtype).to(device), draw_bias(rng, device).to(dtype)
    assert probes.sampled(weight, bias, n=2)["samples"][0].dtype == dtype, "dtype of the samples"


@pytest.mark.asks("with the dtype and device of the generator's parameters")
def test_another_device(probes, rng, device):
    """The samples are on the device of the generator's parameters."""
    weight, bias = torch.randn(2, 3, generator=rng, dtype=DOUBLE).to(device), draw_bias(rng, device)
    assert probes.elsewhere(weight, bias, 4, NO_VALUES) == f"(4, 2) on {NO_VALUES}", "shape and device of the samples"


@pytest.mark.asks("The noise is standard normal, independent for each element, new in each call")
@pytest.mark.concept("gan/noise-of-the-generator")
def test_the_noise_of_the_samples(probes, rng, device):
    """The noise of the samples is standard normal, independent for each element and new in each call."""
    # The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at
    # most (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). For 1e-9 and n = 2000 that is d = 0.073.
    weight = torch.linalg.qr(torch.randn(3, 3, generator=rng, dtype=DOUBLE)).Q.to(device)
    bias = torch.randn(3, generator=rng, dtype=DOUBLE).to(device)
    samples = probes.sampled(weight, bias, n=2000, calls=2)["samples"]
    assert [tuple(each.shape) for each in samples] == [(2000, 3)] * 2
    first, second = ((each - bias) @ weight for each in samples)  # the inverse of a rotation is its transpose
    is_standard_normal(first, "the noise")
    is_standard_normal(first.sum(1) / 3**0.5, "the sum of the noise of a sample, over √3,")
    is_standard_normal(first.reshape(500, 4, 3).sum(1) / 2, "the sum of the noise of four samples, over 2,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.concept("gan/noise-of-the-generator")
def test_samples_after_a_training(probes, rng, device):
    """After 20 steps on a mixture of two Gaussians, the samples have the distribution of the reference's generator."""
    # Two sets of n samples from one distribution: the distance between their distribution functions exceeds d only if that of one of them
    # from the true one exceeds d/2, with probability 2·exp(−nd²/2) each. For 1e-9 and n = 4000 that is d = 0.105.
    n, states = 4000, draw_states(rng, device, width=1)
    batches = [mixture(16, rng).to(device) for _ in range(20)]
    noises = [torch.randn(16, 3, generator=rng, dtype=DOUBLE).to(device) for _ in range(40)]
    samples = probes.trained_and_sampled(states, batches, noises, 0.01, n)
    assert tuple(samples.shape) == (n, 1)
    generator = reference(states, batches, noises, 0.01, 1)["model"].eval()
    with torch.no_grad():
        expected = generator(torch.randn(n, 3, generator=rng, dtype=DOUBLE).to(device))
    distance, limit = two_samples(samples, expected), math.sqrt(2 * math.log(4 / FALSE_POSITIVE) / n)
    assert distance <= limit, f"the samples' distribution function differs by {distance:.3f} from the expected one, more than chance allows"


def steps_taken(d_steps):
    """Which network takes a step, and with how many samples, in the order of the steps."""
    steps = []
    for i, n in enumerate(SIZES):
        steps += [("discriminator", n)] + ([("generator", n)] if i % d_steps == d_steps - 1 else [])
    return steps


def draw_bias(rng, device):
    return torch.randn(2, generator=rng, dtype=DOUBLE).to(device)


def draw_states(rng, device, width):
    shapes = {
        # No bias before batch norm: its gradient is 0 up to rounding errors, which Adam would scale up to full steps.
        "generator": {"0.weight": (4, 3), "1.weight": (4,), "1.bias": (4,), "3.weight": (width, 4), "3.bias": (width,)},
        "discriminator": {"0.weight": (5, width), "0.bias": (5,), "2.weight": (1, 5), "2.bias": (1,)},
    }
    states = {name: {key: torch.randn(shape, generator=rng, dtype=DOUBLE) for key, shape in part.items()} for name, part in shapes.items()}
    statistics = {
        "1.running_mean": torch.zeros(4, dtype=DOUBLE),
        "1.running_var": torch.ones(4, dtype=DOUBLE),
        "1.num_batches_tracked": torch.tensor(0),
    }
    states["generator"] |= statistics
    return {name: {key: value.to(device) for key, value in part.items()} for name, part in states.items()}


def mixture(n, rng):
    """Half of the samples near −2, half near 2."""
    return (torch.randint(2, (n, 1), generator=rng) * 4 - 2) + 0.3 * torch.randn(n, 1, generator=rng, dtype=DOUBLE)


def reference(states, batches, noises, lr, d_steps):
    width = states["generator"]["3.bias"].shape[0]
    generator = nn.Sequential(nn.Linear(3, 4, bias=False), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, width))
    layers = nn.Sequential(nn.Linear(width, 5), nn.Tanh(), nn.Linear(5, 1))
    for model, name in ((generator, "generator"), (layers, "discriminator")):
        model.to(batches[0]).load_state_dict(states[name])
    g_adam, d_adam = Adam(generator, lr), Adam(layers, lr)
    left, history, arrived = iter(noises), [], []
    discriminator = lambda samples: 1.5 * layers(samples)  # noqa: E731 - scaled as in training mode
    for i, real in enumerate(batches):
        fake_logits = discriminator(generator(next(left)[: len(real)]))
        d_loss = -discriminator(real).sigmoid().log().mean() - (-fake_logits).sigmoid().log().mean()
        d_adam.step(d_loss)
        if i % d_steps == d_steps - 1:
            g_loss = -discriminator(generator(next(left)[: len(real)])).sigmoid().log().mean()
            arrived.append(g_adam.step(g_loss)[-1])
            history.append([d_loss.item(), g_loss.item()])
    known = {"generator": dict(generator.state_dict()), "discriminator": dict(layers.state_dict())}
    return {"history": history, "arrived": arrived, "model": generator, **known}


class Adam:
    """Adam with betas 0.5 and 0.999 for the parameters of one network."""

    def __init__(self, model, lr):
        self.weights, self.lr, self.t = list(model.parameters()), lr, 0
        self.mean, self.square = ([torch.zeros_like(w) for w in self.weights] for _ in range(2))

    def step(self, loss):
        self.t += 1
        gradients = torch.autograd.grad(loss, self.weights)
        for i, (w, g) in enumerate(zip(self.weights, gradients, strict=True)):
            self.mean[i] = 0.5 * self.mean[i] + 0.5 * g
            self.square[i] = 0.999 * self.square[i] + 0.001 * g**2
            root = (self.square[i] / (1 - 0.999**self.t)).sqrt()
            w.data -= self.lr * self.mean[i] / (1 - 0.5**self.t) / (root + 1e-8)
        return gradients


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_POSITIVE) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"


def two_samples(first, second):
    """The largest distance between the distribution functions of two sets of values."""
    first, second = (values.detach().cpu().double().flatten().sort().values for values in (first, second))
    points = torch.cat([first, second])
    below = [torch.searchsorted(values, points, right=True) / len(values) for values in (first, second)]
    return (below[0] - below[1]).abs().max().item()
