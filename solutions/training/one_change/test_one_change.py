"""Losses against a run written out by hand from the same seed, alone and after other runs; and comparisons of configs of every kind."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

# Some steps in float32, in another order of additions.
NEAR = {"rtol": 1e-4, "atol": 1e-5}
OLD = {"seed": 3, "hidden": 8, "lr": 0.1, "n_epochs": 5, "activation": "tanh"}


@pytest.fixture
def config(rng):
    return {"seed": int(torch.randint(10**6, (), generator=rng)), "hidden": 5, "lr": 0.1, "n_epochs": 4}


@pytest.fixture
def rows(rng, device):
    x = torch.randn(9, 3, generator=rng)
    return x.to(device), (x.sum(1, keepdim=True) + 0.3 * torch.randn(9, 1, generator=rng)).to(device)


@pytest.mark.concept("data/seed-before-draw")
@pytest.mark.parametrize(("hidden", "lr", "n_epochs"), [(5, 0.1, 4), (1, 0.02, 7), (16, 0.3, 1)])
def test_the_losses_of_a_run(probes, config, rows, hidden, lr, n_epochs, curves):
    """A run trains a model made from its seed, and reports the loss of each epoch from before its step."""
    config = {**config, "hidden": hidden, "lr": lr, "n_epochs": n_epochs}
    (record,) = probes.records([config], *rows)
    curves(record["losses"], reference(config, *rows))
    assert_close(record["losses"], reference(config, *rows), **NEAR)


@pytest.mark.concept("experiments/a-model-a-run")
@pytest.mark.concept("experiments/list-as-default")
def test_a_run_can_be_repeated(probes, config, rows):
    """The same config gives the same losses again, also after runs with other configs; each record keeps its own."""
    others = [{**config, "seed": config["seed"] + 1}, {**config, "lr": 0.01}, {**config, "hidden": 7, "n_epochs": 2}]
    configs = [config, config, *others, config]
    for record, one in zip(probes.records(configs, *rows), configs, strict=True):
        assert_close(record["losses"], reference(one, *rows), **NEAR)


@pytest.mark.concept("experiments/record-keeps-a-copy")
def test_the_record_keeps_its_config(probes, config, rows):
    """The record holds the whole config as it was at the run, also when the caller changes its dict afterwards."""
    config = {**config, "note": "first try"}
    record = probes.record_of_a_changed_config(config, {"lr": 0.5, "note": "second try", "more": 1}, *rows)
    assert record["config"] == config


def test_the_config_is_left_alone(probes, config, rows):
    """The caller's dict is not changed by a run, and neither are the rows."""
    assert probes.config_afterwards(config, *rows) == config
    assert_close(probes.inputs_afterwards(config, *rows), list(rows), rtol=0, atol=0)


@pytest.mark.concept("experiments/seed-reaches-far")
def test_the_callers_random_numbers_go_on(probes, config, rows, seed):
    """The random numbers that the caller draws after a run are the ones it would have drawn without it."""
    expected = torch.rand(6, generator=torch.Generator().manual_seed(seed))
    assert_close(probes.drawn(seed, config, *rows, count=3), expected, rtol=0, atol=0)


@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(("key", "value"), [("lr", 0.2), ("hidden", 0), ("activation", "relu"), ("seed", 4), ("n_epochs", 6)])
def test_the_key_that_was_changed(probes, key, value):
    """`changed` gives the one key whose value differs, whichever it is and in whatever order the keys stand."""
    new = dict(reversed({**OLD, key: value}.items()))
    assert [probes.changed(OLD, new), probes.changed(new, OLD)] == [key, key]


@pytest.mark.concept("experiments/what-a-difference-misses")
@pytest.mark.parametrize(("key", "value"), [("momentum", 0.9), ("dropout", 0)])
def test_a_key_that_only_one_has(probes, key, value):
    """A key that only one of the configs has is a change like any other, also if its value is 0."""
    new = {**OLD, key: value}
    assert [probes.changed(new, OLD), probes.changed(OLD, new)] == [key, key]


@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(
    "changes", [{"lr": 0.2, "hidden": 9}, {"seed": 4, "lr": 0.2}, {"momentum": 0.9, "n_epochs": 6}, {"a": 1, "b": 2, "lr": 1}]
)
def test_two_changes_are_refused(probes, changes):
    """If several keys differ, `changed` and `compare` raise a ValueError that names them all."""
    new = {**OLD, **changes}
    for name, pair in (("changed", (new, OLD)), ("changed", (OLD, new)), ("compare", (recorded(OLD, 1.0), recorded(new, 0.5)))):
        refusal(probes.refused(name, *pair), names=list(changes))


@pytest.mark.concept("training/one-thing-at-a-time")
def test_no_change_is_refused(probes):
    """If nothing differs there is nothing to compare: a ValueError."""
    same = dict(reversed(OLD.items()))
    refusal(probes.refused("changed", OLD, same), names=[])
    refusal(probes.refused("compare", recorded(OLD, 1.0), recorded(same, 0.5)), names=[])


def test_a_comparison(probes, rng):
    """`compare` gives the key, both values and the gain: the last loss of the old run minus the last one of the new."""
    for key, value in (("lr", 0.2), ("activation", "relu"), ("momentum", 0.9)):
        first, second = (torch.rand(5, generator=rng).tolist() for _ in range(2))
        old, new = {"config": OLD, "losses": first}, {"config": {**OLD, key: value}, "losses": second}
        tells(probes.compared(old, new), [key, OLD.get(key), value], first[-1] - second[-1])
        tells(probes.compared(new, old), [key, value, OLD.get(key)], second[-1] - first[-1])


def test_from_runs_to_a_comparison(probes, config, rows):
    """Records of real runs can be compared."""
    faster = {**config, "lr": 0.2}
    first, second = probes.records([config, faster], *rows)
    gain = reference(config, *rows)[-1] - reference(faster, *rows)[-1]
    assert_close(probes.compared(first, second)["gain"], gain, rtol=1e-3, atol=1e-5)


def recorded(config, loss):
    return {"config": config, "losses": [2.0, loss]}


def tells(comparison, parts, gain):
    assert [comparison[key] for key in ("changed", "old", "new")] == parts
    assert_close(comparison["gain"], gain)


def refusal(seen, names):
    assert "error" in seen, f"no error was raised, but {seen.get('given')} was given"
    assert seen["error"] == "ValueError"
    assert [name for name in names if name not in seen["says"]] == [], f"the message does not name every change: {seen['says']}"


def reference(config, x, y):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config["seed"])
        layers = [nn.Linear(x.shape[1], config["hidden"]), nn.Linear(config["hidden"], 1)]
    values = [value.detach().to(x.device).requires_grad_() for layer in layers for value in (layer.weight, layer.bias)]
    losses = []
    for _ in range(config["n_epochs"]):
        output = (x @ values[0].T + values[1]).tanh() @ values[2].T + values[3]
        loss = ((output - y) ** 2).mean()
        values = [(v - config["lr"] * g).detach().requires_grad_() for v, g in zip(values, torch.autograd.grad(loss, values), strict=True)]
        losses.append(loss.item())
    return losses
