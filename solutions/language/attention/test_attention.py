"""Outputs and gradients against torch's scaled_dot_product_attention in float64, weights against a sum that is written out."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = pytest.mark.asks("Do not use `F.scaled_dot_product_attention`")

DOUBLE = torch.float64
# The only device apart from the CPU that every machine has. Its tensors have shapes but no values, and operations do not mix devices.
META = "meta"
# Leading dims, T, S, d, e
CAUSAL = [((), 4, 4, 3, 2), ((2,), 5, 5, 5, 5), ((2, 3), 4, 4, 2, 5), ((4,), 4, 4, 4, 4), ((1,), 1, 1, 3, 2), ((2,), 3, 3, 1, 1)]
OPEN = [((), 3, 5, 4, 2), ((2,), 6, 2, 3, 4), ((2, 3), 4, 4, 4, 4), ((1,), 1, 6, 2, 3), ((2,), 5, 1, 3, 2)]
CASES = [(sizes, True) for sizes in CAUSAL] + [(sizes, False) for sizes in OPEN]


@pytest.mark.asks("With `causal=True` (then S = T) query t attends to")
@pytest.mark.concept("language/causal-mask-entries")
@pytest.mark.concept("language/uniform-average")
def test_equal_scores(probes, device):
    """If all scores are equal, query t gives each of the keys 0 to t the weight 1 / (t + 1), and later keys 0."""
    zeros = torch.zeros(3, 4, device=device)
    expected = torch.tensor([[1.0, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]], device=device)
    assert_close(probes.weighed(zeros, zeros, True, zeros[:, :1])["output"], expected)


@pytest.mark.asks(
    "In both functions, `q` (queries) has shape",
    "there may be none, one (the batch), or more",
    "`attention_weights(q, k, causal)` returns a tensor of shape (..., T, S)",
    "The score of query t and key s is their dot product",
    "The weights of a query are the softmax of its scores",
    "With `causal=True` (then S = T) query t attends to",
    "With `causal=False` each query attends to all keys",
)
@pytest.mark.concept("language/what-attention-computes")
@pytest.mark.concept("language/why-root-d")
@pytest.mark.concept("language/softmax-over-keys")
@pytest.mark.parametrize(("sizes", "causal"), CASES, ids=str)
def test_the_weights(probes, rng, device, sizes, causal):
    """The weights of each query are the softmax of its scores over the keys that it may attend to."""
    q, k, _ = draw(rng, device, sizes)
    assert_close(probes.weighed(q, k, causal, torch.ones_like(q[..., :1]))["output"], written_out(q, k, causal))


@pytest.mark.asks("their weight is exactly 0")
@pytest.mark.concept("language/minus-infinity")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_future_has_no_weight(probes, rng, device, dtype):
    """The weight of a later key is exactly 0, however large its score."""
    q, k, _ = draw(rng, device, ((2,), 6, 6, 3, 3), dtype)
    weights = probes.weighed(q, 30 * k, True, torch.ones_like(q[..., :1]))["output"]
    assert_close(weights.triu(1), torch.zeros_like(weights), rtol=0, atol=0)


@pytest.mark.asks("their weight is exactly 0", "Scores may be as large as 1000")
@pytest.mark.concept("language/minus-infinity")
def test_the_future_has_no_weight_beside_low_scores(probes, rng, device):
    """The weight of a later key is exactly 0 even if all unmasked scores of a query are near −900."""
    q, k, _ = draw(rng, device, ((2,), 5, 5, 4, 3))
    weights = probes.weighed(30 + q, -15 + k, True, torch.ones_like(q[..., :1]))["output"]
    assert_close(weights.triu(1), torch.zeros_like(weights), rtol=0, atol=0)


@pytest.mark.asks("`attention(q, k, v, causal)`, with `v` (values)", "there may be none, one (the batch), or more")
@pytest.mark.concept("language/attention-shape")
@pytest.mark.parametrize(("sizes", "causal"), CASES, ids=str)
def test_the_output(probes, rng, device, sizes, causal):
    """For each query the output is the mean of the values with its attention weights, of shape (..., T, e)."""
    q, k, v = draw(rng, device, sizes)
    sums = torch.ones(1, dtype=DOUBLE, device=device)
    assert_close(probes.attended(q, k, v, causal, sums)["output"], F.scaled_dot_product_attention(q, k, v, is_causal=causal))


@pytest.mark.asks("Gradients flow to q, k and v")
@pytest.mark.concept("language/why-root-d")
@pytest.mark.parametrize(("sizes", "causal"), CASES, ids=str)
def test_the_gradients(probes, rng, device, sizes, causal):
    """The gradients with respect to q, k and v are those of torch's attention."""
    q, k, v = draw(rng, device, sizes)
    sums = torch.randn(*sizes[0], sizes[1], sizes[4], generator=rng, dtype=DOUBLE).to(device)
    seen = probes.attended(q, k, v, causal, sums)["gradients"]
    for name, gradient in zip("qkv", seen, strict=True):
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen, reference(q, k, v, causal, sums))


