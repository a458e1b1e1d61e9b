"""Losses against a run written out by hand from the same seed, alone and after other runs; and comparisons of all kinds of configs."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

# Some steps in float32, in another order of additions.
NEAR = {"rtol": 1e-4, "atol": 1e-5}
OLD = {"seed": 3, "hidden": 8, "lr": 0.1, "n_epochs": 5, "activation": "tanh"}
# The only device apart from the CPU that every machine has. Its tensors have shapes and no values, and sums do not mix devices.
NO_NUMBERS = "meta"


@pytest.fixture
def config(rng):
    return {"seed": int(torch.randint(10**6, (), generator=rng)), "hidden": 5, "lr": 0.1, "n_epochs": 4}


@pytest.fixture
def data(rng, device):
    return draw(9, 3, rng, device)


@pytest.mark.asks("The model is `nn.Sequential(", "Each epoch is one step of `torch.optim.SGD`", "the loss of each epoch before its step")
@pytest.mark.concept("data/seed-before-draw")
@pytest.mark.parametrize(("hidden", "lr", "n_epochs"), [(5, 0.1, 4), (1, 0.02, 7), (16, 0.3, 1)])
def test_the_losses_of_a_run(probes, config, data, hidden, lr, n_epochs, curves):
    """A run trains a model initialized from its seed, and returns the loss of each epoch before its step."""
    config = {**config, "hidden": hidden, "lr": lr, "n_epochs": n_epochs}
    (record,) = probes.records([config], *data)
    curves(record["losses"], reference(config, *data))
    assert_close(numbers(record), reference(config, *data), **NEAR)


@pytest.mark.asks("on the inputs `x` (N, F) and the targets `y` (N, 1)")
@pytest.mark.parametrize(("n_samples", "n_features"), [(1, 2), (6, 1)])
def test_other_shapes(probes, rng, device, config, n_samples, n_features):
    """A run works for any number of samples and features, including one."""
    x, y = draw(n_samples, n_features, rng, device)
    (record,) = probes.records([config], x, y)
    assert_close(numbers(record), reference(config, x, y), **NEAR)


@pytest.mark.asks("a list of `n_epochs` plain floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, config, data):
    """The losses are a list of plain Python floats."""
    assert probes.types_of_the_losses(config, *data) == ["list", *["float"] * 4], "types of the list and of its entries"


@pytest.mark.asks("it may contain other keys, which are ignored by `run`")
def test_other_keys_concern_others(probes, config, data):
    """Keys that the task does not name do not change a run."""
    more = {"momentum": 0.9, "activation": "relu", "weight_decay": 0.5, "batch_size": 2, "note": "first try"}
    (record,) = probes.records([{**config, **more}], *data)
    assert_close(numbers(record), reference(config, *data), **NEAR)


@pytest.mark.asks("The same config gives the same losses, whatever was run before", "trains a **new** model")
@pytest.mark.concept("experiments/a-model-a-run", "experiments/list-as-default")
def test_a_run_can_be_repeated(probes, config, data):
    """The same config gives the same losses again, also after runs with other configs; each record has its own."""
    others = [{**config, "seed": config["seed"] + 1}, {**config, "lr": 0.01}, {**config, "hidden": 7, "n_epochs": 2}]
    configs = [config, config, *others, config]
    for record, one in zip(probes.records(configs, *data), configs, strict=True):
        assert_close(numbers(record), reference(one, *data), **NEAR)


@pytest.mark.asks("It is created on the CPU directly after", "then moved to the device of `x`")
@pytest.mark.concept("modules/move-then-optimizer")
def test_another_device(probes, config):
    """The initial weights are drawn on the CPU, and the run takes place on the device of x, here a simulated one."""
    seen = probes.elsewhere(config, 6, 3, NO_NUMBERS)
    assert seen == {"losses": 4, "drawn on": ["cpu"]}, "number of losses, and where the initial weights were drawn"


@pytest.mark.asks('`"config"`: a copy of the config', "The record does not change if the caller changes its dict afterwards")
@pytest.mark.concept("experiments/record-keeps-a-copy")
def test_the_record_keeps_its_config(probes, config, data):
    """The record contains the whole config as it was during the run, even if the caller changes its dict afterwards."""
    config = {**config, "note": "first try"}
    record = probes.record_of_a_changed_config(config, {"lr": 0.5, "note": "second try", "more": 1}, *data)
    assert record["config"] == config, "config in the record"


@pytest.mark.asks("a record, a dict with two keys")
def test_the_record_has_two_keys(probes, config, data):
    """A record is a dict with the keys `"config"` and `"losses"`."""
    (record,) = probes.records([config], *data)
    assert sorted(record) == ["config", "losses"], "keys of the record"


@pytest.mark.asks("neither on the config")
@pytest.mark.concept("experiments/record-keeps-a-copy")
def test_the_config_is_left_alone(probes, config, data):
    """A run does not change the caller's dict."""
    assert probes.config_afterwards(config, *data) == config, "the caller's config after a run"


@pytest.mark.asks("And a run has no side effects")
def test_the_rows_are_left_alone(probes, config, data):
    """Rows and targets are not changed by a run."""
    assert_close(probes.inputs_afterwards(config, *data), list(data), rtol=0, atol=0)


@pytest.mark.asks("nor on the random numbers that the caller gets", "They are the same as without the run")
@pytest.mark.concept("experiments/seed-reaches-far")
def test_the_callers_random_numbers_go_on(probes, config, data, seed):
    """The random numbers that the caller gets after a run are the same as without the run."""
    expected = torch.rand(6, generator=torch.Generator().manual_seed(seed))
    assert_close(probes.drawn(seed, config, *data, count=3), expected, rtol=0, atol=0)


