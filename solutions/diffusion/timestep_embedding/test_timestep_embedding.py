"""The embedding against Python's own sines, value by value; the denoiser against matrix products, in float64."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = [(6, 2, 5, 4), (1, 3, 4, 8), (4, 1, 3, 2)]
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"


@pytest.mark.concept("diffusion/embedding-halves")
def test_two_rows(probes, device):
    """For width 4, timestep 0 gives (0, 0, 1, 1) and timestep 1 gives (0.8415, 0.0100, 0.5403, 0.9999)."""
    expected = torch.tensor([[0.0, 0, 1, 1], [0.8415, 0.0100, 0.5403, 0.9999]], device=device)
    assert_close(probes.embedding(torch.tensor([0, 1], device=device), 4), expected, rtol=0, atol=1e-4)


@pytest.mark.asks(
    "`step_embedding(timesteps, width, dtype=torch.float32)` turns integers of shape (N,)",
    "column i is",
    "`width` is even",
    "of the row's timestep t, and column width/2 + i is the cosine of the same angle",
    "Each value is accurate to the precision of the dtype for timesteps up to 10000.",
)
@pytest.mark.concept("diffusion/sinusoidal-timestep")
@pytest.mark.concept("diffusion/embedding-halves")
@pytest.mark.parametrize(("n", "width"), [(5, 6), (1, 8), (4, 2), (6, 32)])
@pytest.mark.parametrize("dtype", [None, torch.float32, DOUBLE], ids=str)
def test_the_embedding(probes, rng, device, n, width, dtype):
    """Each row of the matrix contains the sines of the angles of its timestep, then the cosines, in the requested dtype."""
    timesteps = torch.randint(10001, (n,), generator=rng).to(device)
    timesteps[-1] = 10000
    seen = probes.embedding(timesteps, width) if dtype is None else probes.embedding(timesteps, width, dtype)
    # An angle of 10000 is known to 2e-12 in float64.
    assert_close(seen, waves(timesteps, width).to(dtype or torch.float32), rtol=0, atol=1e-9 if dtype is DOUBLE else 1e-6)


@pytest.mark.asks("`Denoiser(n_features, n_hidden, width=32)`")
def test_the_parts(probes):
    """The layers are those of the task; the default width of the embedding is 32."""
    assert probes.parts(3, 8) == {name: list(shape) for name, shape in shapes(3, 8, 32).items()}, "shapes of the parameters"


@pytest.mark.asks(
    "`Denoiser(n_features, n_hidden, width=32)`",
    "`time` turns the embedding into t_emb",
    "Add t_emb to the output of `input` for x",
    "Add t_emb to the output of `hidden` for the result",
    "`output` returns the predicted noise, (N, n_features)",
)
@pytest.mark.concept("diffusion/denoiser-knows-the-step")
@pytest.mark.concept("diffusion/denoiser-output-shape")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(("n", "n_features", "n_hidden", "width"), SIZES)
def test_the_denoiser(probes, rng, device, n, n_features, n_hidden, width, training):
    """The output for each sample is the network's prediction at the sample's own timestep."""
    state, x, timesteps = draw(n, n_features, n_hidden, width, rng, device)
    assert_close(probes.output(state, x, timesteps, training), denoised(state, x, timesteps))


@pytest.mark.asks("Gradients flow to x and to all parameters.")
@pytest.mark.parametrize(("n", "n_features", "n_hidden", "width"), SIZES)
def test_gradients(probes, rng, device, n, n_features, n_hidden, width):
    """The gradients with respect to x and to every parameter are right."""
    state, x, timesteps = draw(n, n_features, n_hidden, width, rng, device)
    weights = torch.randn(n, n_features, generator=rng, dtype=DOUBLE).to(device)
    leaves = {"x": x, **state}
    for leaf in leaves.values():
        leaf.requires_grad_()
    expected = torch.autograd.grad((denoised(leaves, leaves["x"], timesteps) * weights).sum(), list(leaves.values()))
    seen = probes.gradients({name: value.detach() for name, value in state.items()}, x.detach(), timesteps, weights)
    assert [name for name, gradient in seen.items() if gradient is None] == [], "inputs and parameters without a gradient"
    assert_close(seen, dict(zip(leaves, expected, strict=True)))


@pytest.mark.asks("x and timesteps are not changed.")
def test_the_arguments_stay(probes, rng, device):
    """Neither x nor the timesteps are changed."""
    state, x, timesteps = draw(4, 3, 5, 4, rng, device)
    assert_close(probes.arguments(state, x, timesteps), [x, timesteps], rtol=0, atol=0)


@pytest.mark.asks("in the dtype of the parameters, and timesteps of shape (N,)")
def test_single_precision(probes, rng, device):
    """A denoiser in float32 gives an output in float32."""
    state, x, timesteps = draw(5, 2, 6, 4, rng, device)
    seen = probes.output({name: value.float() for name, value in state.items()}, x.float(), timesteps)
    assert_close(seen, denoised(state, x, timesteps).float(), rtol=1e-4, atol=1e-4)  # four layers in float32


@pytest.mark.asks("on the device of timesteps")
def test_another_device(probes, rng, device):
    """The embedding is on the device of timesteps, so the denoiser works on any device."""
    state, x, timesteps = draw(5, 2, 6, 4, rng, device)
    expected = [f"(5, 4) on {NO_VALUES}", f"(5, 2) on {NO_VALUES}"]
    assert probes.elsewhere(state, x, timesteps, NO_VALUES) == expected, "shape and device of the embedding and of the output"


def shapes(n_features, n_hidden, width):
    sizes = {"input": (n_hidden, n_features), "time": (n_hidden, width), "hidden": (n_hidden, n_hidden), "output": (n_features, n_hidden)}
    return {f"{name}.{part}": size if part == "weight" else size[:1] for name, size in sizes.items() for part in ("weight", "bias")}


def draw(n, n_features, n_hidden, width, rng, device):
    sizes = shapes(n_features, n_hidden, width)
    state = {name: torch.randn(size, generator=rng, dtype=DOUBLE).to(device) for name, size in sizes.items()}
    x = torch.randn(n, n_features, generator=rng, dtype=DOUBLE).to(device)
    return state, x, torch.randint(1000, (n,), generator=rng).to(device)


def waves(timesteps, width):
    half = width // 2
    angles = [[t / 10000 ** (i / half) for i in range(half)] for t in timesteps.tolist()]
    values = [[math.sin(a) for a in of_t] + [math.cos(a) for a in of_t] for of_t in angles]
    return torch.tensor(values, dtype=DOUBLE).to(timesteps.device)


def denoised(state, x, timesteps):
    def through(name, values):
        return values @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    t_emb, h = through("time", waves(timesteps, state["time.weight"].shape[1])), x
    for name in ("input", "hidden"):
        h = through(name, h) + t_emb
        h = h / (1 + (-h).exp())
    return through("output", h)
