"""Losses against a run written out by hand from the same seed, alone and after other runs; and comparisons of configs of every kind."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

# Some steps in float32, in another order of additions.
NEAR = {"rtol": 1e-4, "atol": 1e-5}
OLD = {"seed": 3, "hidden": 8, "lr": 0.1, "n_epochs": 5, "activation": "tanh"}
# The only device apart from the CPU that every machine has. It holds shapes and no numbers, and sums do not mix it with another.
NO_NUMBERS = "meta"


@pytest.fixture
def config(rng):
    return {"seed": int(torch.randint(10**6, (), generator=rng)), "hidden": 5, "lr": 0.1, "n_epochs": 4}


@pytest.fixture
def rows(rng, device):
    return draw(9, 3, rng, device)


@pytest.mark.asks(
    "The model is `nn.Sequential(", "Each epoch is one step of `torch.optim.SGD`", "the loss of each epoch from before its step"
)
@pytest.mark.concept("data/seed-before-draw")
@pytest.mark.parametrize(("hidden", "lr", "n_epochs"), [(5, 0.1, 4), (1, 0.02, 7), (16, 0.3, 1)])
def test_the_losses_of_a_run(probes, config, rows, hidden, lr, n_epochs, curves):
    """A run trains a model made from its seed, and reports the loss of each epoch from before its step."""
    config = {**config, "hidden": hidden, "lr": lr, "n_epochs": n_epochs}
    (record,) = probes.records([config], *rows)
    curves(record["losses"], reference(config, *rows))
    assert_close(numbers(record), reference(config, *rows), **NEAR)


@pytest.mark.asks("on the rows `x` (N, F) and the targets `y` (N, 1)")
@pytest.mark.parametrize(("n_samples", "n_features"), [(1, 2), (6, 1)])
def test_other_shapes(probes, rng, device, config, n_samples, n_features):
    """A run works for any number of rows and features, down to one."""
    x, y = draw(n_samples, n_features, rng, device)
    (record,) = probes.records([config], x, y)
    assert_close(numbers(record), reference(config, x, y), **NEAR)


@pytest.mark.asks("a list of `n_epochs` plain floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_losses_are_floats(probes, config, rows):
    """The losses are a list of plain Python floats."""
    assert probes.types_of_the_losses(config, *rows) == ["list", *["float"] * 4], "types of the list and of what is in it"


@pytest.mark.asks("it may have more keys, which concern others")
def test_other_keys_concern_others(probes, config, rows):
    """Keys that the task does not name change nothing in a run."""
    more = {"momentum": 0.9, "activation": "relu", "weight_decay": 0.5, "batch_size": 2, "note": "first try"}
    (record,) = probes.records([{**config, **more}], *rows)
    assert_close(numbers(record), reference(config, *rows), **NEAR)


@pytest.mark.asks("The same config gives the same losses, whatever was run before", "trains a **new** model")
@pytest.mark.concept("experiments/a-model-a-run", "experiments/list-as-default")
def test_a_run_can_be_repeated(probes, config, rows):
    """The same config gives the same losses again, also after runs with other configs; each record keeps its own."""
    others = [{**config, "seed": config["seed"] + 1}, {**config, "lr": 0.01}, {**config, "hidden": 7, "n_epochs": 2}]
    configs = [config, config, *others, config]
    for record, one in zip(probes.records(configs, *rows), configs, strict=True):
        assert_close(numbers(record), reference(one, *rows), **NEAR)


@pytest.mark.asks("It is made on the CPU straight after", "then moved to the device of `x`")
@pytest.mark.concept("modules/move-then-optimizer")
def test_another_device(probes, config):
    """The initial weights are drawn on the CPU, and the run takes place on the device of x, here one that is played."""
    seen = probes.elsewhere(config, 6, 3, NO_NUMBERS)
    assert seen == {"losses": 4, "drawn on": ["cpu"]}, "number of losses, and where the initial weights were drawn"


@pytest.mark.asks('`"config"`: a copy of the config', "Whatever the caller does to its dict afterwards, the record stays")
@pytest.mark.concept("experiments/record-keeps-a-copy")
def test_the_record_keeps_its_config(probes, config, rows):
    """The record holds the whole config as it was at the run, also when the caller changes its dict afterwards."""
    config = {**config, "note": "first try"}
    record = probes.record_of_a_changed_config(config, {"lr": 0.5, "note": "second try", "more": 1}, *rows)
    assert record["config"] == config, "config in the record"


@pytest.mark.asks("a record, a dict with two keys")
def test_the_record_has_two_keys(probes, config, rows):
    """A record is a dict with the keys `"config"` and `"losses"`."""
    (record,) = probes.records([config], *rows)
    assert sorted(record) == ["config", "losses"], "keys of the record"


@pytest.mark.asks("neither in the config")
@pytest.mark.concept("experiments/record-keeps-a-copy")
def test_the_config_is_left_alone(probes, config, rows):
    """The caller's dict is not changed by a run."""
    assert probes.config_afterwards(config, *rows) == config, "the caller's config after a run"


@pytest.mark.asks("And a run leaves no trace")
def test_the_rows_are_left_alone(probes, config, rows):
    """Rows and targets are not changed by a run."""
    assert_close(probes.inputs_afterwards(config, *rows), list(rows), rtol=0, atol=0)


