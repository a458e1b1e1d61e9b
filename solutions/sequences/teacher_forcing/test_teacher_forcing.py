"""Inputs, losses and training steps against a decoder that is written out token by token in float64; greedy generation
by the same decoder."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
N_TOKENS, N_HIDDEN = 7, 4
# T, the lengths in the batch, start, pad
BATCHES = [
    (5, [5, 2, 3], 1, 0),
    (4, [1, 3], 6, 6),
    (3, [2, 2, 2], 0, 4),
    (1, [1, 1], 2, 0),
    (6, [6], 1, 3),
    (4, [3, 0], 1, 2),
    (3, [0, 1], 3, 0),
]
of_each = pytest.mark.parametrize("batch", BATCHES, ids=str)


@pytest.mark.concept("sequences/shifted-right")
@pytest.mark.concept("sequences/why-a-start-token")
@pytest.mark.asks(
    "`targets` of shape (N, T), int64, contains the tokens to predict",
    "`start`, an int, is the start token, which the decoder reads first.",
    "`shift_right(targets, start)` returns the decoder's inputs",
)
@of_each
def test_what_is_read(probes, rng, device, batch):
    """At each position the decoder's input is the previous target, and the start token at the first position."""
    targets, (_, _, start, _) = draw_targets(rng, device, batch), batch
    expected = torch.tensor([[start, *sequence[:-1]] for sequence in targets.tolist()], device=device)
    assert_close(probes.shifted(targets, start)["inputs"], expected)


@pytest.mark.concept("sequences/padding-out-of-the-mean")
@pytest.mark.concept("sequences/per-token-or-per-sequence")
@pytest.mark.concept("sequences/unshifted-copies")
@pytest.mark.asks(
    "performs one training step and returns its loss, computed before the update",
    "shorter sequences are filled up with `pad`",
    "The decoder reads the shifted targets, starting from the given state",
    "The loss is the mean of −ln p(target) over **all targets of the batch that are not `pad`**",
    "there is at least one.",
)
@of_each
def test_the_loss(probes, rng, device, batch):
    """The loss of a step is the mean of −ln p(target) over all targets that are not padding, with the shifted targets as inputs."""
    weights, state, targets = draw(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.1, n_steps=1)
    assert_close([float(loss) for loss in seen["losses"]], [loss_on_paper({**weights, "state": state}, targets, *batch[2:]).item()])


@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.asks("returns its loss, computed before the update, as a Python float:")
def test_the_loss_is_a_plain_float(probes, rng, device):
    """The loss is returned as a Python float."""
    weights, state, targets = draw(rng, device, BATCHES[0])
    seen = probes.trained(weights, state, targets, *BATCHES[0][2:], lr=0.1, n_steps=1)
    assert not any(isinstance(loss, torch.Tensor) for loss in seen["losses"]), "the loss is a tensor"
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"], "type of the loss"


@pytest.mark.concept("sequences/padding-out-of-the-mean")
@pytest.mark.asks(
    "It takes one optimizer step, using the gradient of this loss only.", "A decoder is an `nn.Module` with `decoder(tokens, state)`"
)
@of_each
def test_four_steps(probes, rng, device, batch, curves):
    """Each step uses the gradient of its own loss: four steps give the expected losses and weights."""
    weights, state, targets = draw(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.2, n_steps=4)
    losses, history = descend({**weights, "state": state}, targets, *batch[2:], lr=0.2, n_steps=4)
    curves(seen["losses"], losses)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close([without_state(each) for each in seen["weights"]], [without_state(each) for each in history])


@pytest.mark.concept("optimizers/zero-grad-place")
@pytest.mark.asks("using the gradient of this loss only")
def test_gradients_that_lie_about(probes, rng, device):
    """Gradients left over from an earlier backward have no effect on the step."""
    weights, state, targets = draw(rng, device, BATCHES[0])
    seen = probes.trained(weights, state, targets, *BATCHES[0][2:], lr=0.2, n_steps=2, leftover=True)
    _, history = descend({**weights, "state": state}, targets, *BATCHES[0][2:], lr=0.2, n_steps=2)
    assert_close(seen["weights"], history)


