"""Logits, gradients and training steps of padded batches against torch's GRU on each sequence alone, in float64."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
# T, n_in, n_hidden, n_classes, lengths
CASES = [
    (6, 3, 5, 4, [2, 6, 1, 4]),
    (5, 2, 3, 2, [3, 1, 3]),  # all are shorter than the padded batch
    (4, 3, 4, 3, [4, 4, 4, 4]),  # N equals T
    (4, 4, 4, 4, [1, 2, 4, 3]),
    (3, 1, 1, 2, [2]),
    (1, 2, 3, 1, [1, 1]),
]
of_each = pytest.mark.parametrize("case", CASES, ids=str)


@pytest.mark.asks(
    "Complete the class `SequenceClassifier(n_in, n_hidden, n_classes)`, an `nn.Module`",
    "It has two submodules: `rnn`, an `nn.GRU` with one layer and one direction",
    "So the state_dict has the keys",
)
@pytest.mark.parametrize("sizes", [(3, 5, 4), (1, 2, 1)], ids=str)
def test_its_parts(probes, sizes):
    """The model has a GRU named `rnn` and a linear layer named `head`, with the sizes of the task, and nothing else."""
    n_in, n_hidden, n_classes = sizes
    parts = nn.ModuleDict({"rnn": nn.GRU(n_in, n_hidden), "head": nn.Linear(n_hidden, n_classes)})
    expected = {name: tuple(value.shape) for name, value in parts.state_dict().items()}
    seen = probes.registered(sizes)
    for part in ("state", "parameters"):
        assert {name: tuple(value.shape) for name, value in seen[part].items()} == expected, "names and shapes"


@pytest.mark.concept("sequences/batch-first-is-silent")
@pytest.mark.asks("`model(x, lengths)` returns logits of shape (N, n_classes).", "x has shape **(N, T, n_in)**, batch first.")
@pytest.mark.parametrize("n_steps", [1, 4])
def test_without_padding(probes, rng, device, n_steps):
    """If no sequence is padded, the logits are the head of the GRU's state after the last step."""
    state, x, lengths = draw(rng, device, (n_steps, 3, 4, 3, [n_steps] * 4))
    expected = alone(state, x, lengths)
    assert_close(probes.classified(state, x, lengths, torch.ones_like(expected))["logits"], expected)


@pytest.mark.concept("sequences/last-valid-index")
@pytest.mark.asks(
    "In sample n the first `lengths[n]` steps are valid",
    "`lengths` is an int64 tensor of shape (N,), in any order, on the device of x",
    "each length is from 1 to T",
    "The maximum may be less than T.",
    "The logits of a sample are `head` of the GRU's state **after its last valid step**.",
    "They are the same as for that sequence alone, without padding.",
)
@of_each
def test_the_logits(probes, rng, device, case):
    """The logits of each sample are the head of the state after its last valid step, as for that sequence alone."""
    state, x, lengths = draw(rng, device, case)
    expected = alone(state, x, lengths)
    assert_close(probes.classified(state, x, lengths, torch.ones_like(expected))["logits"], expected)


@pytest.mark.concept("sequences/zeros-move-the-state")
@pytest.mark.concept("sequences/mean-over-padding")
@pytest.mark.asks(
    "the steps after them are padding, which may have any finite values, not only zeros",
    "No element of the padding affects the logits or the gradients.",
)
@pytest.mark.parametrize("padding", [0.0, 100.0, -3.0])
@pytest.mark.parametrize("further_steps", [0, 7])
def test_the_padding_is_not_read(probes, rng, device, padding, further_steps):
    """However long the padding is, and whatever its values, the logits stay the same."""
    state, x, lengths = draw(rng, device, CASES[0])
    expected = alone(state, x, lengths)
    x = torch.cat([x, x[:, :1].expand(-1, further_steps, -1)], dim=1)
    x[torch.arange(x.shape[1], device=device) >= lengths[:, None]] = padding
    assert_close(probes.classified(state, x, lengths, torch.ones_like(expected))["logits"], expected)


@pytest.mark.concept("sequences/last-valid-index")
@pytest.mark.asks("No element of the padding affects the logits or the gradients.")
@of_each
def test_the_gradients(probes, rng, device, case):
    """The gradients with respect to all weights and the valid steps are those of the sequences alone; with respect to the padding they
    are 0."""
    state, x, lengths = draw(rng, device, case)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    leaf = x.clone().requires_grad_()
    logits = alone(leaves, leaf, lengths)
    sums = torch.randn(logits.shape, generator=rng, dtype=DOUBLE).to(device)
    expected = torch.autograd.grad((logits * sums).sum(), [leaf, *leaves.values()])
    seen = probes.classified(state, x, lengths, sums)["gradients"]
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(seen, list(expected))


