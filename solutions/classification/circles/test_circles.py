"""Accuracy on new points from three initializations, and properties of the trained function: non-linear, logits, plain coordinates."""

import math

import pytest
import torch
from torch.testing import assert_close

N_TRAIN, N_TEST = 300, 400

pytestmark = [
    pytest.mark.given(
        "A hidden layer of 32 units and 500 steps of `torch.optim.Adam`",
        "Plain SGD with a learning rate of 0.1 needs several thousand steps.",
        "Training is stopped after ten seconds.",  # the time limit of exercise.yaml
    )
]


def draw(n, rng, device):
    """Points of two rings with radii 1 (label 0) and 0.8 (label 1), half each, with noise of 0.02 that hardly ever crosses the gap."""
    inner = torch.arange(n) % 2
    angle = 2 * math.pi * torch.rand(n, generator=rng)
    radius = 1 - 0.2 * inner
    x = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1) + 0.02 * torch.randn(n, 2, generator=rng)
    return x.to(device), inner[:, None].to(x.dtype).to(device)


@pytest.fixture(scope="module")
def kept():
    """What the tests share: the training points and the first seed, so that each model is trained only once."""
    return {}


@pytest.fixture
def training(kept, rng, seed, device):
    """x, y and the first seed."""
    if not kept:
        kept.update(points=draw(N_TRAIN, rng, device), start=seed)
    return *kept["points"], kept["start"]


def directions(rng, device):
    """Sixteen directions on the unit circle; none lies on a coordinate axis, where a hand-made feature could hide."""
    angle = (torch.arange(16) + 0.2 + 0.6 * torch.rand(16, generator=rng)) * math.pi / 8
    return torch.stack([angle.cos(), angle.sin()], dim=1).to(device)


@pytest.mark.asks("`make_model()` returns a new `nn.Module` that maps points")
@pytest.mark.parametrize("n_points", [1, 5])
def test_a_logit_for_each_point(probes, rng, device, n_points):
    """A new model maps points of shape (N, 2) to logits of shape (N, 1), also for a single point."""
    (logits,) = probes.logits_before_training([directions(rng, device)[:n_points]])
    assert tuple(logits.shape) == (n_points, 1), "shape of the logits"


@pytest.mark.concept("experiments/a-model-a-run")
@pytest.mark.asks("returns a new `nn.Module`")
def test_each_model_is_a_new_one(probes, rng, device):
    """Each call of `make_model` returns a new model: two models share no weights."""
    seen = probes.second_model(directions(rng, device))
    assert_close(seen["after"], seen["before"], rtol=0, atol=0)


@pytest.mark.concept("classification/stacked-linear")
@pytest.mark.asks("Its input is the two coordinates, without hand-made features")
def test_no_features_are_added(probes, rng, device):
    """The input of the first linear layer is the two coordinates of each point, without squares or a radius."""
    width = probes.width_of_the_input(directions(rng, device))
    assert width <= 2, f"the first linear layer gets {width} features for each point, but a point has two coordinates"


@pytest.mark.asks("trains this model in place and returns nothing")
def test_train_returns_nothing(probes, training):
    """`train` changes the model that it is given and returns nothing."""
    x, y, start = training
    assert probes.returned_by_training(x, y, start=start) == "NoneType", "type of what train returns"


@pytest.mark.concept("classification/stacked-linear")
@pytest.mark.concept("classification/chance-level-loss")
@pytest.mark.asks(
    "trains this model in place",
    "`x` has the shape (N, 2), `y` (N, 1)",
    "The accuracy on new points of the same rings must be above 95 %",
    "The training set has 300 points.",
    "The rings have the radii 1 and 0.8",
)
@pytest.mark.parametrize("start", [0, 1, 2])
def test_accuracy_on_new_points(probes, rng, training, device, start):
    """After training, the logits of more than 95 % of 400 new points have the right sign, from each of three random initializations."""
    x, y, first = training
    new_x, new_y = draw(N_TEST, rng, device)
    (logits,) = probes.logits_after_training(x, y, [new_x], start=first + start)
    assert logits.shape == new_y.shape, f"the logits of 400 points must have the shape (400, 1), got {tuple(logits.shape)}"
    right = ((logits > 0) == (new_y > 0.5)).float().mean().item()
    assert right > 0.95, f"{right:.1%} of the new points are correctly classified; chance would give 50 %"


