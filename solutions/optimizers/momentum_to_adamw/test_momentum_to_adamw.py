"""Parameters after each of several steps against torch.optim's, argument by argument, in float64, where a misplaced eps is visible."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = [(3, 2), (4,), ()]
STEPS = 5

PLAIN = [{"lr": 0.1}, {"lr": 0.02}]
MOMENTUM = [{"lr": 0.1, "momentum": 0.9}, {"lr": 0.03, "momentum": 0.5}]
NESTEROV = [{"lr": 0.1, "momentum": 0.8, "nesterov": True}, {"lr": 0.04, "momentum": 0.6, "nesterov": True, "weight_decay": 0.2}]
DECAY = [{"lr": 0.1, "weight_decay": 0.2}, {"lr": 0.05, "momentum": 0.7, "weight_decay": 0.1}]
ADAM = [{"lr": 0.05}, {"lr": 0.02, "betas": (0.6, 0.8)}, {"lr": 0.05, "eps": 0.1}]
COUPLED = [{"lr": 0.05, "weight_decay": 0.3}, {"lr": 0.02, "betas": (0.7, 0.9), "eps": 0.01, "weight_decay": 0.2}]
DECOUPLED = [{**settings, "decoupled": True} for settings in (*COUPLED, {"lr": 0.05})]
# One of each class with every part of it in use.
FULL_SGD = ("SGD", NESTEROV[1])
FULL_ADAM = ("Adam", COUPLED[1])
FULL_ADAMW = ("Adam", DECOUPLED[1])

both_kinds = pytest.mark.parametrize(("kind", "settings"), [FULL_SGD, FULL_ADAM, FULL_ADAMW])

pytestmark = [
    pytest.mark.asks("`torch.optim` is not to be used."),
    pytest.mark.given("Write two classes, `SGD` and `Adam`."),
    pytest.mark.given("They cover SGD with momentum, Nesterov momentum, Adam and AdamW, which differ in a line or two each."),
]


@pytest.fixture
def start(rng, device):
    return draw(rng, device)


@pytest.fixture
def gradients(rng, device):
    return [draw(rng, device) for _ in range(STEPS)]


@pytest.mark.asks("v ← momentum · v + g, where the velocity v is initialized with 0")
@pytest.mark.concept("optimizers/momentum-memory")
def test_three_steps_by_the_numbers(probes, device):
    """With momentum 0.9, lr 0.1 and a gradient of 1 in each step, w goes from 0 to −0.1, −0.29 and −0.561."""
    start, ones = [torch.zeros(1, dtype=DOUBLE, device=device)], [torch.ones(1, dtype=DOUBLE, device=device)]
    history = probes.moved("SGD", {"lr": 0.1, "momentum": 0.9}, start, [ones] * 3)["history"]
    assert_close([w.item() for (w,) in history], [-0.1, -0.29, -0.561])


@pytest.mark.asks("`SGD(params, lr, momentum=0.0, nesterov=False, weight_decay=0.0)`", "that updates them with their `.grad`")
@pytest.mark.concept("optimizers/step-size")
@pytest.mark.parametrize("settings", PLAIN)
def test_sgd_with_a_learning_rate_alone(probes, start, gradients, settings):
    """SGD with only a learning rate changes each parameter by −lr times its gradient."""
    compare(probes, "SGD", settings, start, gradients)


@pytest.mark.asks("v ← momentum · v + g, where the velocity v is initialized with 0")
@pytest.mark.concept("optimizers/momentum-memory")
@pytest.mark.parametrize("settings", MOMENTUM)
def test_momentum(probes, start, gradients, settings):
    """SGD with momentum changes each parameter by −lr · v, step by step."""
    compare(probes, "SGD", settings, start, gradients)


@pytest.mark.asks("or with Nesterov momentum w ← w − lr · (g + momentum · v), with the new v")
@pytest.mark.concept("optimizers/nesterov-looks-ahead")
@pytest.mark.parametrize("settings", NESTEROV)
def test_nesterov(probes, start, gradients, settings):
    """SGD with `nesterov` changes each parameter by −lr · (g + momentum · v), where g includes the weight decay."""
    compare(probes, "SGD", settings, start, gradients)


@pytest.mark.asks("first, g ← g + weight_decay · w")
@pytest.mark.concept("optimizers/decay-is-a-gradient")
@pytest.mark.parametrize("settings", DECAY)
def test_weight_decay_of_sgd(probes, start, gradients, settings):
    """SGD adds the weight decay to the gradient, with and without momentum."""
    compare(probes, "SGD", settings, start, gradients)


@pytest.mark.asks(
    "`Adam(params, lr, betas=(0.9, 0.999)", "m ← β₁ · m + (1 − β₁) · g", "w ← w − lr · m̂ / (√ŝ + eps), with the bias corrections"
)
@pytest.mark.concept("optimizers/bias-correction")
@pytest.mark.concept("optimizers/eps-outside")
@pytest.mark.parametrize("settings", ADAM)
def test_adam(probes, start, gradients, settings):
    """Adam without weight decay updates each parameter by its formula, with the default betas and eps and with others."""
    compare(probes, "Adam", settings, start, gradients)


@pytest.mark.asks("Coupled: g ← g + weight_decay · w.")
@pytest.mark.concept("optimizers/adamw-decay")
@pytest.mark.parametrize("settings", COUPLED)
def test_coupled_weight_decay(probes, start, gradients, settings):
    """Without `decoupled`, Adam adds the weight decay to the gradient."""
    compare(probes, "Adam", settings, start, gradients)


@pytest.mark.asks("Decoupled, which is AdamW", "With the same arguments, the results equal those of torch.optim.")
@pytest.mark.concept("optimizers/adamw-decay")
@pytest.mark.parametrize("settings", DECOUPLED)
def test_decoupled_weight_decay(probes, start, gradients, settings):
    """With `decoupled=True` each step first multiplies w by 1 − lr · weight_decay, and the decay is not added to the gradient."""
    compare(probes, "Adam", settings, start, gradients)


@pytest.mark.asks("`SGD(params, lr, momentum=0.0, nesterov=False, weight_decay=0.0)`", "`Adam(params, lr, betas=(0.9, 0.999)")
@both_kinds
def test_arguments_by_position(probes, start, gradients, kind, settings):
    """The arguments are in the order of the task, so they may be passed by position."""
    names = {"SGD": ["lr", "momentum", "nesterov", "weight_decay"], "Adam": ["lr", "betas", "eps", "weight_decay", "decoupled"]}[kind]
    seen = probes.moved(kind, [settings[name] for name in names if name in settings], start, gradients)
    assert_close(seen["history"], reference(kind, settings, start, gradients))


@pytest.mark.asks("is skipped, with its v, m, s and its own t")
@pytest.mark.concept("optimizers/no-gradient-no-step")
@pytest.mark.concept("optimizers/step-of-each")
@both_kinds
def test_a_parameter_without_gradient_waits(probes, start, gradients, kind, settings):
    """A parameter without a gradient does not change, nor do its v, m, s and t; with its next gradient it continues from them."""
    for step in (0, 2):
        gradients[step][1] = None
    gradients[3][0] = None
    compare(probes, kind, settings, start, gradients)


@pytest.mark.asks("Gradients are not modified.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@both_kinds
def test_gradients_are_read_only(probes, start, gradients, kind, settings):
    """A step neither changes nor removes gradients, and a gradient that is None stays None."""
    gradients[1][0] = None
    seen = probes.moved(kind, settings, start, gradients)["gradients"]
    is_there = [[g is not None for g in step] for step in gradients]
    assert [[g is not None for g in step] for step in seen] == is_there, "which parameters have a gradient, after each step"
    pairs = [(g, e) for got, expected in zip(seen, gradients, strict=True) for g, e in zip(got, expected, strict=True) if e is not None]
    assert_close([g for g, _ in pairs], [e for _, e in pairs], rtol=0, atol=0)


@pytest.mark.asks("Parameters are updated in place")
@pytest.mark.concept("optimizers/update-in-place")
@both_kinds
def test_a_view_of_a_parameter_sees_the_steps(probes, rng, device, start, gradients, kind, settings):
    """A parameter keeps its memory: a view of it that was created before the steps still shares its values."""
    marks = draw(rng, device)
    found = probes.written_through_views(kind, settings, start, gradients, marks)
    shared = [torch.equal(got, mark) for got, mark in zip(found, marks, strict=True)]
    assert all(shared), "a parameter has new memory, so a view that shared its values would not see the step"


@pytest.mark.asks("and stay leaves")
@pytest.mark.concept("autograd/leaf")
@both_kinds
def test_parameters_stay_leaves(probes, rng, device, start, gradients, kind, settings):
    """After the steps the parameters are still leaves that require grad: the next backward sets their `.grad`."""
    weights = draw(rng, device)
    found = probes.gradients_afterwards(kind, settings, start, gradients, weights)
    assert all(g is not None for g in found), "backward leaves no gradient: a parameter is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)


@pytest.mark.asks("No tensor in the optimizer's state has a computational graph.")
@pytest.mark.concept("modules/remembered-graph")
@both_kinds
def test_no_graph_is_kept(probes, start, gradients, kind, settings):
    """No tensor in the optimizer's state has a computational graph, which would grow with every step."""
    kept = probes.graphs_kept(kind, settings, start, gradients)
    assert kept == 0, "number of tensors in the optimizer's state with a computational graph"


