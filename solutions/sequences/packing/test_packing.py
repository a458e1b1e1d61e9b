"""Outputs, last states and gradients of padded batches against the layer on each sequence alone, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
LAYERS = {"RNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
# Kind, layers, both directions, T, lengths
CASES = [
    ("GRU", 1, False, 6, [2, 6, 1, 4]),
    ("LSTM", 1, True, 5, [3, 1, 4]),  # all are shorter than the padded batch
    ("RNN", 2, False, 4, [4, 4, 4, 4]),
    ("GRU", 2, True, 5, [1, 5, 3]),
    ("LSTM", 2, False, 4, [2, 3]),
    ("RNN", 1, True, 3, [3, 2, 1]),  # in order already
    ("LSTM", 1, False, 4, [2]),
    ("GRU", 1, True, 1, [1, 1]),
]
of_each = pytest.mark.parametrize("case", CASES, ids=str)
LENGTHS = [[2, 5, 1], [3], [1, 1], [4, 4, 2, 4]]
of_lengths = pytest.mark.parametrize("lengths", LENGTHS, ids=str)
META = "meta"  # the only device apart from the CPU that every machine has; its tensors have shapes but no values


@pytest.mark.concept("sequences/pad-sequence")
@pytest.mark.asks(
    "`pad(sequences)`: takes a list of N tensors of shape (T_n, F), each T_n at least 1, and returns a pair:",
    "x of shape (N, T, F), where T is the largest T_n: the sequences in their order, starting at step 0, with zeros after them",
)
@pytest.mark.parametrize("n_features", [3, 1])
@of_lengths
def test_the_padded_batch(probes, rng, device, lengths, n_features):
    """`pad` returns the sequences as one batch, in their order, with zeros after them."""
    sequences = [torch.randn(length, n_features, generator=rng).to(device) for length in lengths]
    expected = batch_of(sequences)
    assert_close(probes.padded(sequences, torch.ones_like(expected))["x"], expected, rtol=0, atol=0)


@pytest.mark.concept("sequences/pad-sequence")
@pytest.mark.asks("`lengths`, an int64 tensor of shape (N,) with the T_n")
@of_lengths
def test_the_lengths(probes, rng, device, lengths):
    """`pad` returns the number of steps of each sequence, even if some of its steps are all zeros."""
    sequences = [torch.randn(length, 3, generator=rng).to(device) for length in lengths]
    sequences[0][-1] = 0  # a step of zeros, and yet a step
    assert_close(probes.padded(sequences, torch.ones(1, device=device))["lengths"], torch.tensor(lengths, device=device))


@pytest.mark.concept("training_class/where-to-put-a-batch")
@pytest.mark.asks("on the device of the sequences")
def test_the_lengths_lie_where_the_sequences_do(probes):
    """Batch and lengths are on the device of the sequences, not always on the CPU."""
    expected = {"x": f"(2, 4, 3) on {META}", "lengths": f"(2,) on {META}"}
    seen = probes.padded_elsewhere([torch.zeros(2, 3), torch.zeros(4, 3)], META)
    # A submission that reads the largest length from the tensor needs a value, which meta tensors lack: then nothing is checked.
    assert seen is None or seen == expected, "shapes and devices"


@pytest.mark.asks("x of shape (N, T, F), where T is the largest T_n: the sequences in their order, starting at step 0")
def test_float64_sequences(probes, rng, device):
    """float64 sequences give a float64 batch with exactly the same values."""
    sequences = [torch.randn(length, 2, generator=rng, dtype=DOUBLE).to(device) for length in (2, 4)]
    expected = batch_of(sequences)
    assert_close(probes.padded(sequences, torch.ones_like(expected))["x"], expected, rtol=0, atol=0)


@pytest.mark.asks("Gradients flow through `pad` to the sequences")
@of_lengths
def test_gradients_of_padding(probes, rng, device, lengths):
    """Gradients flow from the padded batch to each sequence."""
    sequences = [torch.randn(length, 3, generator=rng).to(device) for length in lengths]
    sums = torch.randn(len(lengths), max(lengths), 3, generator=rng).to(device)
    seen = probes.padded(sequences, sums)["gradients"]
    assert not [gradient for gradient in seen if gradient is None], "no gradient flows to the sequences"
    assert_close(seen, [gradient[:length] for gradient, length in zip(sums, lengths, strict=True)])


@pytest.mark.concept("sequences/total-length")
@pytest.mark.concept("sequences/enforce-sorted")
@pytest.mark.asks(
    "`run(layer, x, lengths)` runs a recurrent layer on a padded batch.",
    "`layer` is an `nn.RNN`, `nn.GRU` or `nn.LSTM` with `batch_first=True`, with any number of layers, in one or two directions.",
    "x has shape (N, T, F).",
    "Sample n has `lengths[n]` valid steps, from 1 to T",
    "The lengths are in **any order**, on the device of x",
    "their maximum may be less than T.",
    "It returns `outputs, state`, in the order of the samples in x.",
    "at the valid steps the outputs of the layer for that sequence alone, and 0 after them",
)
@of_each
def test_the_outputs(probes, rng, device, case):
    """At the valid steps the outputs are those of each sequence alone, in the order of the batch; after them, up to T, they are 0."""
    weights, x, lengths = draw(rng, device, case)
    expected = reference(case, weights, x, lengths)
    assert_close(probes.ran(case[0], weights, x, lengths)["outputs"], expected[0])


@pytest.mark.concept("sequences/h-n-of-a-packed-batch")
@pytest.mark.concept("sequences/backwards-through-padding")
@pytest.mark.asks(
    "`state` is the last state that the layer returns for each sequence alone",
    "In the backward direction that is the state after reading from the last valid step to step 0.",
    "It returns `outputs, state`, in the order of the samples in x.",
)
@of_each
def test_the_last_states(probes, rng, device, case):
    """The last states are those of each sequence alone, for each layer and direction, in the order of the batch."""
    weights, x, lengths = draw(rng, device, case)
    expected = reference(case, weights, x, lengths)
    assert_close(probes.ran(case[0], weights, x, lengths)["state"], expected[1:])


@pytest.mark.concept("sequences/backwards-through-padding")
@pytest.mark.asks("through `run` to x and to the layer's weights, but not to the padding")
@of_each
def test_the_gradients(probes, rng, device, case):
    """The gradients with respect to x and the weights are those of the sequences alone; with respect to the padding they are 0."""
    weights, x, lengths = draw(rng, device, case)
    leaves = {name: value.clone().requires_grad_() for name, value in weights.items()}
    leaf = x.clone().requires_grad_()
    outputs = reference(case, leaves, leaf, lengths)
    sums = [torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device) for out in outputs]
    total = sum((out * each).sum() for out, each in zip(outputs, sums, strict=True))
    expected = list(torch.autograd.grad(total, [leaf, *leaves.values()]))
    seen = probes.gradients(case[0], weights, x, lengths, sums)
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(seen, expected)


@pytest.mark.concept("sequences/what-packing-saves")
@pytest.mark.asks("followed by any finite values")
@pytest.mark.parametrize("padding", [0.0, 1000.0])
def test_what_the_padding_holds_makes_no_difference(probes, rng, device, padding):
    """Whatever the values of the padding, outputs and states are the same."""
    case = CASES[3]
    weights, x, lengths = draw(rng, device, case)
    outputs, *state = reference(case, weights, x, lengths)
    x[torch.arange(x.shape[1], device=device) >= lengths[:, None]] = padding
    assert_close(probes.ran(case[0], weights, x, lengths), {"outputs": outputs, "state": state})


@pytest.mark.asks("x has shape (N, T, F).")
@pytest.mark.parametrize("case", CASES[:2], ids=str)
def test_views_will_do(probes, rng, device, case):
    """x may be a transposed view, which is not contiguous in memory."""
    weights, x, lengths = draw(rng, device, case)
    expected = reference(case, weights, x, lengths)
    single = {name: value.float() for name, value in weights.items()}
    view = x.float().transpose(0, 1).contiguous().transpose(0, 1)
    # cuDNN may run a recurrent layer in TF32, whose mantissa has 10 bits.
    outputs = probes.afterwards(case[0], single, view, lengths, True)["outputs"]
    assert_close(outputs, expected[0].float(), rtol=5e-3, atol=5e-3)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs and the layer are not changed.")
def test_sequences_are_left_alone(probes, rng, device):
    """`pad` does not change the sequences."""
    sequences = [torch.randn(length, 3, generator=rng).to(device) for length in (2, 4, 1)]
    assert_close(probes.padded(sequences, torch.ones(1, device=device))["given"], sequences, rtol=0, atol=0)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs and the layer are not changed.")
@pytest.mark.parametrize("case", CASES[:2], ids=str)
def test_what_is_passed_in_is_left_alone(probes, rng, device, case):
    """`run` does not change x, lengths or the layer's weights."""
    weights, x, lengths = draw(rng, device, case)
    seen = probes.afterwards(case[0], weights, x.clone(), lengths.clone(), True)
    assert_close(seen["given"], [x, lengths], rtol=0, atol=0)
    assert_close(seen["weights"], list(weights.values()), rtol=0, atol=0)