@pytest.mark.concept("classification/stacked-linear")
@pytest.mark.concept("classification/where-the-activation-goes")
@pytest.mark.asks("The non-linearity is at least one activation between its linear layers")
def test_the_trained_model_is_not_linear(probes, rng, training, device):
    """The trained model is not a linear one: f(a + b) − f(a) − f(b) + f(0) is far from 0 for points a and b of the outer ring."""
    x, y, start = training
    a = directions(rng, device)
    b = -a  # a + b = 0 is inside both rings
    f_ab, f_a, f_b, f_0 = probes.logits_after_training(x, y, [a + b, a, b, torch.zeros_like(a)], start=start)
    defect = (f_ab - f_a - f_b + f_0).abs().mean().item()
    assert defect > 0.1, f"f(a + b) − f(a) − f(b) + f(0) is {defect:.2g} on average: the model is linear on the rings"


@pytest.mark.concept("classification/logit")
@pytest.mark.concept("classification/bce-with-logits")
@pytest.mark.asks("to **logits** of shape (N, 1), N ≥ 1: any real values, positive for the inner ring")
def test_the_outputs_are_logits(probes, rng, training, device):
    """The outputs of the trained model are logits: any real values, also negative ones, not probabilities between 0 and 1."""
    x, y, start = training
    (logits,) = probes.logits_after_training(x, y, [x], start=start)
    assert (logits < 0).any(), "no output is negative, though half of the points lie on the outer ring"


@pytest.mark.asks("maps points of shape (N, 2) to **logits** of shape (N, 1)")
def test_each_point_by_itself(probes, training):
    """The logit of a point is the same alone and within a batch."""
    x, y, start = training
    one, all_points = probes.logits_after_training(x, y, [x[:1], x], start=start)
    assert_close(one, all_points[:1], rtol=1e-4, atol=1e-5)  # a single point is multiplied in another order than a batch


@pytest.mark.concept("classification/stacked-linear")
@pytest.mark.asks("without hand-made features: no squares, no radius")
def test_the_features_are_not_made_by_hand(probes, rng, training, device):
    """The model depends on the plain coordinates, not on squares or a radius."""
    x, y, start = training
    a, fars = directions(rng, device), (8e3, 1e4, 1.3e4)
    mirrored = a * torch.tensor([-1.0, 1.0], device=device)
    points = [a, mirrored, 0 * a, *(times * far * a for far in fars for times in (1, 2))]
    f_a, f_mirrored, f_0, *f_far = probes.logits_after_training(x, y, points, start=start)
    # A trained net is never an exact mirror image of itself; x², |x| or the radius are, and so is every function of them.
    same = (f_a - f_mirrored).abs().max().item() < 1e-4 * f_a.abs().max().item()
    assert not same, "the outputs for (x, y) and (−x, y) are the same, so the input is squares, absolute values or a radius, not x itself"
    assert torch.stack(f_far).isfinite().all(), "far from the origin the output is NaN or infinite"
    # Far from the origin a network of linear layers and activations grows at most linearly: the second stretch adds about as much as the
    # first. For a square it is three times as much. A sine oscillates, so three distances are tried: one may hit a maximum.
    pairs = zip(f_far[::2], f_far[1::2], strict=True)
    stretches = [((f_1 - f_0).abs().median().item(), (f_2 - f_1).abs().median().item()) for f_1, f_2 in pairs]
    grows = [second > 2.5 * first for first, second in stretches]
    assert not all(grows), "far from the origin the output grows quadratically, so the input contains hand-made squares"
