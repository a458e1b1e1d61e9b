"""Filtered logits against a loop over the tokens of each distribution in plain Python; samples against the frequencies of these."""

import math

import pytest
import torch
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given(
        "Write `filter_logits(logits, temperature, top_k, top_p)`",
        "Write `sample(logits, generator, temperature=1.0, top_k=None, top_p=None)`",
        "`generator` is a `torch.Generator` on the device of the logits.",
        "All are finite, and the logits of one distribution differ from each other.",
    ),
]

DOUBLE = torch.float64
META = "meta"  # Its tensors have shapes but no values, and operations do not mix devices.
SHAPES = [(7,), (1, 5), (4, 9), (2, 3, 6), (3, 1)]
N = 40_000


@pytest.mark.concept("language_models/top-p-count", "language_models/top-k-minus-infinity")
@pytest.mark.asks("only the `top_k` largest logits remain", "only the nucleus remains")
def test_the_example(probes, device):
    """Probabilities 0.5, 0.3, 0.15, 0.05: top-k with 3 keeps 0.5263, 0.3158, 0.1579; top-p with 0.7 keeps 0.625, 0.375, and at temperature
    0.5 it keeps 0.7353, 0.2647."""
    logits = torch.tensor([0.5, 0.3, 0.15, 0.05], device=device).log()
    cases = [
        ({"top_k": 3}, [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]),
        ({"top_p": 0.7}, [0.625, 0.375, 0, 0]),
        ({"temperature": 0.5, "top_p": 0.7}, [0.25 / 0.34, 0.09 / 0.34, 0, 0]),
    ]
    for options, expected in cases:
        probs = probes.filtered(logits, **options).softmax(-1)
        assert_close(probs.cpu(), torch.tensor(expected), rtol=1e-5, atol=1e-6, msg=lambda m, o=options: f"probabilities with {o}: {m}")


@pytest.mark.concept("language_models/temperature-formula")
@pytest.mark.asks("First, the logits are divided by `temperature`", "It returns a tensor of the same shape and dtype")
@pytest.mark.parametrize("temperature", [0.25, 1.0, 3.0])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_temperature(probes, rng, device, shape, temperature):
    """Without top-k and top-p all logits remain, divided by the temperature."""
    logits = draw(rng, shape).to(device)
    assert_close(probes.filtered(logits, temperature=temperature), logits / temperature)


@pytest.mark.concept("language_models/top-k-minus-infinity", "language_models/top-k-of-one")
@pytest.mark.asks(
    "only the `top_k` largest logits remain",
    "`top_k` is at least 1",
    "if it is larger than V, all remain.",
    "Every other one is −∞.",
    "Leading dims are independent of each other.",
)
@pytest.mark.parametrize("top_k", [1, 2, 4, 9, 50])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_top_k(probes, rng, device, shape, top_k):
    """In each distribution the k largest logits keep their value, and the others are −∞; a k above V keeps all."""
    logits = draw(rng, shape)
    assert_close(probes.filtered(logits.to(device), top_k=top_k).cpu(), reference(logits, 1.0, top_k, None))


