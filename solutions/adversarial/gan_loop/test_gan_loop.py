"""Training against a reference that asks autograd for one network's gradient at a time; samples by the noise that must have made them.

How well a GAN has learned after so many steps has no distribution that anyone knows: whether a mode is missed depends on the start. So no
limit on the quality of samples has a false-alarm rate that could be stated, and none is set here. What is judged is what is known: the
weights at the end, equal to the reference's, and then the distribution of the samples, given the weights.
"""

import math

import pytest
import torch
from torch import nn
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = (6, 4, 2, 5, 5, 3, 6)
# One in 10⁹ a comparison, five comparisons a run: a right answer fails in fewer than one of 10⁸ runs. The arithmetic is below.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "`draw(n)` gives noise for n samples, other noise at each call.",
        "`criterion` below is the loss of the exercise before.",
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


@pytest.mark.asks(
    "After every `d_steps` steps of the discriminator follows one of the generator", "`draw` is called once for each of these steps"
)
@pytest.mark.concept("gan/balance")
@pytest.mark.concept("gan/d-steps")
@pytest.mark.parametrize("d_steps", [1, 3])
def test_the_noise_of_the_training(probes, states, batches, noises, d_steps):
    """Noise is drawn once for each step, for as many samples as the batch just used has."""
    asked = probes.trained(states, batches, noises, 0.02, d_steps)["asked"]
    assert asked == [n for _, n in turns(d_steps)], "numbers of samples that noise was drawn for"


@pytest.mark.asks("and the generator runs once for each")
@pytest.mark.concept("gan/generators-own-step")
@pytest.mark.parametrize("d_steps", [2])
def test_runs_of_the_generator(probes, states, batches, noises, d_steps):
    """The generator runs once for each step of either network."""
    assert probes.trained(states, batches, noises, 0.02, d_steps)["runs"] == len(turns(d_steps)), "number of runs of the generator"


@pytest.mark.asks(
    "`train_gan(generator, discriminator, batches, draw, lr, d_steps=1)` trains both networks",
    "`batches` gives batches of real samples, each of N ≥ 2",
    "Each network has one Adam for the whole training, with this `lr` and betas (0.5, 0.999).",
    "Each batch makes one step of the discriminator",
    "with new noise for as many samples as the batch just used has: the mean of −ln D",
)
@pytest.mark.concept("gan/alternate")
@pytest.mark.concept("gan/betas")
@pytest.mark.parametrize(("d_steps", "lr"), [(1, 0.02), (2, 0.003), (3, 0.02)])
def test_both_networks_after_the_training(probes, states, batches, noises, lr, d_steps):
    """After seven batches of uneven sizes both networks are where the arithmetic says, with one to three discriminator steps a turn."""
    seen, expected = probes.trained(states, batches, noises, lr, d_steps), reference(states, batches, noises, lr, d_steps)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("With `d_steps=1` the two take turns.")
@pytest.mark.concept("gan/alternate")
def test_they_take_turns(probes, states, batches, noises):
    """By default the two networks take turns."""
    seen, expected = probes.trained(states, batches, noises, 0.02), reference(states, batches, noises, 0.02, 1)
    assert seen["asked"] == [n for _, n in turns(1)], "numbers of samples that noise was drawn for"
    assert_close(seen["generator"], expected["generator"])


@pytest.mark.asks("in the order of use")
def test_batches_that_come_once(probes, states, batches, noises):
    """The batches may come from an iterator, which gives each only once."""
    seen = probes.trained(states, batches, noises, 0.02, 2, once=True)
    assert_close(seen["discriminator"], reference(states, batches, noises, 0.02, 2)["discriminator"])


@pytest.mark.asks("Both networks are in training mode, whatever mode they came in.")
@pytest.mark.concept("gan/both-in-training-mode")
def test_networks_that_came_in_evaluation_mode(probes, states, batches, noises):
    """Both networks train in training mode, whatever mode they came in."""
    seen, expected = probes.trained(states, batches, noises, 0.02, 1, mode=False), reference(states, batches, noises, 0.02, 1)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("Gradients may lie around from before.")