@pytest.mark.asks("for each parameter w with its gradient g")
@pytest.mark.concept("optimizers/step-of-each")
@both_kinds
def test_two_optimizers_share_nothing(probes, rng, device, kind, settings):
    """Two optimizers that make steps alternately do not affect each other."""
    start, *gradients = ([torch.randn(3, generator=rng, dtype=DOUBLE).to(device) for _ in range(2)] for _ in range(4))
    seen = probes.two_optimizers(kind, settings, start, gradients)
    assert_close(seen, reference(kind, settings, start, gradients)[-1])


@pytest.mark.asks("an iterable of parameters, such as `model.parameters()`")
@pytest.mark.concept("optimizers/parameters-handed-over")
@both_kinds
def test_a_real_model(probes, rng, device, kind, settings):
    """Four steps of a two-layer network, the last on a batch of one sample, give the same parameters as torch.optim."""
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


def compare(probes, kind, settings, start, gradients):
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
    options = {"weight_decay": 0.0} | {key: value for key, value in settings.items() if key != "decoupled"}  # AdamW has another default
    if kind == "SGD":
        return torch.optim.SGD(params, **options)
    return (torch.optim.AdamW if settings.get("decoupled") else torch.optim.Adam)(params, **options)


def draw(rng, device):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in SHAPES]