@pytest.mark.asks("Gradients flow to q, k and v")
@pytest.mark.concept("language/softmax-over-keys")
@pytest.mark.parametrize(("sizes", "causal"), CASES, ids=str)
def test_the_gradients_of_the_weights(probes, rng, device, sizes, causal):
    """Gradients also flow from the weights to q and k."""
    q, k, _ = draw(rng, device, sizes)
    sums = torch.randn(*sizes[0], sizes[1], sizes[2], generator=rng, dtype=DOUBLE).to(device)
    seen = probes.weighed(q, k, causal, sums)["gradients"]
    assert None not in seen, "no gradient flows from the weights to q and k"
    given = [t.clone().requires_grad_() for t in (q, k)]
    assert_close(seen, list(torch.autograd.grad((written_out(*given, causal) * sums).sum(), given)))


@pytest.mark.asks("The other keys have no effect")
@pytest.mark.concept("language/minus-infinity")
@pytest.mark.concept("language/mask-after-softmax")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_a_loud_future_is_not_heard(probes, rng, device, dtype):
    """A later key whose score is 1000 larger changes nothing for the queries before it."""
    q, k, v = with_large_last_key(rng, device, dtype)
    seen = probes.attended(q, k, v, True, torch.ones(4, 3, dtype=dtype, device=device))
    assert seen["output"].isfinite().all(), "the output contains NaN or infinite values"
    alone = F.scaled_dot_product_attention(q[:3].double(), k[:3].double(), v[:3].double(), is_causal=True)
    assert_close(seen["output"][:3], alone.to(dtype), rtol=1e-4, atol=1e-5)


@pytest.mark.asks("The other keys have no effect")
@pytest.mark.concept("language/minus-infinity")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_gradients_below_a_loud_future(probes, rng, device, dtype):
    """A later key whose score is 1000 larger changes no gradient, and makes none of them NaN."""
    q, k, v = with_large_last_key(rng, device, dtype)
    sums = torch.randn(4, 3, generator=rng, dtype=dtype).to(device)
    seen = probes.attended(q, k, v, True, sums)["gradients"]
    for name, gradient in zip("qkv", seen, strict=True):
        assert gradient is not None, f"no gradient flows to {name}"
    expected = [gradient.to(dtype) for gradient in reference(*(t.double() for t in (q, k, v)), True, sums.double())]
    # The gradient of a query holds the last key's 1000, which float32 knows to 6e-5, times a difference of weights.
    assert_close(seen, expected, rtol=1e-3, atol=1e-3)