@pytest.mark.concept("optimizers/zero-grad-place")
def test_stale_gradients(probes, states, batches, noises):
    """Gradients that are left in the networks from before do not count."""
    seen, expected = probes.trained(states, batches, noises, 0.02, 2, stale=10.0), reference(states, batches, noises, 0.02, 2)
    for name in ("discriminator", "generator"):
        assert_close(seen[name], expected[name])


@pytest.mark.asks("Each step finds the gradient of its own loss alone, and nothing of the discriminator's loss reaches the generator.")
@pytest.mark.concept("gan/why-detach")
@pytest.mark.parametrize("d_steps", [2])
def test_what_reaches_the_generator(probes, states, batches, noises, d_steps):
    """The generator gets a gradient once for each of its own steps, of its own loss, and none in the discriminator's steps."""
    arrived = probes.trained(states, batches, noises, 0.02, d_steps)["arrived"]
    expected = reference(states, batches, noises, 0.02, d_steps)["arrived"]
    assert len(arrived) == len(expected), "number of times that a gradient reached the generator"
    assert_close(arrived, expected)


@pytest.mark.asks("Returned is a list with a pair of floats for each step of the generator")
@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.parametrize("d_steps", [3])
def test_pairs_of_floats(probes, states, batches, noises, d_steps):
    """The history is a list with a pair of floats for each step of the generator."""
    history = probes.trained(states, batches, noises, 0.02, d_steps)["history"]
    assert isinstance(history, list), "what train_gan returns is no list"
    types = [[type(loss).__name__ for loss in pair] for pair in history]
    assert types == [["float", "float"]] * (len(batches) // d_steps), "types of the losses"


@pytest.mark.asks("the loss of the discriminator's step just before it, and its own")
@pytest.mark.concept("gan/equilibrium-losses")
@pytest.mark.parametrize("d_steps", [1, 3])
def test_the_history(probes, states, batches, noises, d_steps):
    """Each pair of the history is the loss of the discriminator's step just before the generator's, and the generator's own."""
    history = [[float(loss) for loss in pair] for pair in probes.trained(states, batches, noises, 0.02, d_steps)["history"]]
    assert_close(history, reference(states, batches, noises, 0.02, d_steps)["history"])


@pytest.mark.asks("`sample(generator, n, n_noise)` returns n new samples")
@pytest.mark.concept("gan/noise-of-the-generator")
@pytest.mark.parametrize(("n", "n_noise"), [(5, 3), (1, 4), (4, 1)])
def test_the_shape_of_the_samples(probes, rng, device, n, n_noise):
    """`sample` gives n samples, from noise of shape (n, n_noise)."""
    seen = probes.sampled(torch.randn(2, n_noise, generator=rng, dtype=DOUBLE).to(device), draw_bias(rng, device), n)
    assert tuple(seen["draws"][0].shape) == (n, 2), "shape of the samples"


@pytest.mark.asks("The generator works in evaluation mode")
@pytest.mark.concept("gan/sample-in-evaluation-mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, device, training):
    """The generator and its submodules are in evaluation mode while it samples."""
    bias = draw_bias(rng, device)
    # Weights of zero: whatever the noise is, the sample is the bias, as the mode leaves it.
    assert_close(probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, mode=training)["draws"][0], bias[None])


@pytest.mark.asks("and afterwards is in the mode it was in before")
@pytest.mark.concept("training/mode-restored")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, device, training):
    """After a sample the generator is in the mode it was in before."""
    bias = draw_bias(rng, device)
    seen = probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, mode=training)
    assert_close(seen["afterwards"], 1.5 * bias[None] + 2 if training else bias[None])


@pytest.mark.asks("No graph is recorded.")
@pytest.mark.concept("training/eval-is-not-no-grad")
def test_no_graph(probes, rng, device):
    """While it samples, autograd records nothing."""
    bias = draw_bias(rng, device)
    seen = probes.sampled(torch.zeros(2, 3).to(bias), bias, n=1, recorded=5.0)
    assert not seen["requires gradient"], "the samples require a gradient"
    assert_close(seen["draws"][0], bias[None])