@pytest.mark.concept("sequences/detach-between-chunks")
@pytest.mark.asks("The state may be part of a graph, for example from an encoder: gradients flow into it, too.")
@pytest.mark.parametrize("batch", BATCHES[:3], ids=str)
def test_the_encoder_learns(probes, rng, device, batch):
    """Gradients flow into the initial state, so that an encoder is trained together with the decoder."""
    weights, state, targets = draw(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.2, n_steps=3)
    _, history = descend({**weights, "state": state}, targets, *batch[2:], lr=0.2, n_steps=3)
    assert_close([each["state"] for each in seen["weights"]], [each["state"] for each in history])


@pytest.mark.concept("training/train-again")
@pytest.mark.asks("in training mode, whatever its mode was before")
@pytest.mark.parametrize("came_in_training_mode", [True, False])
def test_it_trains_in_training_mode(probes, rng, device, came_in_training_mode):
    """The decoder is in training mode during a training step, whatever its mode was before."""
    weights, state, targets = draw(rng, device, BATCHES[0])
    # In training mode its dropout drops all logits, and each token costs the same.
    loss = probes.trained_in_mode(weights, state, targets, *BATCHES[0][2:], came_in_training_mode)
    assert_close(float(loss), math.log(N_TOKENS), rtol=1e-6, atol=0)


@pytest.mark.concept("sequences/decoder-needs-its-state")
@pytest.mark.concept("sequences/one-forward-pass-in-training")
@pytest.mark.asks(
    "`generate(decoder, state, start, n_new)`, n_new at least 1, returns the generated tokens",
    "It reads `start` first, and then always its own last token.",
    "Decoding is greedy: each token is the one with the largest logit.",
    "The state is passed from call to call.",
)
@pytest.mark.parametrize(("n", "start", "n_new"), [(3, 1, 8), (1, 4, 5), (4, 0, 1), (2, 6, 12)])
def test_generation(probes, rng, device, n, start, n_new):
    """Starting from the start token, the decoder generates the token with the largest logit and reads it next, with its own state."""
    weights, state = draw_weights(rng, device), draw_state(rng, device, n)
    assert_close(probes.generated(weights, state, start, n_new)["said"], greedy(weights, state, start, n_new))


@pytest.mark.concept("language/generate-in-eval")
@pytest.mark.asks("It runs in evaluation mode and records no gradients.")
@pytest.mark.parametrize("came_in_training_mode", [True, False])
def test_generation_happens_in_evaluation_mode(probes, rng, device, came_in_training_mode):
    """The decoder is in evaluation mode while it generates."""
    weights, state = draw_weights(rng, device), draw_state(rng, device, 3)
    seen = probes.generated(weights, state, 1, 6, dropout=1.0, training=came_in_training_mode)
    assert_close(seen["said"], greedy(weights, state, 1, 6))


@pytest.mark.concept("training/mode-restored")
@pytest.mark.asks("Afterwards it restores the decoder's previous mode.")
@pytest.mark.parametrize("came_in_training_mode", [True, False])
def test_the_mode_comes_back(probes, rng, device, came_in_training_mode):
    """`generate` restores the decoder's previous mode."""
    weights, state = draw_weights(rng, device), draw_state(rng, device, 3)
    seen = probes.generated(weights, state, 1, 2, dropout=1.0, training=came_in_training_mode)
    # In training mode its dropout drops all logits.
    logits = torch.stack([next_logits(weights, h, 1)[0] for h in state[0]])[:, None]
    assert_close(seen["logits"], 0 * logits if came_in_training_mode else logits)


