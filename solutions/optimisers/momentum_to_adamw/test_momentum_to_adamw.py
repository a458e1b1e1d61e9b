"""Parameters after each of several steps against torch.optim's, setting by setting, in float64, where a misplaced eps shows."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = [(3, 2), (4,), ()]
STEPS = 5
SETTINGS = {
    "plain SGD": ("SGD", {"lr": 0.1}),
    "momentum": ("SGD", {"lr": 0.1, "momentum": 0.9}),
    "Nesterov": ("SGD", {"lr": 0.1, "momentum": 0.8, "nesterov": True}),
    "weight decay": ("SGD", {"lr": 0.1, "weight_decay": 0.2}),
    "momentum and decay": ("SGD", {"lr": 0.05, "momentum": 0.7, "weight_decay": 0.1}),
    "Adam": ("Adam", {"lr": 0.05}),
    "Adam, other betas and eps": ("Adam", {"lr": 0.05, "betas": (0.6, 0.8), "eps": 0.1}),
    "Adam and decay": ("Adam", {"lr": 0.05, "weight_decay": 0.3}),
    "AdamW": ("Adam", {"lr": 0.05, "weight_decay": 0.3, "decoupled": True}),
}
SGDS = [name for name, (kind, _) in SETTINGS.items() if kind == "SGD"]
ADAMS = [name for name, (kind, _) in SETTINGS.items() if kind == "Adam"]


@pytest.fixture
def start(rng, device):
    return draw(rng, device)


@pytest.fixture
def gradients(rng, device):
    return [draw(rng, device) for _ in range(STEPS)]


@pytest.mark.concept("optimisers/momentum-memory")
@pytest.mark.concept("optimisers/nesterov-looks-ahead")
@pytest.mark.concept("optimisers/decay-is-a-gradient")
@pytest.mark.parametrize("name", SGDS)
def test_sgd(probes, start, gradients, name):
    """SGD moves each parameter by its formula, with each of its settings, step by step."""
    compare(probes, name, start, gradients)


@pytest.mark.concept("optimisers/bias-correction")
@pytest.mark.concept("optimisers/eps-outside")
@pytest.mark.concept("optimisers/adamw-decay")
@pytest.mark.parametrize("name", ADAMS)
def test_adam(probes, start, gradients, name):
    """Adam moves each parameter by its formula, with each of its settings, coupled and decoupled, step by step."""
    compare(probes, name, start, gradients)


@pytest.mark.concept("optimisers/no-gradient-no-step")
@pytest.mark.concept("optimisers/step-of-each")
@pytest.mark.parametrize("name", ["momentum and decay", "AdamW"])
def test_a_parameter_without_gradient_waits(probes, start, gradients, name):
    """A parameter without a gradient waits, with all that belongs to it; when one comes it goes on from there."""
    for step in (0, 2):
        gradients[step][1] = None
    gradients[3][0] = None
    compare(probes, name, start, gradients)


@pytest.mark.parametrize("name", ["momentum and decay", "Adam and decay"])
def test_gradients_are_read_only(probes, start, gradients, name):
    """Gradients are neither changed nor kept: another one may be written into the same memory for the next step."""
    kind, settings = SETTINGS[name]
    seen = probes.moved(kind, settings, start, gradients)
    assert_close(seen["gradients"], gradients[-1], rtol=0, atol=0)


@pytest.mark.parametrize("name", ["momentum", "Adam"])
def test_two_optimizers_share_nothing(probes, rng, device, name):
    """Two optimizers that step in turn keep their memories apart."""
    kind, settings = SETTINGS[name]
    start, *gradients = ([torch.randn(3, generator=rng, dtype=DOUBLE).to(device) for _ in range(2)] for _ in range(4))
    seen = probes.two_optimizers(kind, settings, start, gradients)
    assert_close(seen, reference(kind, settings, start, gradients)[-1])


@pytest.mark.parametrize("name", ["Nesterov", "AdamW"])
def test_a_real_model(probes, rng, device, name):
    """Four steps of a two-layer network, the last on a batch of one, end where torch.optim ends."""
    kind, settings = SETTINGS[name]
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(device, DOUBLE)
    state = {key: torch.randn(p.shape, generator=rng, dtype=DOUBLE).to(device) for key, p in model.state_dict().items()}
    batches = [tuple(torch.randn(n, width, generator=rng, dtype=DOUBLE).to(device) for width in (3, 2)) for n in (6, 6, 3, 1)]
    model.load_state_dict(state)
    optimizer, expected = torchs(kind, settings, model.parameters()), []
    for x, y in batches:
        optimizer.zero_grad()
        ((model(x) - y) ** 2).mean().backward()
        optimizer.step()
        expected.append([p.detach().clone() for p in model.parameters()])
    assert_close(probes.trained(kind, settings, state, batches), expected)


@pytest.mark.concept("optimisers/momentum-memory")
def test_three_steps_by_the_numbers(probes, device):
    """With momentum 0.9, lr 0.1 and a gradient of 1 in each step, w goes from 0 to −0.1, −0.29 and −0.561."""
    start, ones = [torch.zeros(1, dtype=DOUBLE, device=device)], [torch.ones(1, dtype=DOUBLE, device=device)]
    history = probes.moved("SGD", {"lr": 0.1, "momentum": 0.9}, start, [ones] * 3)["history"]
    assert_close([w.item() for (w,) in history], [-0.1, -0.29, -0.561])


def compare(probes, name, start, gradients):
    kind, settings = SETTINGS[name]
    assert_close(probes.moved(kind, settings, start, gradients)["history"], reference(kind, settings, start, gradients))


def reference(kind, settings, start, gradients):
    params = [value.clone().requires_grad_() for value in start]
    optimizer, history = torchs(kind, settings, params), []
    for step in gradients:
        for p, gradient in zip(params, step, strict=True):
            p.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        history.append([p.detach().clone() for p in params])
    return history


def torchs(kind, settings, params):
    options = {key: value for key, value in settings.items() if key != "decoupled"}
    if kind == "SGD":
        return torch.optim.SGD(params, **options)
    return (torch.optim.AdamW if settings.get("decoupled") else torch.optim.Adam)(params, **options)


def draw(rng, device):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in SHAPES]