@pytest.mark.asks(
    "`changed(old, new)` takes two configs and returns the **one** key that differs",
    "A config is a dict of numbers and strings",
    "Every key counts, including the seed",
    "their order does not",
)
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(("key", "value"), [("lr", 0.2), ("hidden", 0), ("activation", "relu"), ("seed", 4), ("n_epochs", 6)])
def test_the_key_that_was_changed(probes, key, value):
    """`changed` returns the one key whose value differs, whichever it is and whatever the order of the keys."""
    new = dict(reversed({**OLD, key: value}.items()))
    assert [probes.changed(OLD, new), probes.changed(new, OLD)] == [key, key], "the key that differs, for both orders of the arguments"


@pytest.mark.asks("A key that only one of them has also counts as different")
@pytest.mark.concept("experiments/what-a-difference-misses")
@pytest.mark.parametrize(("key", "value"), [("momentum", 0.9), ("dropout", 0)])
def test_a_key_that_only_one_has(probes, key, value):
    """A key that only one of the configs has counts as different, even if its value is 0."""
    new = {**OLD, key: value}
    assert [probes.changed(new, OLD), probes.changed(OLD, new)] == [key, key], "the key that differs, for both orders of the arguments"


@pytest.mark.asks("If several keys differ it raises a `ValueError` that names each of them")
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(
    "changes", [{"lr": 0.2, "hidden": 9}, {"seed": 4, "lr": 0.2}, {"momentum": 0.9, "n_epochs": 6}, {"beta1": 1, "gamma": 2, "lr": 1}]
)
def test_two_changes_are_refused(probes, changes):
    """If several keys differ, `changed` raises a ValueError that names them all."""
    new = {**OLD, **changes}
    for pair in ((new, OLD), (OLD, new)):
        refusal(probes.refused("changed", *pair), names=list(changes))


@pytest.mark.asks("and if none differs, it also raises a `ValueError`")
@pytest.mark.concept("training/one-thing-at-a-time")
def test_no_change_is_refused(probes):
    """If no key differs, `changed` raises a ValueError."""
    refusal(probes.refused("changed", OLD, dict(reversed(OLD.items()))), names=[])


@pytest.mark.asks("For records whose configs differ in several keys, or in none, it raises the same errors as `changed`")
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize("changes", [{"lr": 0.2, "hidden": 9}, {"beta1": 1, "gamma": 2, "lr": 1}, {}])
def test_compare_refuses_as_well(probes, changes):
    """If several keys of the configs differ, or none, `compare` raises a ValueError that names those that differ."""
    refusal(probes.refused("compare", recorded(OLD, 1.0), recorded({**OLD, **changes}, 0.5)), names=list(changes))


@pytest.mark.asks('`compare(old, new)` takes two records and returns a dict: `"changed"`', '`"old"` and `"new"`, its values')
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(("key", "value"), [("lr", 0.2), ("activation", "relu"), ("momentum", 0.9)])
def test_what_was_changed(probes, key, value):
    """`compare` returns the key with its old and new value, None where it is missing."""
    old, new = recorded(OLD, 1.0), recorded({**OLD, key: value}, 0.5)
    for pair, values in (((old, new), [OLD.get(key), value]), ((new, old), [value, OLD.get(key)])):
        comparison = probes.compared(*pair)
        assert [comparison[name] for name in ("changed", "old", "new")] == [key, *values], "`changed`, `old` and `new`"


@pytest.mark.asks('and `"gain"`, the last loss of the old run minus that of the new')
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize("n_losses", [(5, 5), (1, 7)])
def test_the_gain(probes, rng, n_losses):
    """The gain is the last loss of the old run minus that of the new one, positive or negative, for any number of losses."""
    first, second = (torch.rand(n, generator=rng).tolist() for n in n_losses)
    old, new = {"config": OLD, "losses": first}, {"config": {**OLD, "lr": 0.2}, "losses": second}
    gains = [probes.compared(*pair)["gain"] for pair in ((old, new), (new, old))]
    assert_close(gains, [first[-1] - second[-1], second[-1] - first[-1]])


@pytest.mark.asks("Neither `changed` nor `compare` modifies its arguments")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_what_is_compared_is_left_alone(probes):
    """`changed` and `compare` do not modify configs or losses."""
    given = [recorded(OLD, 1.0), recorded({**OLD, "momentum": 0.9}, 0.5)]
    for pair in (given, given[::-1]):
        assert probes.given_afterwards(*pair) == pair, "both records afterwards"


@pytest.mark.asks("takes two records and returns a dict")
def test_from_runs_to_a_comparison(probes, config, data):
    """Records of real runs can be compared."""
    faster = {**config, "lr": 0.2}
    first, second = probes.records([config, faster], *data)
    gain = reference(config, *data)[-1] - reference(faster, *data)[-1]
    assert_close(float(probes.compared(first, second)["gain"]), gain, rtol=1e-3, atol=1e-5)


def draw(n_samples, n_features, rng, device):
    x = torch.randn(n_samples, n_features, generator=rng)
    return x.to(device), (x.sum(1, keepdim=True) + 0.3 * torch.randn(n_samples, 1, generator=rng)).to(device)


def numbers(record):
    """The losses as floats, so that a test of the values does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in record["losses"]]


def recorded(config, loss):
    return {"config": config, "losses": [2.0, loss]}


def refusal(seen, names):
    assert "error" in seen, f"no error was raised, but {seen.get('given')} was returned"
    assert seen["error"] == "ValueError", "type of the error"
    assert [name for name in names if name not in seen["names"]] == [], "keys that differ, but are missing in the message"


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
