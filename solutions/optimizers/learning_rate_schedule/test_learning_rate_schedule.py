"""The schedule against its formula in NumPy, and against torch's schedulers: learning rates, and parameters of a real model."""

import warnings

import numpy as np
import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given("The class `WarmupCosine(optimizer, warmup_steps, total_steps, min_lr=0.0)`"),
    pytest.mark.asks("Do not use `torch.optim.lr_scheduler`."),
]

NEAR = {"rtol": 1e-9, "atol": 1e-12}  # a few roundings of Python floats below 1
STEPS = [(5, 20), (0, 10), (1, 7), (3, 4), (2, 13)]  # warm-up, total
LRS = [0.3, 0.001, 0.04]  # of three parameter groups


@pytest.mark.asks("Warm-up, for step < warmup_steps: max_lr · (step + 1) / warmup_steps.", "Steps are ints and count from 0")
@pytest.mark.concept("schedules/warm-up-first-step")
@pytest.mark.parametrize(("warmup", "total"), [(5, 20), (1, 7), (4, 4)])
@pytest.mark.parametrize("min_lr", [0.0, 0.05])
def test_warm_up(probes, numpy_rng, warmup, total, min_lr):
    """During the warm-up the learning rate is max_lr · (step + 1) / warmup_steps, whatever `min_lr` is."""
    max_lr = float(numpy_rng.uniform(0.1, 0.9))
    got = probes.lrs(range(warmup), max_lr, warmup, total, min_lr)
    same(got, [max_lr * (step + 1) / warmup for step in range(warmup)], "learning rates of the warm-up")


@pytest.mark.asks("Cosine decay, for warmup_steps ≤ step < total_steps", "0 ≤ warmup_steps ≤ total_steps")
@pytest.mark.concept("schedules/cosine-half-way")
@pytest.mark.parametrize(("warmup", "total"), STEPS)
@pytest.mark.parametrize("min_lr", [None, 0.05])
def test_cosine_decay(probes, numpy_rng, warmup, total, min_lr):
    """After the warm-up the learning rate falls from max_lr toward min_lr along half a period of a cosine; min_lr is 0 by default."""
    max_lr = float(numpy_rng.uniform(0.1, 0.9))
    got = probes.lrs(range(warmup, total), max_lr, warmup, total, **({} if min_lr is None else {"min_lr": min_lr}))
    same(got, by_hand(max_lr, warmup, total, min_lr or 0.0, total)[warmup:], "learning rates of the decay")


@pytest.mark.asks("For step ≥ total_steps: min_lr.")
@pytest.mark.concept("schedules/after-the-last-step")
@pytest.mark.parametrize(("warmup", "total"), [*STEPS, (6, 6)])
@pytest.mark.parametrize("min_lr", [0.0, 0.02])
def test_after_the_last_step(probes, warmup, total, min_lr):
    """From `total_steps` on the learning rate is min_lr, also if all steps are warm-up steps."""
    got = probes.lrs([total, total + 1, total + 5, 2 * total - warmup, 7 * total], 0.4, warmup, total, min_lr)
    same(got, [min_lr] * 5, "learning rates after the last step")


@pytest.mark.asks("returns the learning rate of a step, a float.")
def test_the_type(probes):
    """The learning rate is a float."""
    assert probes.kind(range(9), 0.5, 3, 8) == ["float"], "type of the learning rate"