@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.asks("It runs in evaluation mode and records no gradients.")
def test_generation_records_nothing(probes, rng, device):
    """No gradients are recorded during generation."""
    weights, state = draw_weights(rng, device), draw_state(rng, device, 3)
    shift = 1000 * torch.randn(N_TOKENS, generator=rng, dtype=DOUBLE).to(device)  # with it other tokens would win
    assert_close(probes.generated(weights, state, 1, 6, shift=shift)["said"], greedy(weights, state, 1, 6))


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed, except that training updates the decoder.")
def test_shifting_changes_no_targets(probes, rng, device):
    """`shift_right` does not change the targets."""
    targets = draw_targets(rng, device, BATCHES[0])
    assert_close(probes.shifted(targets, 1)["targets"], targets)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed, except that training updates the decoder.")
@of_each
def test_training_changes_no_targets(probes, rng, device, batch):
    """A training step does not change the targets or the initial state."""
    weights, state, targets = draw(rng, device, batch)
    assert_close(probes.after_training(weights, state, targets, *batch[2:]), [targets, state], rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed, except that training updates the decoder.")
def test_generating_changes_no_state(probes, rng, device):
    """`generate` does not change the initial state."""
    weights, state = draw_weights(rng, device), draw_state(rng, device, 3)
    assert_close(probes.generated(weights, state, 1, 4)["state"], state, rtol=0, atol=0)


def draw(rng, device, batch):
    """Weights, a first state and targets."""
    return draw_weights(rng, device), draw_state(rng, device, len(batch[1])), draw_targets(rng, device, batch)


def without_state(values):
    return {name: value for name, value in values.items() if name != "state"}


def draw_weights(rng, device):
    # Tokens have larger weights than the state, so that the inputs make the difference.
    shapes = {"table": (N_TOKENS, N_HIDDEN), "mix": (N_HIDDEN, N_HIDDEN), "head": (N_HIDDEN, N_TOKENS)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


def draw_state(rng, device, n):
    return torch.randn(1, n, N_HIDDEN, generator=rng, dtype=DOUBLE).to(device)


def draw_targets(rng, device, batch):
    length, lengths, _, pad = batch
    targets = torch.randint(N_TOKENS - 1, (len(lengths), length), generator=rng)
    targets += targets >= pad  # any token but the pad
    for sequence, n in zip(targets, lengths, strict=True):
        sequence[n:] = pad
    return targets.to(device)


def next_logits(weights, h, token):
    h = torch.tanh(h @ weights["mix"] + weights["table"][token])
    return h @ weights["head"], h


def loss_on_paper(values, targets, start, pad):
    """Sequence by sequence, token by token."""
    costs = []
    for h, sequence in zip(values["state"][0], targets.tolist(), strict=True):
        token = start
        for target in sequence:
            logits, h = next_logits(values, h, token)
            if target != pad:
                costs.append(logits.logsumexp(0) - logits[target])
            token = target
    return torch.stack(costs).mean()


def descend(values, targets, start, pad, lr, n_steps):
    """SGD with momentum 0.9, from its formula."""
    momentum, losses, history = {name: torch.zeros_like(value) for name, value in values.items()}, [], []
    for _ in range(n_steps):
        leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
        loss = loss_on_paper(leaves, targets, start, pad)
        gradients = torch.autograd.grad(loss, list(leaves.values()))
        momentum = {name: 0.9 * each + gradient for (name, each), gradient in zip(momentum.items(), gradients, strict=True)}
        values = {name: value - lr * momentum[name] for name, value in values.items()}
        losses.append(loss.item())
        history.append(values)
    return losses, history


def greedy(weights, state, start, n_new):
    generated = []
    for h in state[0]:
        token, tokens = start, []
        for _ in range(n_new):
            logits, h = next_logits(weights, h, token)
            token = logits.argmax().item()
            tokens.append(token)
        generated.append(tokens)
    return torch.tensor(generated, device=state.device)
