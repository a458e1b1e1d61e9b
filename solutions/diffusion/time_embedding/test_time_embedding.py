"""The embedding against Python's own sines, number by number; the denoiser against matrix products, in float64."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64


@pytest.mark.concept("diffusion/step-as-waves")
@pytest.mark.concept("diffusion/embedding-halves")
@pytest.mark.parametrize(("n", "width"), [(5, 6), (1, 8), (4, 2), (6, 32)])
@pytest.mark.parametrize("dtype", [None, torch.float32, DOUBLE], ids=str)
def test_the_embedding(probes, rng, device, n, width, dtype):
    """Each row holds the sines of the angles of its step, then their cosines, in the dtype that was asked for."""
    steps = torch.randint(10001, (n,), generator=rng).to(device)
    seen = probes.embedding(steps, width) if dtype is None else probes.embedding(steps, width, dtype)
    # An angle of 10000 is known to 2e-12 in float64.
    assert_close(seen, waves(steps, width).to(dtype or torch.float32), rtol=0, atol=1e-9 if dtype is DOUBLE else 1e-6)


@pytest.mark.concept("diffusion/embedding-halves")
def test_two_rows(probes, device):
    """For width 4, step 0 is (0, 0, 1, 1) and step 1 is (0.8415, 0.0100, 0.5403, 0.9999)."""
    expected = torch.tensor([[0.0, 0, 1, 1], [0.8415, 0.0100, 0.5403, 0.9999]], device=device)
    assert_close(probes.embedding(torch.tensor([0, 1], device=device), 4), expected, rtol=0, atol=1e-4)


@pytest.mark.concept("diffusion/denoiser-knows-the-step")
@pytest.mark.concept("diffusion/shape-of-the-answer")
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluating"])
@pytest.mark.parametrize(("n", "n_features", "n_hidden", "width"), [(6, 2, 5, 4), (1, 3, 4, 8), (4, 1, 3, 2)])
def test_the_denoiser(probes, rng, device, n, n_features, n_hidden, width, training):
    """Each sample's answer is that of the network told its own step; the gradients at x and at every parameter are right."""
    state, x, steps = draw(n, n_features, n_hidden, width, rng, device)
    weights = torch.randn(n, n_features, generator=rng, dtype=DOUBLE).to(device)
    leaves, leaf = {name: value.clone().requires_grad_() for name, value in state.items()}, x.clone().requires_grad_()
    expected = denoised(leaves, leaf, steps)
    slope, *gradients = torch.autograd.grad((expected * weights).sum(), [leaf, *leaves.values()])
    seen = probes.answer(state, x, steps, weights, training)
    assert_close(seen["answer"], expected.detach())
    assert seen["slope"] is not None and None not in seen["gradients"].values(), "a gradient does not reach x or a parameter"
    assert_close(seen["slope"], slope)
    assert_close(seen["gradients"], dict(zip(leaves, gradients, strict=True)))
    assert_close(seen["arguments"], [x, steps], rtol=0, atol=0)


def test_single_precision(probes, rng, device):
    """A denoiser in float32 answers in float32."""
    state, x, steps = draw(5, 2, 6, 4, rng, device)
    seen = probes.answer({name: value.float() for name, value in state.items()}, x.float(), steps, x.float())
    assert_close(seen["answer"], denoised(state, x, steps).float(), rtol=1e-4, atol=1e-4)  # four layers in float32


def test_the_parts(probes):
    """The layers are those of the task; without further word the embedding has width 32."""
    assert probes.parts(3, 8) == {name: list(shape) for name, shape in shapes(3, 8, 32).items()}


def shapes(n_features, n_hidden, width):
    sizes = {"input": (n_hidden, n_features), "time": (n_hidden, width), "hidden": (n_hidden, n_hidden), "output": (n_features, n_hidden)}
    return {f"{name}.{part}": size if part == "weight" else size[:1] for name, size in sizes.items() for part in ("weight", "bias")}


def draw(n, n_features, n_hidden, width, rng, device):
    sizes = shapes(n_features, n_hidden, width)
    state = {name: torch.randn(size, generator=rng, dtype=DOUBLE).to(device) for name, size in sizes.items()}
    x = torch.randn(n, n_features, generator=rng, dtype=DOUBLE).to(device)
    return state, x, torch.randint(1000, (n,), generator=rng).to(device)


def waves(steps, width):
    half = width // 2
    angles = [[t / 10000 ** (i / half) for i in range(half)] for t in steps.tolist()]
    rows = [[math.sin(a) for a in row] + [math.cos(a) for a in row] for row in angles]
    return torch.tensor(rows, dtype=DOUBLE).to(steps.device)


def denoised(state, x, steps):
    def through(name, values):
        return values @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    told, h = through("time", waves(steps, state["time.weight"].shape[1])), x
    for name in ("input", "hidden"):
        h = through(name, h) + told
        h = h / (1 + (-h).exp())
    return through("output", h)
