"""One step and whole sequences against torch's RNNCell and RNN in float64: states, last state, and all gradients."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
# N, T, n_in, n_hidden
SIZES = [(3, 4, 2, 5), (1, 7, 3, 2), (4, 1, 3, 3), (3, 3, 3, 3), (2, 6, 1, 1), (1, 1, 2, 4)]
of_each = pytest.mark.parametrize("sizes", SIZES, ids=str)
of_two = pytest.mark.parametrize("sizes", [SIZES[0], SIZES[3]], ids=str)

pytestmark = [pytest.mark.asks("Do not use `nn.RNN` or `nn.RNNCell`.")]


@pytest.mark.concept("sequences/rnn-formula")
@pytest.mark.asks(
    "The weights are those of `nn.RNN`, with n_in input features and n_hidden hidden features",
    "computes one step for a batch: x has shape (N, n_in) and the hidden state h has shape (N, n_hidden).",
    "It returns the new hidden state, for each sample",
)
@of_each
def test_one_step(probes, rng, device, sizes):
    """`rnn_step` returns tanh(weight_ih · x + bias_ih + weight_hh · h + bias_hh) for each sample."""
    xs, *rest = draw(rng, device, sizes)
    given = [xs[:, 0], *rest]
    seen = probes.stepped(given, torch.ones(1, dtype=DOUBLE, device=device))
    assert_close(seen["outputs"][0], cell(given[2:])(*given[:2]))


@pytest.mark.concept("sequences/bptt-is-backprop")
@pytest.mark.asks("Gradients flow to all arguments.")
@of_two
def test_gradients_of_one_step(probes, rng, device, sizes):
    """Gradients flow from the new state to x, h and all weights."""
    xs, *rest = draw(rng, device, sizes)
    leaves = [value.clone().requires_grad_() for value in (xs[:, 0], *rest)]
    sums = torch.randn(sizes[0], sizes[3], generator=rng, dtype=DOUBLE).to(device)
    expected = torch.autograd.grad((cell(leaves[2:])(*leaves[:2]) * sums).sum(), leaves)
    same_gradients(probes.stepped([xs[:, 0], *rest], sums)["gradients"], expected)


@pytest.mark.concept("sequences/output-and-h-n")
@pytest.mark.concept("sequences/batch-first-is-silent")
@pytest.mark.asks(
    "reads whole sequences, xs of shape (N, T, n_in) with T at least 1, from the first step to the last",
    "The initial hidden state is h, of shape (N, n_hidden).",
    "It returns two tensors: the states after each step",
)
@of_each
def test_whole_sequences(probes, rng, device, sizes):
    """Starting from a given state, sequences of any length give the states after each step and the last state, as `nn.RNN` does."""
    given, sums = draw(rng, device, sizes), draw_sums(rng, device, sizes)
    assert_close(probes.unrolled(given, sums)["outputs"], reference(given, sums)["outputs"])


@pytest.mark.concept("sequences/initial-state")
@pytest.mark.asks("If h is None, it is all zeros.")
@of_each
def test_without_a_state(probes, rng, device, sizes):
    """If no state is given, the initial state is all zeros."""
    xs, _, *weights = draw(rng, device, sizes)
    given, sums = [xs, None, *weights], draw_sums(rng, device, sizes)
    assert_close(probes.unrolled(given, sums)["outputs"], reference(given, sums)["outputs"])


@pytest.mark.concept("sequences/bptt-is-backprop")
@pytest.mark.asks("Gradients flow to all arguments.")
@pytest.mark.parametrize("with_state", [True, False])
@of_two
def test_gradients_of_whole_sequences(probes, rng, device, sizes, with_state):
    """Gradients flow from the outputs and the last state through all steps to the sequences, the initial state and all weights."""
    xs, h, *weights = draw(rng, device, sizes)
    given, sums = [xs, h if with_state else None, *weights], draw_sums(rng, device, sizes)
    same_gradients(probes.unrolled(given, sums)["gradients"], reference(given, sums)["gradients"])


@pytest.mark.concept("sequences/state-of-another-sequence")
@pytest.mark.asks("If h is None, it is all zeros.")
def test_each_batch_begins_anew(probes, rng, device):
    """No state is kept between calls: each batch without a given state starts from zeros."""
    xs, _, *weights = draw(rng, device, (3, 4, 2, 5))
    batches = [xs, xs.flip(0), xs[:, :2]]
    ones = [torch.ones(1, dtype=DOUBLE, device=device)] * 2
    expected = [reference([batch, None, *weights], ones)["outputs"] for batch in batches]
    assert_close(probes.one_after_another(batches, weights), expected)


@pytest.mark.concept("sequences/state-between-chunks")
@pytest.mark.asks("A sequence may be read in two pieces, with the last state of the first piece passed to the second call.")
@pytest.mark.parametrize("lengths_of_the_pieces", [[3, 2], [1, 1, 3]], ids=str)
def test_in_pieces(probes, rng, device, lengths_of_the_pieces):
    """A sequence that is read in pieces, with the state passed from piece to piece, gives the same states."""
    given, sums = draw(rng, device, (3, 5, 2, 4)), draw_sums(rng, device, (3, 5, 2, 4))
    assert_close(probes.in_pieces(given, lengths_of_the_pieces, sums)["outputs"], reference(given, sums)["outputs"])


@pytest.mark.concept("sequences/detach-between-chunks")
@pytest.mark.asks("This gives the same values and the same gradients as one call on the whole sequence.")
@pytest.mark.parametrize("lengths_of_the_pieces", [[3, 2], [1, 1, 3]], ids=str)
def test_gradients_of_pieces(probes, rng, device, lengths_of_the_pieces):
    """A sequence that is read in pieces gives the same gradients, which flow back through the state that is passed on."""
    given, sums = draw(rng, device, (3, 5, 2, 4)), draw_sums(rng, device, (3, 5, 2, 4))
    same_gradients(probes.in_pieces(given, lengths_of_the_pieces, sums)["gradients"], reference(given, sums)["gradients"])


def test_the_example_of_the_task(probes, device):
    """With all weights 0 and both biases 0.5, every element of every state is tanh(1)."""
    zeros = [torch.zeros(size, device=device) for size in ((2, 3, 4), (5, 4), (5, 5))]
    biases = [torch.full((5,), 0.5, device=device)] * 2
    sums = [torch.ones(1, device=device)] * 2
    outputs, last = probes.unrolled([zeros[0], None, *zeros[1:], *biases], sums)["outputs"]
    assert_close(outputs, torch.full((2, 3, 5), 0.7615942, device=device))
    assert_close(last, torch.full((2, 5), 0.7615942, device=device))


@pytest.mark.asks("The dtype of the results is that of the inputs.")
@pytest.mark.parametrize("with_state", [True, False])
def test_the_precision_is_kept(probes, rng, device, with_state):
    """float32 inputs give float32 outputs."""
    xs, h, *weights = single_precision(rng, device)
    given = [xs, h if with_state else None, *weights]
    seen, expected = probes.as_given(given), expected_in_single(given, device)
    assert_close(seen["outputs"], expected)
    if with_state:
        assert_close(seen["step"], expected[0][:, 0])


@pytest.mark.asks("reads whole sequences, xs of shape (N, T, n_in) with T at least 1")
def test_views_will_do(probes, rng, device):
    """The sequences may be a transposed view, which is not contiguous in memory."""
    given = single_precision(rng, device)
    given[0] = given[0].transpose(0, 1).contiguous().transpose(0, 1)
    assert_close(probes.as_given(given)["outputs"], expected_in_single(given, device))


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed.")
def test_what_is_passed_in_is_left_alone(probes, rng, device):
    """Sequences, state and weights are not changed."""
    given = draw(rng, device, SIZES[0])
    seen = probes.as_given(given)["given"]
    assert_close(seen, given, rtol=0, atol=0)


def single_precision(rng, device):
    return [value.float() for value in draw(rng, device, (4, 3, 2, 5))]


def expected_in_single(given, device):
    doubled = [None if value is None else value.double() for value in given]
    return [value.float() for value in reference(doubled, [torch.ones(1, dtype=DOUBLE, device=device)] * 2)["outputs"]]


def draw(rng, device, sizes):
    """Sequences, a state, and the four weights in the order of the task."""
    n, t, n_in, n_hidden = sizes
    shapes = [(n, t, n_in), (n, n_hidden), (n_hidden, n_in), (n_hidden, n_hidden), (n_hidden,), (n_hidden,)]
    # Small, so that tanh is not saturated: near ±1 every mistake would look alike.
    return [0.7 * torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in shapes]


def draw_sums(rng, device, sizes):
    n, t, _, n_hidden = sizes
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((n, t, n_hidden), (n, n_hidden))]


def cell(weights):
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    layer = nn.RNNCell(weights[0].shape[1], len(weights[1])).to(weights[0])
    return lambda x, h: torch.func.functional_call(layer, dict(zip(names, weights, strict=True)), (x, h))


def reference(given, sums):
    """torch's own layer with these weights."""
    leaves = [None if value is None else value.clone().requires_grad_() for value in given]
    xs, h, *weights = leaves
    layer = nn.RNN(xs.shape[2], len(weights[1]), batch_first=True).to(xs)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    start = () if h is None else (h[None],)
    outputs, last = torch.func.functional_call(layer, dict(zip(names, weights, strict=True)), (xs, *start))
    outs = [outputs, last[0]]
    total = sum((out * each).sum() for out, each in zip(outs, sums, strict=True))
    gradients = torch.autograd.grad(total, [leaf for leaf in leaves if leaf is not None])
    return {"outputs": [out.detach() for out in outs], "gradients": gradients}


def same_gradients(seen, expected):
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(list(seen), list(expected))