@pytest.mark.concept("training/mode-restored")
@pytest.mark.asks("The inputs and the layer are not changed.")
@pytest.mark.parametrize("training", [True, False])
def test_the_layer_keeps_its_mode(probes, rng, device, training):
    """`run` leaves the layer in its previous mode, training or evaluation."""
    weights, x, lengths = draw(rng, device, CASES[0])
    assert probes.afterwards("GRU", weights, x, lengths, training)["training"] is training, "training mode afterwards"


def batch_of(sequences):
    expected = sequences[0].new_zeros(len(sequences), max(map(len, sequences)), sequences[0].shape[1])
    for padded, sequence in zip(expected, sequences, strict=True):
        padded[: len(sequence)] = sequence
    return expected


def draw(rng, device, case):
    """Weights by name, a batch with noise for padding, and its lengths."""
    kind, n_layers, both, t, lengths = case
    layer = LAYERS[kind](2, 3, n_layers, bidirectional=both)
    weights = {name: torch.randn(p.shape, generator=rng, dtype=DOUBLE).to(device) for name, p in layer.named_parameters()}
    return weights, torch.randn(len(lengths), t, 2, generator=rng, dtype=DOUBLE).to(device), torch.tensor(lengths, device=device)


def reference(case, weights, x, lengths):
    """Each sequence alone, cut to its length: outputs padded with zeros, and last states concatenated."""
    kind, n_layers, both, t, _ = case
    layer = LAYERS[kind](2, 3, n_layers, batch_first=True, bidirectional=both).to(x)
    outputs, states = [], []
    for sequence, length in zip(x, lengths.tolist(), strict=True):
        output, state = torch.func.functional_call(layer, weights, (sequence[None, :length],))
        outputs.append(nn.functional.pad(output, (0, 0, 0, t - length)))
        states.append(state if isinstance(state, tuple) else (state,))
    return [torch.cat(outputs), *(torch.cat(each, dim=1) for each in zip(*states, strict=True))]
