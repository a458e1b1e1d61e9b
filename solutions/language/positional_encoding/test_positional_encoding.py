"""The encoding against Python's own sines in float64, element by element; the module against a sum."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
of_each_shape = pytest.mark.parametrize("shape", [(2, 5, 6), (1, 1, 4), (3, 8, 5), (4, 4, 4), (1, 3, 1)], ids=str)


@pytest.mark.concept("language/sine-and-cosine-pairs")
def test_two_rows(probes):
    """For width 4, position 0 is (0, 1, 0, 1) and position 1 is (0.8415, 0.5403, 0.0100, 0.9999)."""
    expected = torch.tensor([[0.0, 1, 0, 1], [0.8415, 0.5403, 0.0100, 0.9999]])
    assert_close(probes.encoded(2, 4), expected, rtol=0, atol=1e-4)


@pytest.mark.asks(
    "`positional_encoding(length, width, dtype=torch.float32)` returns a tensor",
    "For position p = 0, 1, … and i = 0, 1, …",
    "column 2i contains sin",
    "Every width from 1 on is allowed",
)
@pytest.mark.concept("language/sine-and-cosine-pairs")
@pytest.mark.parametrize(("length", "width"), [(7, 6), (4, 4), (1, 8), (5, 2), (12, 16), (3, 10)])
def test_the_encoding(probes, length, width):
    """Each pair of columns contains the sine and the cosine of the same angle, p / 10000^(2i / width)."""
    assert_close(probes.encoded(length, width, DOUBLE), wave(range(length), width), rtol=0, atol=1e-9)


@pytest.mark.asks("Every width from 1 on is allowed", "If it is odd, the last column is a sine")
@pytest.mark.concept("language/sine-and-cosine-pairs")
@pytest.mark.parametrize(("length", "width"), [(5, 7), (4, 1), (6, 3), (1, 5)])
def test_an_odd_width(probes, length, width):
    """With an odd width the last column is a sine."""
    assert_close(probes.encoded(length, width, DOUBLE), wave(range(length), width), rtol=0, atol=1e-9)


@pytest.mark.asks("on the CPU, in this dtype")
@pytest.mark.parametrize("dtype", [None, torch.float32, DOUBLE, torch.bfloat16], ids=str)
def test_the_dtype(probes, dtype):
    """The encoding has the requested dtype, float32 by default."""
    seen = probes.encoded(9, 6) if dtype is None else probes.encoded(9, 6, dtype)
    near = {torch.bfloat16: 1e-2, DOUBLE: 1e-9}.get(dtype, 1e-6)
    assert_close(seen, wave(range(9), 6).to(dtype or torch.float32), rtol=0, atol=near)


@pytest.mark.asks("Each element is accurate also at position 100000")
@pytest.mark.concept("language/fastest-positional-columns")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_far_positions(probes, rng, dtype):
    """At far positions the elements are accurate, too: to 1e-6 in float32, to 1e-9 in float64."""
    positions = [0, 1, 100000, *torch.randint(100000, (20,), generator=rng).tolist()]
    seen = probes.rows(100001, 6, dtype, torch.tensor(positions))
    # At 100000 the angle itself is known to 1e-11 in float64, and a frequency that was rounded differently moves it by as much again.
    assert_close(seen, wave(positions, 6).to(dtype), rtol=0, atol=1e-6 if dtype is torch.float32 else 1e-9)


@pytest.mark.asks("For x of shape (N, T, width), T at most max_length")
@pytest.mark.concept("language/encoding-is-added")
@of_each_shape
def test_the_sum(probes, rng, device, shape):
    """Row p of the encoding is added to position p of each sequence."""
    x = torch.randn(shape, generator=rng).to(device)
    assert_close(probes.added(x, 8, x)["output"], x + wave(range(shape[1]), shape[2]).to(x), rtol=0, atol=1e-5)


@pytest.mark.asks("The gradient flows to x unchanged")
@pytest.mark.concept("language/encoding-is-added")
@of_each_shape
def test_the_gradient(probes, rng, device, shape):
    """The gradient flows to x unchanged."""
    x, sums = (torch.randn(shape, generator=rng).to(device) for _ in range(2))
    seen = probes.added(x, 8, sums)["gradient"]
    assert seen is not None, "no gradient flows to x"
    assert_close(seen, sums)


@pytest.mark.asks("row p is added to position p of each sequence")
@pytest.mark.concept("language/attention-has-no-order")
def test_equal_tokens_become_different(probes, device):
    """If all positions have the same token, the outputs differ between positions, but not between sequences."""
    x = torch.full((3, 6, 4), 0.5, device=device)
    expected = 0.5 + wave(range(6), 4).to(x).expand(3, 6, 4)
    assert_close(probes.added(x, 6, x)["output"], expected, rtol=0, atol=1e-5)


@pytest.mark.asks("The output has the dtype of x")
@pytest.mark.concept("language/encoding-is-added")
@pytest.mark.parametrize(
    ("model_dtype", "dtype"), [(torch.float32, DOUBLE), (DOUBLE, torch.float32), (torch.float32, torch.bfloat16)], ids=str
)
def test_the_output_has_the_dtype_of_x(probes, rng, device, model_dtype, dtype):
    """The output has the dtype of x, even if the model has another one."""
    x = torch.randn(2, 4, 6, generator=rng).to(device, dtype)
    expected = x + wave(range(4), 6).to(device, dtype)
    assert_close(probes.added(x, 9, x, model_dtype)["output"], expected, rtol=0, atol=5e-2 if dtype is torch.bfloat16 else 1e-5)


@pytest.mark.asks("A longer x raises a ValueError")
@pytest.mark.parametrize("length", [6, 7, 20])
def test_a_sequence_that_is_too_long(probes, rng, device, length):
    """A sequence longer than max_length raises a ValueError."""
    seen = probes.too_long(torch.randn(2, length, 4, generator=rng).to(device), 5)
    assert isinstance(seen, str), "no error was raised"
    assert seen == "ValueError", "what was raised"


@pytest.mark.asks("For x of shape (N, T, width), T at most max_length")
@pytest.mark.parametrize("length", [1, 6])
def test_the_longest_sequence(probes, rng, device, length):
    """A sequence of exactly max_length positions raises no error."""
    x = torch.randn(2, length, 4, generator=rng).to(device)
    seen = probes.too_long(x, length)
    assert not isinstance(seen, str), f"{seen} was raised"
    assert_close(seen, x + wave(range(length), 4).to(x), rtol=0, atol=1e-5)


@pytest.mark.asks("The encoding is a buffer called `table`, of shape (max_length, width)")
@pytest.mark.concept("language/encoding-is-a-buffer")
@pytest.mark.parametrize(("width", "max_length"), [(6, 10), (5, 3), (1, 12)])
def test_the_table_is_a_buffer(probes, width, max_length):
    """The encoding is a buffer called `table`, of shape (max_length, width)."""
    seen = probes.parts(width, max_length)["buffers"]
    assert "table" in seen, f"no buffer is called table, only {list(seen)}"
    assert_close(seen["table"].float(), wave(range(max_length), width).float(), rtol=0, atol=1e-6)  # it may keep more digits


@pytest.mark.asks("the module has no parameters")
@pytest.mark.concept("language/encoding-is-a-buffer")
@pytest.mark.concept("language/learned-positions")
def test_nothing_is_trained(probes):
    """The module has no parameters."""
    assert len(probes.parts(6, 10)["parameters"]) == 0, "number of parameters that would be trained"


@pytest.mark.asks("`AddPositions(width, max_length)`, an `nn.Module`", "It moves with the model")
@pytest.mark.concept("language/encoding-is-a-buffer")
def test_the_buffer_is_what_is_added(probes, rng, device):
    """The buffer is what is added: if its values change, so does the output."""
    x = torch.randn(2, 4, 6, generator=rng).to(device)
    assert_close(probes.turned(x, 7, -3.0)["scaled"], x - 3 * wave(range(4), 6).to(x), rtol=0, atol=1e-5)


@pytest.mark.asks("it returns x plus the encoding")
@pytest.mark.parametrize("mode", ["training", "evaluation"])
def test_both_modes(probes, rng, device, mode):
    """Inside another module, training and evaluation mode give the same result."""
    x = torch.randn(2, 4, 6, generator=rng).to(device)
    assert_close(probes.turned(x, 7, 1.0)[mode], x + wave(range(4), 6).to(x), rtol=0, atol=1e-5)


@pytest.mark.asks("The tensor x is not changed")
def test_the_input_is_left_alone(probes, rng, device):
    """The input tensor is not changed."""
    x = torch.randn(2, 4, 6, generator=rng).to(device)
    assert_close(probes.afterwards(x, 4), x, rtol=0, atol=0)


def wave(positions, width):
    """Element by element, in Python floats."""
    rows = [[(math.cos if j % 2 else math.sin)(p / 10000 ** ((j - j % 2) / width)) for j in range(width)] for p in positions]
    return torch.tensor(rows, dtype=DOUBLE)
