"""Flags, modes and groups by their rules; training against AdamW and batch norm written out, in float64."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES, CLASSES, BLOCKS = [3, 4, 5, 4], 2, 3
EXACTLY = {"rtol": 0, "atol": 0}  # what is frozen keeps its bits
NEAR = {"rtol": 1e-6, "atol": 1e-8}  # float64; batch norm and AdamW divide by square roots, which can enlarge roundings
HEAD_LR, BACKBONE_LR, DECAY = 0.05, 0.01, 0.3
COUNTS = [0, 1, 2, 3]


@pytest.fixture
def state(rng, device):
    return draw_state(rng, device)


@pytest.mark.asks("Write the class `FineTuned(backbone, n_features, n_classes, n_trained)`, an `nn.Module`")
@pytest.mark.asks("`model.backbone` is this object, not a copy.", "`model.head` is a new `nn.Linear` with a bias")
@pytest.mark.concept("generalization/new-head")
def test_the_parts(probes):
    """`model.backbone` is the backbone that was passed in, and `model.head` is a linear layer with a bias, from n_features to n_classes."""
    seen = probes.parts()
    assert seen == {"same backbone": True, "head": "Linear", "weight": (CLASSES, SIZES[-1]), "bias": (CLASSES,)}, "parts of the model"


@pytest.mark.asks("`model(x)` returns the logits, shape (N, n_classes).", "It maps x to features of shape (N, n_features).")
@pytest.mark.concept("generalization/new-head", "generalization/frozen-batch-norm")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("n_trained", COUNTS)
def test_the_logits(probes, rng, device, state, n_trained, training):
    """The logits are those of the backbone followed by the head, with the frozen blocks in evaluation mode."""
    x = torch.randn(6, SIZES[0], generator=rng, dtype=DOUBLE).to(device)
    expected, _ = forward(state, x, n_trained, training)
    assert_close(probes.logits(n_trained, state, x, training), expected, **NEAR)


@pytest.mark.asks("`model(x)` returns the logits, shape (N, n_classes).", "their dropout drops nothing")
@pytest.mark.concept("generalization/frozen-batch-norm")
def test_a_batch_of_one(probes, rng, device, state):
    """With a frozen backbone, a batch of one sample has logits in training mode as well."""
    x = torch.randn(1, SIZES[0], generator=rng, dtype=DOUBLE).to(device)
    expected, _ = forward(state, x, 0, True)
    assert_close(probes.logits(0, state, x, True), expected, **NEAR)


@pytest.mark.asks("The last `n_trained` blocks of the backbone are trained, all blocks before them are frozen.")
@pytest.mark.asks("`n_trained` is from 0 to the number of blocks.", "The parameters of frozen blocks have `requires_grad=False`.")
@pytest.mark.asks("All other parameters have `requires_grad=True`, also if they were frozen before.")
@pytest.mark.concept("generalization/frozen-parameters")
@pytest.mark.parametrize("frozen_before", [False, True])
@pytest.mark.parametrize("n_trained", COUNTS)
def test_requires_grad(probes, n_trained, frozen_before):
    """The parameters of frozen blocks do not require grad; those of the last `n_trained` blocks and of the head do."""
    expected = [[False]] * (BLOCKS - n_trained) + [[True]] * (n_trained + 1)
    assert probes.requires_grad(n_trained, frozen_before) == expected, "`requires_grad` of the blocks and of the head"


@pytest.mark.asks("Frozen blocks are always in evaluation mode: after construction, and also after `model.train()`.")
@pytest.mark.concept("generalization/frozen-batch-norm", "training/train-sets-a-flag")
@pytest.mark.parametrize("calls", [[], ["train"], ["eval", "train"], ["train(False)", "train", "train"]], ids=str)
@pytest.mark.parametrize("n_trained", COUNTS)
def test_frozen_blocks_stay_in_evaluation_mode(probes, n_trained, calls):
    """All modules of frozen blocks are in evaluation mode, after construction and after `train()`."""
    frozen = BLOCKS - n_trained
    assert probes.modes(n_trained, calls)[:frozen] == [[False]] * frozen, "`training` of the modules in each frozen block"


@pytest.mark.asks("All other modules follow `model.train()`, `model.train(False)` and `model.eval()`, and are in training mode after construction.")
@pytest.mark.concept("training/train-sets-a-flag")
@pytest.mark.parametrize("calls", [[], ["train"], ["eval"], ["train(False)"], ["eval", "train"]], ids=str)
@pytest.mark.parametrize("n_trained", COUNTS)
def test_trained_blocks_follow_the_mode(probes, n_trained, calls):
    """The trained blocks and the head follow `train` and `eval`, and are in training mode after construction."""
    training = not calls or calls[-1] == "train"
    assert probes.modes(n_trained, calls)[BLOCKS - n_trained :] == [[training]] * (n_trained + 1), "`training` of trained blocks and head"


@pytest.mark.asks("`train` returns the model.")
@pytest.mark.concept("training/train-sets-a-flag")
def test_train_returns_the_model(probes):
    """`train` and `eval` return the model, so calls can be chained."""
    assert probes.returned_by_train() == [True, True, True], "train(), train(False) and eval() return the model"


@pytest.mark.asks("So their batch norm does not update its running statistics")
@pytest.mark.concept("generalization/frozen-batch-norm")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_running_statistics(probes, rng, device, state, n_trained):
    """Forward passes in training mode update the running statistics of trained blocks, and of no frozen block."""
    x = torch.randn(6, SIZES[0], generator=rng, dtype=DOUBLE).to(device)
    _, once = forward(state, x, n_trained, True)
    _, twice = forward({**state, **once}, x, n_trained, True)
    got = probes.in_training_mode(n_trained, state, x)
    assert_close(got, {**state, **once, **twice}, **NEAR)


@pytest.mark.asks("The parameters of frozen blocks have `requires_grad=False`.", "So their batch norm does not update its running statistics")
@pytest.mark.concept("generalization/frozen-parameters", "generalization/frozen-batch-norm")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_frozen_blocks_do_not_change(probes, rng, device, state, n_trained):
    """After three training steps the frozen blocks have exactly the weights and running statistics from before, and no gradients."""
    seen = probes.trained(n_trained, state, draw_batches(rng, device), HEAD_LR, BACKBONE_LR, DECAY)
    frozen = [name for name in state if is_frozen(name, n_trained)]
    assert_close({name: seen["states"][-1][name] for name in frozen}, {name: state[name] for name in frozen}, **EXACTLY)
    expected = sorted(name for name in state if is_parameter(name) and not is_frozen(name, n_trained))
    assert seen["with gradient"] == expected, "parameters that have a gradient after the training"


@pytest.mark.asks("Write `parameter_groups(model, head_lr, backbone_lr, weight_decay)`", "It returns a list of dicts for `torch.optim.AdamW`.")
@pytest.mark.asks("Each parameter with `requires_grad=True` is in exactly one group, and no other is in any.")
@pytest.mark.concept("training_in_practice/parameter-groups")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_who_is_in_a_group(probes, state, n_trained):
    """Each parameter that requires grad is in exactly one group, and frozen parameters are in none."""
    seen = probes.options(n_trained, HEAD_LR, BACKBONE_LR, DECAY)
    assert seen["type"] == "list", "type of the groups"
    assert seen["unknown"] == 0, "parameters in the groups that are not parameters of the model"
    expected = {name: 0 if is_frozen(name, n_trained) else 1 for name in state if is_parameter(name)}
    assert {name: len(found) for name, found in seen["options"].items()} == expected, "number of groups with each parameter"


@pytest.mark.asks("The parameters of the head have the learning rate `head_lr`, those of the backbone `backbone_lr`.")
@pytest.mark.concept("generalization/lower-lr-for-the-backbone", "training_in_practice/parameter-groups")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_the_learning_rates(probes, n_trained):
    """The parameters of the head have the learning rate `head_lr`, the trained ones of the backbone have `backbone_lr`."""
    seen = probes.options(n_trained, HEAD_LR, BACKBONE_LR, DECAY)["options"]
    got = {name: found[0][0] for name, found in seen.items() if found}
    assert got == {name: HEAD_LR if name.startswith("head") else BACKBONE_LR for name in got}, "learning rate of each parameter"


@pytest.mark.asks("Parameters with two or more dims have `weight_decay`.", "Those with fewer dims")
@pytest.mark.concept("generalization/no-decay-on-biases")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_the_weight_decay(probes, state, n_trained):
    """Parameters with two or more dims have the weight decay; biases and the weights of norm layers have 0."""
    seen = probes.options(n_trained, HEAD_LR, BACKBONE_LR, DECAY)["options"]
    got = {name: found[0][1] for name, found in seen.items() if found}
    assert got == {name: DECAY if state[name].ndim >= 2 else 0 for name in got}, "weight decay of each parameter"


@pytest.mark.asks("`backbone` is an `nn.Sequential` of blocks")
@pytest.mark.concept("generalization/transfer-learning", "optimizers/adamw-decay")
@pytest.mark.parametrize("n_trained", COUNTS)
def test_training(probes, rng, device, state, n_trained):
    """Three steps of AdamW give the expected weights and running statistics of the trained blocks and of the head."""
    batches = draw_batches(rng, device)
    got = probes.trained(n_trained, state, batches, HEAD_LR, BACKBONE_LR, DECAY)["states"]
    # The bias before batch norm has no influence on the loss: its gradient is rounding, and AdamW divides it by its own size.
    compared = [name for name in state if not name.endswith(".0.bias")]
    expected = reference(state, batches, n_trained)
    for one, other in zip(got, expected, strict=True):
        assert_close({name: one[name] for name in compared}, {name: other[name] for name in compared}, rtol=1e-4, atol=1e-6)


def is_parameter(name):
    return name.endswith(("weight", "bias"))


def is_frozen(name, n_trained):
    return name.startswith("backbone") and int(name.split(".")[1]) < BLOCKS - n_trained


def draw_state(rng, device):
    state = {}
    for i, (a, b) in enumerate(zip(SIZES, SIZES[1:], strict=False)):
        shapes = {"0.weight": (b, a), "0.bias": (b,), "1.weight": (b,), "1.bias": (b,), "1.running_mean": (b,), "1.running_var": (b,)}
        for name, shape in shapes.items():
            value = torch.randn(shape, generator=rng, dtype=DOUBLE)
            state[f"backbone.{i}.{name}"] = (0.5 + value.abs() if name.startswith("1.") else value).to(device)
        state[f"backbone.{i}.1.num_batches_tracked"] = torch.tensor(7, device=device)
    state["head.weight"] = torch.randn(CLASSES, SIZES[-1], generator=rng, dtype=DOUBLE).to(device)
    state["head.bias"] = torch.randn(CLASSES, generator=rng, dtype=DOUBLE).to(device)
    return state


def draw_batches(rng, device):
    sizes = [7, 5, 6]
    return [(torch.randn(n, SIZES[0], generator=rng, dtype=DOUBLE).to(device), (torch.arange(n) % CLASSES).to(device)) for n in sizes]


def forward(state, x, n_trained, training):
    """The logits, and the running statistics that change."""
    changed = {}
    for i in range(BLOCKS):
        at = f"backbone.{i}."
        live = training and i >= BLOCKS - n_trained
        z = x @ state[at + "0.weight"].T + state[at + "0.bias"]
        mean, var = state[at + "1.running_mean"], state[at + "1.running_var"]
        if live:
            n = len(z)
            batch_mean = z.sum(0) / n
            batch_var = ((z - batch_mean) ** 2).sum(0) / n
            changed[at + "1.running_mean"] = (0.9 * mean + 0.1 * batch_mean).detach()
            changed[at + "1.running_var"] = (0.9 * var + 0.1 * batch_var * n / (n - 1)).detach()
            changed[at + "1.num_batches_tracked"] = state[at + "1.num_batches_tracked"] + 1
            mean, var = batch_mean, batch_var
        z = (z - mean) / (var + 1e-5).sqrt() * state[at + "1.weight"] + state[at + "1.bias"]
        x = torch.tanh(z) * (2 if live else 1)
    return x @ state["head.weight"].T + state["head.bias"], changed


def reference(state, batches, n_trained):
    """AdamW by its formula: decoupled weight decay, bias correction, eps outside of the root."""
    names = [name for name in state if is_parameter(name) and not is_frozen(name, n_trained)]
    state, history = dict(state), []
    first, second = ({name: torch.zeros_like(state[name]) for name in names} for _ in range(2))
    for t, (x, y) in enumerate(batches, start=1):
        leaves = {name: state[name].clone().requires_grad_() for name in names}
        logits, changed = forward({**state, **leaves}, x, n_trained, True)
        loss = (logits.logsumexp(1) - logits[torch.arange(len(y), device=y.device), y]).mean()
        grads = dict(zip(names, torch.autograd.grad(loss, list(leaves.values())), strict=True))
        state |= changed
        for name, g in grads.items():
            lr = HEAD_LR if name.startswith("head") else BACKBONE_LR
            decay = DECAY if state[name].ndim >= 2 else 0.0
            first[name] = 0.9 * first[name] + 0.1 * g
            second[name] = 0.999 * second[name] + 0.001 * g * g
            step = (first[name] / (1 - 0.9**t)) / ((second[name] / (1 - 0.999**t)).sqrt() + 1e-8)
            state[name] = state[name] * (1 - lr * decay) - lr * step
        history.append(dict(state))
    return history