@pytest.mark.asks("with dtype and device of the generator's parameters")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_the_samples(probes, rng, device, dtype):
    """The samples of a generator in float32 or float64 have its dtype."""
    weight, bias = torch.randn(2, 3, generator=rng, dtype=dtype).to(device), draw_bias(rng, device).to(dtype)
    assert probes.sampled(weight, bias, n=2)["draws"][0].dtype == dtype, "dtype of the samples"


@pytest.mark.asks("with dtype and device of the generator's parameters")
def test_another_device(probes, rng, device):
    """The samples of a generator on another device are there, too."""
    weight, bias = torch.randn(2, 3, generator=rng, dtype=DOUBLE).to(device), draw_bias(rng, device)
    assert probes.elsewhere(weight, bias, 4, NO_VALUES) == f"(4, 2) on {NO_VALUES}", "shape and device of the samples"


@pytest.mark.asks("The noise is standard normal, each number independent, new in each call")
@pytest.mark.concept("gan/noise-of-the-generator")
def test_the_noise_of_the_samples(probes, rng, device):
    """Samples come from standard normal noise, independent from number to number and new in each call."""
    # The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at
    # most (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). For 1e-9 and n = 2000 that is d = 0.073.
    weight = torch.linalg.qr(torch.randn(3, 3, generator=rng, dtype=DOUBLE)).Q.to(device)
    bias = torch.randn(3, generator=rng, dtype=DOUBLE).to(device)
    draws = probes.sampled(weight, bias, n=2000, calls=2)["draws"]
    assert [tuple(draw.shape) for draw in draws] == [(2000, 3)] * 2
    first, second = ((draw - bias) @ weight for draw in draws)  # the inverse of a rotation is its transpose
    is_standard_normal(first, "the noise")
    is_standard_normal(first.sum(1) / 3**0.5, "the sum of the noise of a sample, over √3,")
    is_standard_normal(first.reshape(500, 4, 3).sum(1) / 2, "the sum of the noise of four samples, over 2,")
    is_standard_normal((first + second) / 2**0.5, "the sum of the noise of two calls, over √2,")


@pytest.mark.concept("gan/what-can-be-tested")
def test_samples_after_a_training(probes, rng, device):
    """After 20 steps on a mixture of two normals on a line, the samples have the distribution of the generator that the steps lead to."""
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
    distance, limit = two_samples(samples, expected), math.sqrt(2 * math.log(4 / FALSE_ALARM) / n)
    assert distance <= limit, f"the samples' distribution function is {distance:.3f} away from the expected one, more than chance allows"


def turns(d_steps):
    """Which network makes a step, and on how many samples, in the order of the steps."""
    steps = []
    for i, n in enumerate(SIZES):
        steps += [("discriminator", n)] + ([("generator", n)] if i % d_steps == d_steps - 1 else [])
    return steps


def draw_bias(rng, device):
    return torch.randn(2, generator=rng, dtype=DOUBLE).to(device)


def draw_states(rng, device, width):
    shapes = {
        # No bias before batch norm: its gradient is 0 but for rounding, and Adam makes steps of that.
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
    discriminator = lambda samples: 1.5 * layers(samples)  # noqa: E731 - as loud as in training mode
    for i, real in enumerate(batches):
        made = discriminator(generator(next(left)[: len(real)]))
        d_loss = -discriminator(real).sigmoid().log().mean() - (-made).sigmoid().log().mean()
        d_adam.step(d_loss)
        if i % d_steps == d_steps - 1:
            g_loss = -discriminator(generator(next(left)[: len(real)])).sigmoid().log().mean()
            arrived.append(g_adam.step(g_loss)[-1])
            history.append([d_loss.item(), g_loss.item()])
    known = {"generator": dict(generator.state_dict()), "discriminator": dict(layers.state_dict())}
    return {"history": history, "arrived": arrived, "model": generator, **known}


class Adam:
    """Adam with betas 0.5 and 0.999 for the weights of one network."""

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
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"


def two_samples(first, second):
    """The largest distance between the distribution functions of two sets of numbers."""
    first, second = (values.detach().cpu().double().flatten().sort().values for values in (first, second))
    places = torch.cat([first, second])
    below = [torch.searchsorted(values, places, right=True) / len(values) for values in (first, second)]
    return (below[0] - below[1]).abs().max().item()