@pytest.mark.asks("Scores may be as large as 1000")
@pytest.mark.concept("language/minus-infinity")
@pytest.mark.parametrize("causal", [True, False])
def test_large_scores(probes, rng, device, causal):
    """With scores in the hundreds, positive and negative, all results are finite and right."""
    q, k, v = draw(rng, device, ((2,), 5, 5, 4, 3))
    # Rows of scores near −900, as well as some that differ by hundreds.
    q[0], k[0] = 30 + q[0], -15 + k[0]
    q[1], k[1] = 20 * q[1], 20 * k[1]
    sums = torch.randn(2, 5, 3, generator=rng, dtype=DOUBLE).to(device)
    seen = probes.attended(q, k, v, causal, sums)
    assert_close(seen["output"], F.scaled_dot_product_attention(q, k, v, is_causal=causal))
    assert None not in seen["gradients"], "a gradient is missing"
    assert_close(seen["gradients"], reference(q, k, v, causal, sums), rtol=1e-5, atol=1e-8)


@pytest.mark.asks("The dtype is that of the inputs")
@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_precision_is_kept(probes, rng, device, dtype, causal):
    """The output has the dtype of the inputs."""
    q, k, v = draw(rng, device, ((2,), 4, 4, 3, 3), dtype)
    assert_close(probes.as_given(q, k, v, causal), F.scaled_dot_product_attention(q, k, v, is_causal=causal))


@pytest.mark.asks("there may be none, one (the batch), or more")
@pytest.mark.parametrize("causal", [True, False])
def test_inputs_that_are_not_contiguous(probes, rng, device, causal):
    """q, k and v may be transposed views, as they are after splitting into heads."""
    q, k, v = (t.transpose(1, 2) for t in draw(rng, device, ((2, 4), 3, 3, 5, 5)))
    assert_close(probes.as_given(q, k, v, causal), F.scaled_dot_product_attention(q, k, v, is_causal=causal))


@pytest.mark.asks("which are not changed")
def test_inputs_are_left_alone(probes, rng, device):
    """q, k and v are not changed."""
    given = list(draw(rng, device, ((2,), 4, 4, 3, 3)))
    assert_close(probes.afterwards(*given), given, rtol=0, atol=0)


@pytest.mark.asks("new tensors are created on their device")
@pytest.mark.concept("modules/meta-device")
@pytest.mark.parametrize("causal", [True, False])
def test_another_device(probes, rng, causal):
    """New tensors are created on the device of the inputs."""
    seen = probes.elsewhere(*draw(rng, "cpu", ((2,), 3, 3, 4, 5)), causal, META)
    assert seen == {"weights": f"(2, 3, 3) on {META}", "output": f"(2, 3, 5) on {META}"}, "shapes and devices"


def with_large_last_key(rng, device, dtype):
    """Queries, keys and values of which the last key has scores near 1000."""
    q, k, v = draw(rng, device, ((), 4, 4, 4, 3), dtype)
    q[:, 0] = 2.0
    k[3, 0] = 1000.0  # divided by the root of 4 and times 2
    return q, k, v


def draw(rng, device, sizes, dtype=DOUBLE):
    front, n_queries, n_keys, d, e = sizes
    shapes = [(n_queries, d), (n_keys, d), (n_keys, e)]
    return tuple(torch.randn(*front, *shape, generator=rng, dtype=dtype).to(device) for shape in shapes)


def reference(q, k, v, causal, sums):
    given = [t.clone().requires_grad_() for t in (q, k, v)]
    out = F.scaled_dot_product_attention(*given, is_causal=causal)
    return list(torch.autograd.grad((out * sums).sum(), given))


def written_out(q, k, causal):
    """The weights without a mask: the softmax of each query over just the keys that it attends to, padded with zeros."""
    rows = []
    for t in range(q.shape[-2]):
        n_seen = t + 1 if causal else k.shape[-2]
        scores = torch.einsum("...d,...sd->...s", q[..., t, :], k[..., :n_seen, :]) / math.sqrt(q.shape[-1])
        rows.append(F.pad(scores.softmax(-1), (0, k.shape[-2] - n_seen)))
    return torch.stack(rows, dim=-2)