@pytest.mark.asks("nor in the random numbers that the caller draws", "They are the ones that it would have drawn without the run")
@pytest.mark.concept("experiments/seed-reaches-far")
def test_the_callers_random_numbers_go_on(probes, config, rows, seed):
    """The random numbers that the caller draws after a run are the ones it would have drawn without it."""
    expected = torch.rand(6, generator=torch.Generator().manual_seed(seed))
    assert_close(probes.drawn(seed, config, *rows, count=3), expected, rtol=0, atol=0)


@pytest.mark.asks(
    "`changed(old, new)` takes two configs and returns the **one** key that differs",
    "A config is a dict of numbers and text",
    "Every key counts, the seed as well",
    "their order does not",
)
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(("key", "value"), [("lr", 0.2), ("hidden", 0), ("activation", "relu"), ("seed", 4), ("n_epochs", 6)])
def test_the_key_that_was_changed(probes, key, value):
    """`changed` gives the one key whose value differs, whichever it is and in whatever order the keys stand."""
    new = dict(reversed({**OLD, key: value}.items()))
    assert [probes.changed(OLD, new), probes.changed(new, OLD)] == [key, key], "the key that was changed, and the same the other way round"


@pytest.mark.asks("A key that only one of them has differs, too")
@pytest.mark.concept("experiments/what-a-difference-misses")
@pytest.mark.parametrize(("key", "value"), [("momentum", 0.9), ("dropout", 0)])
def test_a_key_that_only_one_has(probes, key, value):
    """A key that only one of the configs has is a change like any other, also if its value is 0."""
    new = {**OLD, key: value}
    assert [probes.changed(new, OLD), probes.changed(OLD, new)] == [key, key], "the key that was changed, and the same the other way round"


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


@pytest.mark.asks("and if none does, a `ValueError` as well")
@pytest.mark.concept("training/one-thing-at-a-time")
def test_no_change_is_refused(probes):
    """If no key differs, `changed` raises a ValueError."""
    refusal(probes.refused("changed", OLD, dict(reversed(OLD.items()))), names=[])


@pytest.mark.asks("Records whose configs differ in several keys, or in none, it refuses as `changed` does")
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize("changes", [{"lr": 0.2, "hidden": 9}, {"beta1": 1, "gamma": 2, "lr": 1}, {}])
def test_compare_refuses_as_well(probes, changes):
    """If several keys of the configs differ, or none, `compare` raises a ValueError that names those that differ."""
    refusal(probes.refused("compare", recorded(OLD, 1.0), recorded({**OLD, **changes}, 0.5)), names=list(changes))


@pytest.mark.asks('`compare(old, new)` takes two records and returns a dict: `"changed"`', '`"old"` and `"new"`, its values')
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize(("key", "value"), [("lr", 0.2), ("activation", "relu"), ("momentum", 0.9)])
def test_what_was_changed(probes, key, value):
    """`compare` names the key and its old and new value, None where it is missing."""
    old, new = recorded(OLD, 1.0), recorded({**OLD, key: value}, 0.5)
    for pair, values in (((old, new), [OLD.get(key), value]), ((new, old), [value, OLD.get(key)])):
        comparison = probes.compared(*pair)
        assert [comparison[name] for name in ("changed", "old", "new")] == [key, *values], "`changed`, `old` and `new`"


@pytest.mark.asks('and `"gain"`, the last loss of the old run minus that of the new')
@pytest.mark.concept("training/one-thing-at-a-time")
@pytest.mark.parametrize("n_losses", [(5, 5), (1, 7)])
def test_the_gain(probes, rng, n_losses):
    """The gain is the last loss of the old run minus the last one of the new, above 0 or below, however many losses there are."""
    first, second = (torch.rand(n, generator=rng).tolist() for n in n_losses)
    old, new = {"config": OLD, "losses": first}, {"config": {**OLD, "lr": 0.2}, "losses": second}
    gains = [probes.compared(*pair)["gain"] for pair in ((old, new), (new, old))]
    assert_close(gains, [first[-1] - second[-1], second[-1] - first[-1]])


@pytest.mark.asks("Neither `changed` nor `compare` changes what it is given")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_what_is_compared_is_left_alone(probes):
    """`changed` and `compare` leave configs and losses as they are."""
    given = [recorded(OLD, 1.0), recorded({**OLD, "momentum": 0.9}, 0.5)]
    for pair in (given, given[::-1]):
        assert probes.given_afterwards(*pair) == pair, "both records afterwards"


@pytest.mark.asks("takes two records and returns a dict")
def test_from_runs_to_a_comparison(probes, config, rows):
    """Records of real runs can be compared."""
    faster = {**config, "lr": 0.2}
    first, second = probes.records([config, faster], *rows)
    gain = reference(config, *rows)[-1] - reference(faster, *rows)[-1]
    assert_close(float(probes.compared(first, second)["gain"]), gain, rtol=1e-3, atol=1e-5)


def draw(n_samples, n_features, rng, device):
    x = torch.randn(n_samples, n_features, generator=rng)
    return x.to(device), (x.sum(1, keepdim=True) + 0.3 * torch.randn(n_samples, 1, generator=rng)).to(device)


def numbers(record):
    """The losses as floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in record["losses"]]


def recorded(config, loss):
    return {"config": config, "losses": [2.0, loss]}


def refusal(seen, names):
    assert "error" in seen, f"no error was raised, but {seen.get('given')} was given"
    assert seen["error"] == "ValueError", "the kind of error"
    assert [name for name in names if name not in seen["names"]] == [], "keys that differ, and that the message does not name"


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