@pytest.mark.concept("language_models/top-p-crossing-token", "language_models/top-p-count")
@pytest.mark.asks(
    "only the nucleus remains",
    "So the most probable token always remains.",
    "A logit that remains has its value after the first step.",
    "`logits` has shape (..., V), float32 or float64",
    "Leading dims are independent of each other.",
)
@pytest.mark.parametrize("top_p", [0.01, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_top_p(probes, rng, device, shape, top_p):
    """In each distribution the fewest most probable tokens remain whose probabilities add up to at least p."""
    logits = draw(rng, shape, top_p=top_p)
    assert_close(probes.filtered(logits.to(device), top_p=top_p).cpu(), reference(logits, 1.0, None, top_p))


@pytest.mark.concept("language_models/order-of-the-filters")
@pytest.mark.asks("First, the logits are divided by `temperature`", "The probabilities are the softmax of the logits that remain")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize(("temperature", "top_k", "top_p"), [(0.5, 3, 0.8), (2.0, 4, 0.5), (1.5, 2, 0.7), (0.8, 30, 0.9), (1.3, 5, 0.85)])
def test_all_three_together(probes, rng, device, dtype, temperature, top_k, top_p):
    """Temperature comes first, then top-k, then top-p with the probabilities of the tokens that remain."""
    logits = draw(rng, (20, 8), dtype, temperature, top_k, top_p)
    got = probes.filtered(logits.to(device), temperature=temperature, top_k=top_k, top_p=top_p)
    assert_close(got.cpu(), reference(logits, temperature, top_k, top_p))


@pytest.mark.concept("language_models/order-of-the-filters")
@pytest.mark.asks("The probabilities are the softmax of the logits that remain", "First, the logits are divided by `temperature`")
def test_the_order_of_the_steps(probes, device):
    """Probabilities 0.4, 0.35, 0.15, 0.1: top-k 2 and top-p 0.5 keep one token, and temperature 3 and top-p 0.5 keep two."""
    logits = torch.tensor([0.1, 0.4, 0.15, 0.35], dtype=DOUBLE, device=device).log()
    cases = ({"top_k": 2, "top_p": 0.5}, {"temperature": 3.0, "top_p": 0.5})
    kept = [probes.filtered(logits, **options).isfinite().tolist() for options in cases]
    expected = [[False, True, False, False], [False, True, False, True]]
    assert kept == expected, f"tokens that remain: expected {expected}, got {kept}"


@pytest.mark.concept("language_models/temperature-formula")
@pytest.mark.asks("They may be as large as 1000.")
def test_large_logits(probes, device):
    """With logits of 1000 and −1000 nothing becomes NaN, and the sampled id has a probability above 0."""
    logits = torch.tensor([[1000.0, -1000.0, 999.0, 0.0], [-1000.0, -999.0, -998.0, -1001.0]], device=device)
    got = probes.filtered(logits, temperature=0.5, top_k=3, top_p=0.9)
    assert_close(got.cpu(), reference(logits.cpu(), 0.5, 3, 0.9))
    ids = probes.sampled(logits, 3, temperature=0.01)[0]
    assert_close(ids.cpu(), torch.tensor([0, 2]))


@pytest.mark.concept("language_models/temperature-formula", "language_models/order-of-the-filters")
@pytest.mark.asks(
    "The id is sampled from the softmax of the filtered logits.",
    "It returns an int64 tensor of shape (N,): for each of the N distributions one token id.",
    "The N ids are sampled independently.",
)
@pytest.mark.parametrize(
    ("temperature", "top_k", "top_p"), [(1.0, None, None), (0.6, None, None), (2.0, 4, None), (1.0, None, 0.75), (1.5, 5, 0.8)]
)
def test_the_frequencies(probes, rng, seed, device, temperature, top_k, top_p):
    """The frequencies of the ids are the softmax of the filtered logits; removed tokens are never sampled."""
    logits = draw(rng, (2, 6), DOUBLE, temperature, top_k, top_p)
    batch = logits.repeat_interleave(N // 2, dim=0).to(device)
    (ids,) = probes.sampled(batch, seed, temperature=temperature, top_k=top_k, top_p=top_p)
    assert ids.dtype == torch.int64, f"dtype of the ids: expected torch.int64, got {ids.dtype}"
    assert ids.shape == (N,), f"shape of the ids: expected ({N},), got {tuple(ids.shape)}"
    probs = reference(logits, temperature, top_k, top_p).softmax(-1)
    for one, part in zip(probs, ids.cpu().split(N // 2), strict=True):
        frequencies = torch.bincount(part, minlength=6).double() / len(part)
        assert frequencies[one == 0].sum() == 0, "tokens that were removed are sampled"
        # 6 standard deviations of a frequency of 20,000 independent samples
        assert_close(frequencies, one, rtol=0, atol=6 * 0.5 / (N // 2) ** 0.5, msg=lambda m: f"frequencies of the ids: {m}")


@pytest.mark.concept("language_models/generator-argument")
@pytest.mark.asks("The N ids are sampled independently.")
def test_rows_are_independent(probes, rng, seed, device):
    """Neighbors in the batch with equal logits get equal ids only as often as independent samples do."""
    logits = draw(rng, (1, 4), DOUBLE)
    (ids,) = probes.sampled(logits.expand(N, 4).contiguous().to(device), seed)
    expected = logits.softmax(-1).square().sum().item()
    equal = (ids[::2] == ids[1::2]).double().mean().item()
    assert_close(equal, expected, rtol=0, atol=6 * 0.5 / (N // 2) ** 0.5, msg=lambda m: f"fraction of equal neighbors: {m}")


@pytest.mark.concept("language_models/generator-argument")
@pytest.mark.asks("`logits` has shape (N, V).")
def test_one_row(probes, rng, seed, device):
    """A batch of one gives one id, and over many calls each token comes as often as its probability says."""
    logits = draw(rng, (1, 3), DOUBLE)
    ids = probes.sampled(logits.to(device), seed, n_calls=2000)
    assert {tuple(each.shape) for each in ids} == {(1,)}, f"shape of the ids: expected (1,), got {tuple(ids[0].shape)}"
    frequencies = torch.bincount(torch.cat(ids).cpu(), minlength=3).double() / len(ids)
    assert_close(frequencies, logits.softmax(-1)[0], rtol=0, atol=6 * 0.5 / 2000**0.5, msg=lambda m: f"frequencies of the ids: {m}")


@pytest.mark.concept("language_models/generator-argument")
@pytest.mark.asks("All randomness comes from it")
def test_the_generator(probes, rng, seed, device):
    """Equal generators give equal ids, each call advances the generator, and the global random state has no effect and does not change."""
    logits = draw(rng, (300, 8), DOUBLE).div(10).to(device)  # nearly uniform: two equal results by chance are out of the question
    seen = probes.global_state(logits, seed)
    assert_close(seen["ids"][0], seen["ids"][1], msg=lambda m: f"ids with equal generators and different global seeds: {m}")
    changes = [int(change) for change in seen["changes"]]
    assert changes == [0, 0], f"changed bytes of the global random state: expected [0, 0], got {changes}"
    first, second, third = probes.sampled(logits, seed, n_calls=3)
    for a, b in ((first, second), (second, third), (first, third)):
        assert not torch.equal(a, b), "two calls with one generator give the same ids: the generator does not advance"
    (other,) = probes.sampled(logits, seed + 1)
    assert not torch.equal(first, other), "generators with different seeds give the same ids"
    assert_close(*probes.continued(logits, seed, 2), msg=lambda m: f"ids with a generator in the same state: {m}")


@pytest.mark.concept("language_models/temperature-zero")
@pytest.mark.asks("With `temperature=0` the id is that of the largest logit (greedy decoding), whatever the other arguments are.")
@pytest.mark.parametrize("options", [{}, {"top_k": 3}, {"top_p": 0.6}, {"top_k": 4, "top_p": 0.9}], ids=str)
def test_temperature_zero(probes, rng, seed, device, options):
    """With temperature 0 the id is always that of the largest logit."""
    logits = draw(rng, (50, 7)).to(device)
    for temperature in (0, 0.0):
        (ids,) = probes.sampled(logits, seed, temperature=temperature, **options)
        assert_close(ids, logits.argmax(-1))


@pytest.mark.concept("language_models/top-k-minus-infinity")
@pytest.mark.asks("on the same device")
def test_another_device(probes, rng):
    """The filtered logits are on the device of the logits."""
    got = probes.elsewhere(draw(rng, (2, 6)), META, temperature=0.5, top_k=4, top_p=0.7)
    assert got == f"(2, 6) on {META}", f"shape and device: expected (2, 6) on {META}, got {got}"


@pytest.mark.asks("The logits that are passed in are not changed.")
def test_the_logits_are_not_changed(probes, rng, seed, device):
    """The logits that are passed in are unchanged after all calls."""
    logits = draw(rng, (5, 7)).to(device)
    assert_close(probes.afterwards(logits, seed), logits, rtol=0, atol=0)


def draw(rng, shape, dtype=torch.float32, temperature=1.0, top_k=None, top_p=None):
    """Logits that differ by more than rounding, and of which no sum of probabilities is near top_p."""
    while True:
        logits = 1.5 * torch.randn(shape, generator=rng, dtype=dtype)
        ordered = logits.double().sort(dim=-1).values
        scaled = ordered / temperature if top_k is None else ordered[..., -top_k:] / temperature
        sums = scaled.softmax(-1).flip(-1).cumsum(-1)
        # Float32 sums of probabilities are off by less than 1e-6.
        if (ordered.diff() > 1e-4).all() and (top_p is None or ((sums - top_p).abs() > 1e-5).all()):
            return logits


def reference(logits, temperature, top_k, top_p):
    """Each distribution by itself, token by token from the most probable one, in float64."""
    flat = logits.double().reshape(-1, logits.shape[-1])
    out = torch.full_like(flat, -math.inf)
    for one, kept in zip(flat.tolist(), out, strict=True):
        scaled = [value / temperature for value in one]
        candidates = sorted(range(len(one)), key=lambda i: -one[i])[: top_k or len(one)]
        weights = [math.exp(scaled[i] - max(scaled)) for i in candidates]
        total = 0.0
        for i, weight in zip(candidates, weights, strict=True):
            kept[i] = scaled[i]
            total += weight / sum(weights)
            if top_p is not None and total >= top_p:
                break
    return out.reshape(logits.shape).to(logits.dtype)
