"""The vocabulary against Python's own sorting; the lookup and its gradient against torch's embedding."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use `nn.Embedding`")

# The only device apart from the CPU that every machine has. Its tensors have shapes but no values, and operations do not mix devices.
META = "meta"
# Strings whose characters do not first appear in order, one of a single character, one beyond ASCII, and one with spaces only at its ends.
LINES = ["the quick brown fox jumps over the lazy dog.", "zebra crossing\nat noon", "aaa", "žluťoučký kůň – 5 €", " tab,tab\n"]
SHAPES = [(5,), (2, 3), (1,), (1, 1), (2, 3, 4), (), (0,), (2, 0)]


@pytest.mark.asks("`len(vocabulary)` is the number of distinct characters")
@pytest.mark.concept("language/what-is-a-token")
@pytest.mark.parametrize("line", LINES)
def test_the_size_of_the_vocabulary(probes, line):
    """The length of the vocabulary is the number of distinct characters."""
    assert probes.size(line) == len(set(line)), "length of the vocabulary"


@pytest.mark.asks(
    "the distinct characters of the text get the ids 0, 1, 2, … in the order of `sorted`",
    "returns the ids of the characters as an int64",
)
@pytest.mark.concept("language/what-is-a-token")
@pytest.mark.parametrize("line", LINES)
def test_the_numbers_of_the_characters(probes, line):
    """The distinct characters get the ids 0, 1, 2, … in sorted order; `encode` returns them as an int64 tensor."""
    known = sorted(set(line))
    text = line[::-1]
    assert_close(probes.encoded(line, text), torch.tensor([known.index(each) for each in text]), rtol=0, atol=0)


@pytest.mark.asks("The empty text gives shape (0,)")
@pytest.mark.concept("language/ids-are-integers")
def test_the_empty_text(probes):
    """The empty text becomes an int64 tensor of shape (0,)."""
    assert_close(probes.encoded("abc", ""), torch.zeros(0, dtype=torch.int64))


@pytest.mark.asks("takes such a tensor and returns the text")
@pytest.mark.parametrize("line", LINES)
def test_decode(probes, rng, device, line):
    """`decode` returns the characters of the ids as one string."""
    known = sorted(set(line))
    ids = torch.randint(len(known), (9,), generator=rng)
    assert probes.decoded(line, ids.to(device)) == "".join(known[i] for i in ids.tolist()), "decoded text"


@pytest.mark.asks("takes such a tensor and returns the text")
def test_decoding_nothing(probes):
    """An empty tensor of ids becomes the empty text."""
    assert probes.decoded("abc", torch.zeros(0, dtype=torch.int64)) == "", "decoded text"


@pytest.mark.asks("takes such a tensor and returns the text")
def test_there_and_back(probes):
    """Encoding and then decoding a text gives the same text; two vocabularies do not affect each other."""
    assert probes.round_trip(LINES) == LINES, "texts after encoding and decoding"


@pytest.mark.asks("A character that is not in the vocabulary raises a KeyError")
@pytest.mark.concept("language/what-is-a-token")
@pytest.mark.parametrize(("line", "other"), [("hello", "help"), ("abc", "ab c"), ("abc", "A"), ("bcd", "a")])
def test_an_unknown_character(probes, line, other):
    """A character that is not in the vocabulary raises a KeyError."""
    seen = probes.encoded_or_not(line, other)
    assert seen == "KeyError", f"encode({other!r}) with the vocabulary of {line!r} gave {seen}"


@pytest.mark.asks("`one_hot(ids, n_tokens)`: for `ids` of any shape", "Ids are int64, from 0 to n_tokens − 1")
@pytest.mark.concept("language/one-hot-product")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("n_tokens", [7, 1])
def test_one_hot(probes, rng, device, shape, n_tokens):
    """`one_hot` has a 1 at the index of each id and 0 elsewhere, in float32, for ids of any shape."""
    ids = torch.randint(n_tokens, shape, generator=rng).to(device)
    assert_close(probes.one_hot(ids, n_tokens), torch.eye(n_tokens, device=device)[ids], rtol=0, atol=0)


@pytest.mark.asks("`embed(table, ids)`: `table` has shape", "it returns the rows with these indices")
@pytest.mark.concept("language/embedding-row")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_rows(probes, rng, device, shape, dtype):
    """`embed` returns the rows with these indices, in the dtype of the table, for ids of any shape."""
    table, ids, weights = draw(rng, device, shape, dtype)
    assert_close(probes.embedded(table, ids, weights)["rows"], reference(table, ids, weights)[0])


@pytest.mark.asks("Gradients flow to the table")
@pytest.mark.concept("language/embedding-row")
@pytest.mark.concept("language/repeated-ids")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradient_at_the_table(probes, rng, device, shape):
    """The gradient that `embed` sends to the table is that of `F.embedding`."""
    table, ids, weights = draw(rng, device, shape, torch.float64)
    seen = probes.embedded(table, ids, weights)["gradient"]
    assert seen is not None, "no gradient flows to the table"
    assert_close(seen, reference(table, ids, weights)[1])


@pytest.mark.asks("it returns the rows with these indices")
@pytest.mark.concept("language/one-hot-product")
@pytest.mark.parametrize("kind", ["square", "transposed"])
def test_other_tables(probes, rng, device, kind):
    """`embed` selects rows also if the table is square or a transposed view."""
    table = torch.randn(5, 5, generator=rng) if kind == "square" else torch.randn(3, 6, generator=rng).T
    ids = torch.randint(len(table), (2, 4), generator=rng)
    weights = torch.randn(2, 4, table.shape[1], generator=rng)
    seen = probes.embedded(table.to(device), ids.to(device), weights.to(device))
    rows, gradient = reference(table, ids, weights)
    assert_close(seen, {"rows": rows.to(device), "gradient": gradient.to(device)})


@pytest.mark.concept("language/repeated-ids")
def test_one_id_three_times(probes, device):
    """A row that was used three times gets the sum of three gradients; a row that was not used gets 0."""
    ids = torch.tensor([2, 2, 0, 2], device=device)
    gradient = torch.tensor([[1.0], [10.0], [5.0], [100.0]], device=device)
    assert_close(probes.by_hand(gradient, ids, 4), torch.tensor([[5.0], [0.0], [111.0], [0.0]], device=device))


@pytest.mark.asks(
    "`embedding_gradient(gradient, ids, n_tokens)`", "`gradient` has shape (*ids.shape, width)", "The result has shape (n_tokens, width)"
)
@pytest.mark.concept("language/repeated-ids")
@pytest.mark.concept("classification/index-counts-once")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradient_by_hand(probes, rng, device, shape, dtype):
    """`embedding_gradient` returns the gradient that `F.embedding` sends to its table, also if ids repeat or do not occur."""
    table, ids, weights = draw(rng, device, shape, dtype)
    seen = probes.by_hand(weights, ids, len(table))
    assert_close(seen, reference(table, ids, weights)[1])


@pytest.mark.asks("`gradient` has shape (*ids.shape, width)")
def test_a_gradient_that_is_a_view(probes, rng, device):
    """Ids and gradients may be transposed views, which are not contiguous in memory."""
    ids, gradient = torch.randint(4, (3, 2), generator=rng).T, torch.randn(3, 2, 5, generator=rng).transpose(0, 1)
    expected = reference(torch.zeros(4, 5), ids, gradient)[1]
    assert_close(probes.by_hand(gradient.to(device), ids.to(device), 4), expected.to(device))


@pytest.mark.asks("Input tensors are not changed")
def test_inputs_are_left_alone(probes, rng, device):
    """Table, ids and gradient are not changed."""
    given = draw(rng, device, (2, 3), torch.float32)
    assert_close(probes.afterwards(*given), list(given), rtol=0, atol=0)


@pytest.mark.asks("new tensors are created on the same device")
@pytest.mark.concept("modules/meta-device")
def test_another_device(probes, rng):
    """All three functions create new tensors on the device of their inputs."""
    seen = probes.elsewhere(*draw(rng, "cpu", (2, 3), torch.float32), META)
    expected = {"one_hot": (2, 3, 6), "embed": (2, 3, 4), "embedding_gradient": (6, 4)}
    # A loop over the ids needs values, which a meta tensor does not have: then there is nothing to check.
    checked = {name: f"{shape} on {META}" for name, shape in expected.items() if seen[name] is not None}
    assert {name: value for name, value in seen.items() if value is not None} == checked, "shapes and devices"


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