@pytest.mark.asks("With `min_lr=0.0` and at least two warm-up steps, it equals a `LinearLR` followed by a `CosineAnnealingLR`.")
@pytest.mark.concept("schedules/cosine-half-way")
@pytest.mark.parametrize(("warmup", "total"), [(5, 20), (2, 9), (4, 6)])
def test_equals_the_schedulers_of_torch(probes, warmup, total):
    """The learning rates up to `total_steps` equal those of torch's LinearLR and CosineAnnealingLR."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.25)
    scheduler, expected = of_torch(optimizer, warmup, total), []
    for _ in range(total + 1):
        expected.append(optimizer.param_groups[0]["lr"])
        advance(optimizer, scheduler)
    same(probes.lrs(range(total + 1), 0.25, warmup, total), expected, "learning rates, compared with torch's schedulers")


@pytest.mark.asks(
    "The constructor sets the learning rates of step 0.", "They are set in the parameter groups, where the optimizer reads them."
)
@pytest.mark.concept("schedules/param-groups-lr")
@pytest.mark.parametrize("warmup", [4, 0])
def test_the_constructor_sets_the_first_learning_rates(probes, warmup):
    """After the constructor each parameter group has the learning rate of step 0."""
    got = probes.scheduled(LRS, 0, warmup, 10)["groups"][0]
    same(got, [by_hand(lr, warmup, 10, 0.0, 1)[0] for lr in LRS], "learning rates of the groups after the constructor")


@pytest.mark.asks("The optimizer can have several parameter groups, with different learning rates.", "All groups have the same `min_lr`.")
@pytest.mark.asks("The learning rate that a group has when the schedule is created is its `max_lr`.")
@pytest.mark.asks(
    "It advances by one step and sets the learning rates of the new step.", "`step()` is called after each `optimizer.step()`."
)
@pytest.mark.concept("schedules/lr-of-each-group")
@pytest.mark.parametrize("max_lrs", [LRS, [0.2]], ids=str)
@pytest.mark.parametrize(("warmup", "total", "min_lr"), [(4, 10, 0.0), (0, 6, 0.0005), (3, 3, 0.0002)])
def test_each_group_has_its_own_schedule(probes, max_lrs, warmup, total, min_lr):
    """After each step each group has the learning rate that belongs to its own maximum, and the common min_lr at the end."""
    got = probes.scheduled(max_lrs, total + 2, warmup, total, min_lr=min_lr)["groups"]
    for step, (lrs, *expected) in enumerate(zip(got, *(by_hand(lr, warmup, total, min_lr, total + 3) for lr in max_lrs), strict=True)):
        same(lrs, expected, f"learning rates of the groups at step {step}")


@pytest.mark.asks("`get_last_lr()` returns the current learning rates as a list of floats, one per group.")
@pytest.mark.concept("schedules/lr-of-each-group")
def test_get_last_lr(probes):
    """`get_last_lr` returns a list with the current learning rate of each group."""
    got = probes.scheduled(LRS, 6, 3, 9, min_lr=0.0001)["last"]
    assert all(type(lrs) is list and all(type(lr) is float for lr in lrs) for lrs in got), f"not a list of floats: {got[0]!r}"
    for step, (lrs, *expected) in enumerate(zip(got, *(by_hand(lr, 3, 9, 0.0001, 7) for lr in LRS), strict=True)):
        same(lrs, expected, f"result of get_last_lr at step {step}")


@pytest.mark.asks("Other entries of the parameter groups, such as `momentum`, keep their values.")
@pytest.mark.concept("schedules/param-groups-lr")
def test_other_options_keep_their_values(probes):
    """Other entries of the parameter groups, such as momentum and weight decay, keep their values."""
    expected = [{"momentum": 0.5 + i / 10, "weight_decay": 0.01, "nesterov": True, "dampening": 0} for i in range(3)]
    assert probes.options_afterwards(LRS, 4, 2, 6) == expected, "other entries of the parameter groups after four steps"


@pytest.mark.asks("With `min_lr=0.0` and at least two warm-up steps, it equals a `LinearLR` followed by a `CosineAnnealingLR`.")
@pytest.mark.asks("They are set in the parameter groups, where the optimizer reads them.")
@pytest.mark.concept("schedules/param-groups-lr")
@pytest.mark.parametrize(("name", "options"), [("SGD", {"momentum": 0.9}), ("AdamW", {"weight_decay": 0.1})])
def test_trains_as_with_the_schedulers_of_torch(probes, rng, device, name, options):
    """Nine steps of a two-layer model with two parameter groups give the same parameters as with torch's schedulers."""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(device, torch.float64)
    state = {key: torch.randn(p.shape, generator=rng, dtype=p.dtype).to(device) for key, p in model.state_dict().items()}
    sizes = (7, 7, 7, 2, 7, 7, 1, 7, 7)
    batches = [tuple(torch.randn(n, d, generator=rng, dtype=torch.float64).to(device) for d in (3, 2)) for n in sizes]
    max_lrs = [0.1, 0.02]
    got = probes.train(state, batches, name, options, max_lrs, 3, 8)
    expected = reference(model, state, batches, name, options, max_lrs, 3, 8)
    assert_close(got, expected, rtol=1e-7, atol=1e-8)  # nine steps in float64; torch computes the decay step by step


