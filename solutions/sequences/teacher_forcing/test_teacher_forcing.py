"""Inputs, losses and training steps against a decoder that is written out token by token in float64; greedy generation
by the same decoder."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
N_TOKENS, N_HIDDEN = 7, 4
# Lengths in a batch with T places, start, pad
BATCHES = [(5, [5, 2, 3], 1, 0), (4, [1, 3], 6, 6), (3, [2, 2, 2], 0, 4), (1, [1, 1], 2, 0), (6, [6], 1, 3)]
of_each = pytest.mark.parametrize("batch", BATCHES, ids=str)


@pytest.mark.concept("sequences/shifted-right")
@pytest.mark.concept("sequences/why-a-start-token")
@of_each
def test_what_is_read(probes, rng, device, batch):
    """At each place the decoder reads the target of the place before, and the start token at the first."""
    targets, (_, _, start, _) = draw_targets(rng, device, batch), batch
    expected = torch.tensor([[start, *row[:-1]] for row in targets.tolist()], device=device)
    seen = probes.shifted(targets, start)
    assert_close(seen["inputs"], expected)
    assert_close(seen["targets"], targets)


@pytest.mark.concept("sequences/padding-out-of-the-mean")
@pytest.mark.concept("sequences/per-token-or-per-sequence")
@pytest.mark.concept("sequences/unshifted-copies")
@of_each
def test_the_loss(probes, rng, device, batch):
    """The loss of a step is the mean of −ln p(target) over all targets that are not padding, the shifted targets being read."""
    weights, state, targets = draw_weights(rng, device), draw_state(rng, device, batch), draw_targets(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.1, n_steps=1)
    assert_close([float(loss) for loss in seen["losses"]], [loss_on_paper({**weights, "state": state}, targets, *batch[2:]).item()])


@pytest.mark.concept("sequences/padding-out-of-the-mean")
@of_each
def test_four_steps(probes, rng, device, batch, curves):
    """Each step goes along the gradient of its own loss: four of them give the losses, weights and first state that they give on paper."""
    weights, state, targets = draw_weights(rng, device), draw_state(rng, device, batch), draw_targets(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.2, n_steps=4)
    losses, history = descend({**weights, "state": state}, targets, *batch[2:], lr=0.2, n_steps=4)
    curves(seen["losses"], losses)
    assert_close([float(loss) for loss in seen["losses"]], losses)
    assert_close(seen["weights"], history)


@pytest.mark.concept("training/item-cuts-the-graph")
def test_the_loss_is_a_plain_float(probes, rng, device):
    """The loss comes back as a plain Python float."""
    batch = BATCHES[0]
    weights, state, targets = draw_weights(rng, device), draw_state(rng, device, batch), draw_targets(rng, device, batch)
    seen = probes.trained(weights, state, targets, *batch[2:], lr=0.1, n_steps=1)
    assert not any(isinstance(loss, torch.Tensor) for loss in seen["losses"]), "the loss is a tensor"
    # NumPy's numbers cross from the worker as plain ones: of those, and of no others, only the name of their type tells.
    assert seen["types"] == ["float"]


@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False], ids=["came training", "came evaluating"])
def test_it_trains_in_training_mode(probes, rng, device, training):
    """The decoder is in training mode while it trains, whatever mode it came in."""
    batch = BATCHES[0]
    weights, state, targets = draw_weights(rng, device), draw_state(rng, device, batch), draw_targets(rng, device, batch)
    # In training mode its dropout drops all logits, and each token costs the same.
    loss = probes.trained_in_mode(weights, state, targets, *batch[2:], training)
    assert_close(float(loss), math.log(N_TOKENS), rtol=1e-6, atol=0)


@pytest.mark.concept("sequences/state-goes-along")
@pytest.mark.concept("sequences/one-call-in-training")
@pytest.mark.parametrize(("n", "start", "n_new"), [(3, 1, 8), (1, 4, 5), (4, 0, 1), (2, 6, 12)])
def test_generation(probes, rng, device, n, start, n_new):
    """From the start token on the decoder says the token with the largest logit and reads it next, with its own state."""
    weights, state = draw_weights(rng, device), torch.randn(1, n, N_HIDDEN, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.generated(weights, state, start, n_new)
    assert_close(seen["said"], greedy(weights, state, start, n_new))
    assert_close(seen["state"], state, rtol=0, atol=0)


@pytest.mark.concept("language/generate-in-eval")
@pytest.mark.parametrize("training", [True, False], ids=["came training", "came evaluating"])
def test_generation_happens_in_evaluation_mode(probes, rng, device, training):
    """While it generates the decoder is in evaluation mode; afterwards it has the mode that it had before."""
    weights, state = draw_weights(rng, device), torch.randn(1, 3, N_HIDDEN, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.generated(weights, state, 1, 6, dropout=1.0, training=training)
    assert_close(seen["said"], greedy(weights, state, 1, 6))
    logits = torch.stack([next_logits(weights, h, 1)[0] for h in state[0]])[:, None]
    assert_close(seen["logits"], 0 * logits if training else logits)


def test_generation_records_nothing(probes, rng, device):
    """While it generates no gradients are recorded."""
    weights, state = draw_weights(rng, device), torch.randn(1, 3, N_HIDDEN, generator=rng, dtype=DOUBLE).to(device)
    shift = 1000 * torch.randn(N_TOKENS, generator=rng, dtype=DOUBLE).to(device)  # with it other tokens would win
    assert_close(probes.generated(weights, state, 1, 6, shift=shift)["said"], greedy(weights, state, 1, 6))


def draw_weights(rng, device):
    # Tokens weigh more than the state, so that what is read makes the difference.
    shapes = {"table": (N_TOKENS, N_HIDDEN), "mix": (N_HIDDEN, N_HIDDEN), "head": (N_HIDDEN, N_TOKENS)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}


def draw_state(rng, device, batch):
    return torch.randn(1, len(batch[1]), N_HIDDEN, generator=rng, dtype=DOUBLE).to(device)


def draw_targets(rng, device, batch):
    length, lengths, _, pad = batch
    targets = torch.randint(N_TOKENS - 1, (len(lengths), length), generator=rng)
    targets += targets >= pad  # any token but the pad
    for row, n in zip(targets, lengths, strict=True):
        row[n:] = pad
    return targets.to(device)


def next_logits(weights, h, token):
    h = torch.tanh(h @ weights["mix"] + weights["table"][token])
    return h @ weights["head"], h


def loss_on_paper(values, targets, start, pad):
    """Row by row, token by token."""
    costs = []
    for h, row in zip(values["state"][0], targets.tolist(), strict=True):
        token = start
        for target in row:
            logits, h = next_logits(values, h, token)
            if target != pad:
                costs.append(logits.logsumexp(0) - logits[target])
            token = target
    return torch.stack(costs).mean()


def descend(values, targets, start, pad, lr, n_steps):
    """SGD with momentum 0.9, from its formula."""
    pace, losses, history = {name: torch.zeros_like(value) for name, value in values.items()}, [], []
    for _ in range(n_steps):
        leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
        loss = loss_on_paper(leaves, targets, start, pad)
        gradients = torch.autograd.grad(loss, list(leaves.values()))
        pace = {name: 0.9 * each + gradient for (name, each), gradient in zip(pace.items(), gradients, strict=True)}
        values = {name: value - lr * pace[name] for name, value in values.items()}
        losses.append(loss.item())
        history.append(values)
    return losses, history


def greedy(weights, state, start, n_new):
    rows = []
    for h in state[0]:
        token, row = start, []
        for _ in range(n_new):
            logits, h = next_logits(weights, h, token)
            token = logits.argmax().item()
            row.append(token)
        rows.append(row)
    return torch.tensor(rows, device=state.device)