@pytest.mark.concept("sequences/state-of-another-sequence")
@pytest.mark.asks("They are the same as for that sequence alone")
def test_each_batch_begins_anew(probes, rng, device):
    """The model keeps no state between batches: each sequence gets the logits that a new model would give it."""
    state, x, lengths = draw(rng, device, CASES[0])
    batches = [(x, lengths), (x.flip(0), lengths.flip(0)), (x, lengths)]
    assert_close(probes.one_after_another(state, batches), [alone(state, *batch) for batch in batches])


@pytest.mark.concept("training/eval-is-not-no-grad")
@pytest.mark.asks("The logits of a sample are `head` of the GRU's state **after its last valid step**.")
@pytest.mark.parametrize("training", [True, False])
def test_both_modes(probes, rng, device, training):
    """In training mode the logits are the same as in evaluation mode."""
    state, x, lengths = draw(rng, device, CASES[0])
    assert_close(probes.as_given(state, x, lengths, training)["logits"], alone(state, x, lengths))


@pytest.mark.asks("x has shape **(N, T, n_in)**, batch first.")
def test_views_will_do(probes, rng, device):
    """x may be a transposed view, which is not contiguous in memory."""
    state, x, lengths = draw(rng, device, CASES[0])
    single = {name: value.float() for name, value in state.items()}
    view = x.float().transpose(0, 1).contiguous().transpose(0, 1)
    seen = probes.as_given(single, view, lengths, True)
    # cuDNN may run a recurrent layer in TF32, whose mantissa has 10 bits.
    assert_close(seen["logits"], alone(state, x, lengths).float(), rtol=5e-3, atol=5e-3)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("x and lengths are not changed.")
def test_what_is_passed_in_is_left_alone(probes, rng, device):
    """x and lengths are not changed."""
    state, x, lengths = draw(rng, device, CASES[0])
    assert_close(probes.as_given(state, x.clone(), lengths.clone(), True)["given"], [x, lengths], rtol=0, atol=0)


@pytest.mark.asks("No element of the padding affects the logits or the gradients.")
def test_three_steps_of_training(probes, rng, device):
    """Three SGD steps on the cross-entropy of padded batches give the same weights as the sequences without padding."""
    batches, state = [], draw(rng, device, CASES[0])[0]
    for case in (CASES[0], (3, 3, 5, 4, [3, 1]), (5, 3, 5, 4, [2, 2, 3])):
        _, x, lengths = draw(rng, device, case)
        batches.append((x, lengths, torch.randint(4, (len(x),), generator=rng).to(device)))
    assert_close(probes.trained(state, batches, 0.3), descend(state, batches, 0.3))


def draw(rng, device, case):
    """Weights, a batch with noise for padding, and its lengths."""
    t, n_in, n_hidden, n_classes, lengths = case
    shapes = {"rnn.weight_ih_l0": (3 * n_hidden, n_in), "rnn.weight_hh_l0": (3 * n_hidden, n_hidden)}
    shapes |= {"rnn.bias_ih_l0": (3 * n_hidden,), "rnn.bias_hh_l0": (3 * n_hidden,)}
    shapes |= {"head.weight": (n_classes, n_hidden), "head.bias": (n_classes,)}
    state = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    return state, torch.randn(len(lengths), t, n_in, generator=rng, dtype=DOUBLE).to(device), torch.tensor(lengths, device=device)


def alone(state, x, lengths):
    """Each sequence by itself, cut to its length, through torch's GRU and the head."""
    weights = {name.removeprefix("rnn."): value for name, value in state.items() if name.startswith("rnn.")}
    layer = nn.GRU(x.shape[2], weights["weight_hh_l0"].shape[1]).to(x)
    states = []
    for sequence, length in zip(x, lengths.tolist(), strict=True):
        _, last = torch.func.functional_call(layer, weights, (sequence[:length, None],))
        states.append(last[0, 0])
    return F.linear(torch.stack(states), state["head.weight"], state["head.bias"])


def descend(state, batches, lr):
    seen = []
    for x, lengths, labels in batches:
        leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
        gradients = torch.autograd.grad(F.cross_entropy(alone(leaves, x, lengths), labels), list(leaves.values()))
        state = {name: value - lr * gradient for (name, value), gradient in zip(state.items(), gradients, strict=True)}
        seen.append(state)
    return seen