@pytest.mark.asks("`state_dict()` returns a dict that can be saved as JSON: only strings, numbers, lists and dicts.")
@pytest.mark.asks("`load_state_dict(state)` continues a schedule", "The learning rates of the saved step are set at once.")
@pytest.mark.asks("The groups of the new optimizer can have any learning rate")
@pytest.mark.concept("schedules/resume-needs-the-peak")
@pytest.mark.parametrize("at", [0, 2, 5, 11])
def test_resumes(probes, at):
    """A saved schedule continues at its step, with the maxima that it had, in an optimizer with other learning rates."""
    seen = probes.resumed(LRS, at, 4, [0.011, 0.5, 0.002], 3, 9, 0.0001)
    check_continued(seen, at)


@pytest.mark.asks("Later steps do not change it.")
@pytest.mark.concept("schedules/resume-needs-the-peak")
def test_the_state_does_not_change_later(probes):
    """A state that was taken earlier continues where it was taken, though the schedule has advanced since."""
    check_continued(probes.resumed_from_an_old_state(LRS, 4, 3, 4, LRS, 3, 9, 0.0001), 4)


def check_continued(seen, at):
    expected = [by_hand(lr, 3, 9, 0.0001, at + 5)[at:] for lr in LRS]
    for where in ("groups", "last"):
        for step, (lrs, *wanted) in enumerate(zip(seen[where], *expected, strict=True)):
            same(lrs, wanted, f"learning rates ({where}) {step} steps after a schedule was resumed at step {at}")


def by_hand(max_lr, warmup, total, min_lr, n):
    """The learning rates of the first n steps."""
    steps = np.arange(n)
    progress = np.clip((steps - warmup) / max(total - warmup, 1), 0, 1)
    decay = min_lr + (max_lr - min_lr) * np.cos(np.pi * progress / 2) ** 2
    lrs = np.where(steps < warmup, max_lr * (steps + 1) / max(warmup, 1), decay)
    lrs[total:] = min_lr
    return lrs.tolist()


def of_torch(optimizer, warmup, total):
    kinds = torch.optim.lr_scheduler
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linear = kinds.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
        cosine = kinds.CosineAnnealingLR(optimizer, T_max=total - warmup)
        return kinds.SequentialLR(optimizer, [linear, cosine], milestones=[warmup])


def advance(optimizer, scheduler):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR passes an epoch, which torch deprecates
        optimizer.step()
        scheduler.step()


def reference(model, state, batches, name, options, max_lrs, warmup, total):
    model.load_state_dict(state)
    groups = [{"params": list(model[i].parameters()), "lr": lr} for i, lr in zip((0, 2), max_lrs, strict=True)]
    optimizer = getattr(torch.optim, name)(groups, **options)
    scheduler, history = of_torch(optimizer, warmup, total), []
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        advance(optimizer, scheduler)
        history.append([p.detach().clone() for p in model.parameters()])
    return history


def same(got, expected, what):
    assert_close(
        torch.tensor(got, dtype=torch.float64), torch.tensor(expected, dtype=torch.float64), **NEAR, msg=lambda text: f"{what}: {text}"
    )
