"""The vocabulary against Python's own sorting; the look-up and its gradient against torch's embedding in outputs and gradients."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

# Strings whose characters do not first appear in order, one of a single character, and one beyond ASCII.
LINES = ["the quick brown fox jumps over the lazy dog.", "zebra crossing\nat noon", "aaa", "žluťoučký kůň – 5 €"]
SHAPES = [(5,), (2, 3), (1,), (1, 1), (2, 3, 4)]


@pytest.mark.concept("language/what-is-a-token")
@pytest.mark.parametrize("line", LINES)
def test_the_numbers_of_the_characters(probes, line):
    """The different characters are numbered from 0, in sorted order; `encode` gives their numbers as an int64 tensor."""
    known = sorted(set(line))
    assert probes.size(line) == len(known)
    text = line[::-1]
    assert_close(probes.encoded(line, text), torch.tensor([known.index(each) for each in text]), rtol=0, atol=0)


@pytest.mark.concept("language/ids-are-integers")
def test_the_empty_text(probes):
    """The empty text becomes an int64 tensor of shape (0,), and such a tensor becomes the empty text."""
    nothing = torch.zeros(0, dtype=torch.int64)
    assert_close(probes.encoded("abc", ""), nothing)
    assert probes.decoded("abc", nothing) == ""


@pytest.mark.parametrize("line", LINES)
def test_decode(probes, rng, device, line):
    """`decode` gives the characters of the numbers, as one text."""
    known = sorted(set(line))
    ids = torch.randint(len(known), (9,), generator=rng)
    assert probes.decoded(line, ids.to(device)) == "".join(known[i] for i in ids.tolist())


def test_there_and_back(probes):
    """A text that is encoded and decoded is the same text; two vocabularies do not disturb each other."""
    assert probes.round_trip(LINES) == LINES


@pytest.mark.concept("language/what-is-a-token")
@pytest.mark.parametrize(("line", "other"), [("hello", "help"), ("abc", "ab c"), ("abc", "A"), ("bcd", "a")])
def test_an_unknown_character(probes, line, other):
    """A character that the vocabulary does not know raises a KeyError."""
    seen = probes.encoded_or_not(line, other)
    assert seen == "KeyError", f"encode({other!r}) with the vocabulary of {line!r} gave {seen}"


@pytest.mark.concept("language/one-hot-product")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("n_tokens", [7, 1])
def test_one_hot(probes, rng, device, shape, n_tokens):
    """`one_hot` has a 1 at the place of each id and 0 elsewhere, float32, whatever shape the ids have."""
    ids = torch.randint(n_tokens, shape, generator=rng).to(device)
    assert_close(probes.one_hot(ids, n_tokens), torch.eye(n_tokens, device=device)[ids], rtol=0, atol=0)


@pytest.mark.concept("language/embedding-row")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_rows_and_their_gradient(probes, rng, device, shape, dtype):
    """`embed` gives the rows that the ids name, and sends the table the gradient that torch's embedding sends."""
    table, ids, weights = draw(rng, device, shape, dtype)
    seen = probes.embedded(table, ids, weights)
    rows, gradient = reference(table, ids, weights)
    assert_close(seen["rows"], rows)
    assert seen["gradient"] is not None, "no gradient flows to the table"
    assert_close(seen["gradient"], gradient)


@pytest.mark.concept("language/one-hot-product")
def test_a_square_table_and_one_that_lies_askew(probes, rng, device):
    """Rows are rows also where the table is square, or a transposed view."""
    for table in (torch.randn(5, 5, generator=rng), torch.randn(3, 6, generator=rng).T):
        ids = torch.randint(len(table), (2, 4), generator=rng)
        weights = torch.randn(2, 4, table.shape[1], generator=rng)
        seen = probes.embedded(table.to(device), ids.to(device), weights.to(device))
        rows, gradient = reference(table, ids, weights)
        assert_close(seen, {"rows": rows.to(device), "gradient": gradient.to(device)})


@pytest.mark.concept("language/repeated-ids")
@pytest.mark.concept("classification/index-counts-once")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradient_by_hand(probes, rng, device, shape, dtype):
    """`embedding_gradient` gives the gradient that torch's embedding sends to its table, also where ids repeat or do not occur."""
    table, ids, weights = draw(rng, device, shape, dtype)
    seen = probes.by_hand(weights, ids, len(table))
    assert_close(seen, reference(table, ids, weights)[1])


@pytest.mark.concept("language/repeated-ids")
def test_one_id_three_times(probes, device):
    """A row that was used three times gets the sum of three gradients, one that was not used gets 0."""
    ids = torch.tensor([2, 2, 0, 2], device=device)
    gradient = torch.tensor([[1.0], [10.0], [5.0], [100.0]], device=device)
    assert_close(probes.by_hand(gradient, ids, 4), torch.tensor([[5.0], [0.0], [111.0], [0.0]], device=device))


def test_a_gradient_that_lies_askew(probes, rng, device):
    """Ids and gradients may be transposed views, not contiguous in memory."""
    ids, gradient = torch.randint(4, (3, 2), generator=rng).T, torch.randn(3, 2, 5, generator=rng).transpose(0, 1)
    expected = reference(torch.zeros(4, 5), ids, gradient)[1]
    assert_close(probes.by_hand(gradient.to(device), ids.to(device), 4), expected.to(device))


def test_inputs_are_left_alone(probes, rng, device):
    """Table, ids and gradient are not changed."""
    given = draw(rng, device, (2, 3), torch.float32)
    assert_close(probes.afterwards(*given), list(given), rtol=0, atol=0)


def draw(rng, device, shape, dtype):
    """A table of six rows, ids of which some repeat, and a gradient. The last row is never used."""
    table = torch.randn(6, 4, generator=rng, dtype=dtype)
    ids = torch.randint(5, shape, generator=rng)
    return table.to(device), ids.to(device), torch.randn(*shape, 4, generator=rng, dtype=dtype).to(device)


def reference(table, ids, weights):
    table = table.clone().requires_grad_()
    rows = F.embedding(ids, table)
    (rows * weights).sum().backward()
    return rows.detach(), table.grad
