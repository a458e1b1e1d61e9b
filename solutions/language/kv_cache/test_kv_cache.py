"""Outputs, caches and gradients against attention that is written out for each position and head, in float64."""

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

pytestmark = [
    pytest.mark.asks("Do not use `nn.MultiheadAttention`."),
    pytest.mark.given(
        "Write the module `CachedSelfAttention(width, heads)`",
        "`width` is a multiple of `heads`.",
        "Each head has d = width / heads features.",
        "`x` has shape (N, T, width)",
        "`cache` is None if there are no earlier positions.",
        "Otherwise it is a tuple of keys and values of P earlier positions",
        "`F.scaled_dot_product_attention` is allowed.",
    ),
]

DOUBLE = torch.float64
META = "meta"  # Its tensors have shapes but no values, and operations do not mix devices.
# N, T, width, heads
SIZES = [(3, 7, 8, 2), (1, 7, 6, 3), (2, 7, 4, 1), (2, 7, 5, 5)]
CHUNKS = [[3, 4], [1, 6], [5, 1, 1], [2, 3, 1, 1], [1, 2, 4], [6, 1]]


@pytest.mark.concept("language_models/kv-cache-contents")
@pytest.mark.asks("It has four linear layers from `width` to `width`, with bias", "It has no other parameters.")
def test_the_parameters(probes):
    """The state dict has weight and bias of q_proj, k_proj, v_proj and out_proj, and nothing else."""
    names = ("q_proj", "k_proj", "v_proj", "out_proj")
    expected = {f"{name}.{part}": [6, 6] if part == "weight" else [6] for name in names for part in ("weight", "bias")}
    got = probes.parameters(6, 3)
    assert got == expected, f"state dict: expected {expected}, got {got}"


@pytest.mark.concept("language/what-attention-computes")
@pytest.mark.asks(
    "`forward(x, cache=None)` returns a tuple `(y, new_cache)`",
    "Attention is the softmax of the scores q · k / √d over these positions, times the values.",
    "The heads are concatenated in order and go through `out_proj`.",
    "Head h uses the features",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_without_a_cache(probes, rng, device, sizes):
    """Without a cache the output is causal multi-head self-attention of all positions."""
    state, x = draw(rng, device, sizes)
    y, _, _ = reference(state, x, sizes[3])
    assert_close(probes.chunked(state, *sizes[2:], x, [sizes[1]])["outputs"], [y])


@pytest.mark.concept("language_models/prefill-and-decode", "language_models/kv-cache-scores-shape")
@pytest.mark.asks("However a sequence is divided into calls, the outputs are those of one call with the whole sequence.")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_one_position_at_a_time(probes, rng, device, sizes):
    """If each call has one position, the outputs are those of one call with all positions."""
    state, x = draw(rng, device, sizes)
    y, _, _ = reference(state, x, sizes[3])
    got = probes.chunked(state, *sizes[2:], x, [1] * sizes[1])["outputs"]
    assert_close(got, list(y.split(1, dim=1)))


@pytest.mark.concept("language_models/prefill-and-decode", "language_models/kv-cache-mask", "language_models/is-causal-upper-left")
@pytest.mark.asks("The first call can process many positions (prefill), later ones one position each (decoding), or several.")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("chunks", CHUNKS, ids=str)
def test_any_chunks(probes, rng, device, sizes, chunks):
    """If a sequence is divided into chunks of any sizes, the outputs are those of one call with all positions."""
    state, x = draw(rng, device, sizes)
    y, _, _ = reference(state, x, sizes[3])
    assert_close(probes.chunked(state, *sizes[2:], x, chunks)["outputs"], list(y.split(chunks, dim=1)))


@pytest.mark.concept("language_models/kv-cache-mask")
@pytest.mark.asks("New position i is position P + i of the sequence, and attends to the positions 0, …, P + i (causal mask).")
@pytest.mark.parametrize("n_first", [1, 3])
def test_a_chunk_after_a_cache_is_causal(probes, rng, device, n_first):
    """In a chunk after a cache, changing the last position changes the output of the last position only."""
    sizes = (2, 7, 8, 2)
    state, x = draw(rng, device, sizes)
    changed = x.clone()
    changed[:, -1] += 1
    outputs = [probes.chunked(state, 8, 2, each, [n_first, 7 - n_first])["outputs"][1] for each in (x, changed)]
    assert_close(outputs[1][:, :-1], outputs[0][:, :-1])
    expected = [reference(state, each, 2)[0][:, n_first:] for each in (x, changed)]
    assert_close(outputs, expected)


@pytest.mark.concept("language_models/kv-cache-contents", "language_models/kv-cache-memory")
@pytest.mark.asks("`new_cache` is the tuple of keys and values of all P + T positions", "`y` has shape (N, T, width).")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("chunks", [[7], [4, 2, 1], [1] * 7], ids=str)
def test_the_cache(probes, rng, device, sizes, chunks):
    """After each call the cache contains the keys and values of all positions, in order, split into heads."""
    state, x = draw(rng, device, sizes)
    got = probes.chunked(state, *sizes[2:], x, chunks)
    _, keys, values = reference(state, x, sizes[3])
    assert_close(got["keys"], keys, msg=lambda m: f"cached keys: {m}")
    assert_close(got["values"], values, msg=lambda m: f"cached values: {m}")


@pytest.mark.concept("language_models/kv-cache-contents", "language_models/kv-cache-no-queries")
@pytest.mark.asks("Each call projects only its own T positions.")
@pytest.mark.parametrize("chunks", [[4, 1, 1, 1], [2, 5]], ids=str)
def test_only_new_positions_are_projected(probes, rng, device, chunks):
    """Each position goes through q_proj, k_proj and v_proj exactly once, in the call to which it belongs."""
    sizes = (2, 7, 6, 2)
    state, x = draw(rng, device, sizes)
    got = probes.projected(state, 6, 2, x, chunks)
    expected = {"q_proj": 7, "k_proj": 7, "v_proj": 7}
    assert got == expected, f"positions per projection in calls with {chunks} positions: expected {expected}, got {got}"


@pytest.mark.concept("language_models/kv-cache-contents")
@pytest.mark.asks("The given cache is not changed, so that two continuations can start from it.")
@pytest.mark.parametrize("n_new", [1, 3])
def test_two_continuations_of_one_cache(probes, rng, device, n_new):
    """Two continuations from the same cache do not affect each other, and the cache keeps its values and its length."""
    state, x = draw(rng, device, (2, 4, 8, 2))
    first, second = (torch.randn(2, n_new, 8, generator=rng, dtype=DOUBLE).to(device) for _ in range(2))
    got = probes.branched(state, 8, 2, x, first, second)
    expected = [reference(state, torch.cat([x, new], dim=1), 2)[0][:, 4:] for new in (first, second)]
    assert got["lengths"] == [4, 4], f"positions in the given cache afterwards: expected [4, 4], got {got['lengths']}"
    changes = [float(change) for change in got["changes"]]
    assert changes == [0, 0], f"largest change of the cached keys and values: expected [0, 0], got {changes}"
    assert_close(got["outputs"], expected)


@pytest.mark.concept("language_models/kv-cache-contents")
@pytest.mark.asks("The module keeps no state between calls.")
def test_no_state_between_calls(probes, rng, device):
    """A call without a cache starts a new sequence, whatever the module has processed before."""
    state, x = draw(rng, device, (2, 5, 8, 4))
    other = torch.randn(2, 3, 8, generator=rng, dtype=DOUBLE).to(device)
    assert_close(probes.repeated(state, 8, 4, x, other), reference(state, x, 4)[0])


@pytest.mark.concept("language_models/kv-cache-contents")
@pytest.mark.asks("Gradients flow through the cache.")
@pytest.mark.parametrize("chunks", [[5], [3, 1, 1], [1, 4]], ids=str)
def test_the_gradients(probes, rng, device, chunks):
    """The gradients with respect to x and to each parameter are those of one call, also if the outputs come from several calls."""
    state, x = draw(rng, device, (2, 5, 6, 2))
    weights = torch.randn(2, 5, 6, generator=rng, dtype=DOUBLE).to(device)
    got = probes.gradients(state, 6, 2, x, chunks, weights)
    leaves = {"x": x.clone().requires_grad_(), **{name: value.clone().requires_grad_() for name, value in state.items()}}
    y, _, _ = reference({name: leaves[name] for name in state}, leaves["x"], 2)
    expected = dict(zip(leaves, torch.autograd.grad((y * weights).sum(), list(leaves.values())), strict=True))
    for name, gradient in expected.items():
        assert got.get(name) is not None, f"no gradient with respect to {name}"
        # The bias of k_proj has the gradient 0, because it shifts all scores of a query equally: only rounding is left of it.
        assert_close(got[name], gradient, rtol=1e-7, atol=1e-9, msg=lambda m, name=name: f"gradient with respect to {name}: {m}")


@pytest.mark.asks("The module also works after `.double()`")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, device, dtype):
    """Outputs and cache have the dtype of the module and its input."""
    state, x = draw(rng, device, (2, 5, 8, 2))
    cast = {name: value.to(dtype) for name, value in state.items()}
    got = probes.chunked(cast, 8, 2, x.to(dtype), [3, 2])
    y, keys, values = (part.to(dtype) for part in reference(state, x, 2))
    # float32: sums of at most 8 products of values of size 1, three layers deep
    near = {"rtol": 1e-4, "atol": 1e-5} if dtype == torch.float32 else {"rtol": 1e-9, "atol": 1e-12}
    assert_close(got, {"outputs": list(y.split([3, 2], dim=1)), "keys": keys, "values": values}, **near)


@pytest.mark.asks("The module also works after `.double()`, and on the device of its input.")
def test_another_device(probes, rng):
    """All new tensors are created on the device of the input."""
    _, x = draw(rng, "cpu", (2, 5, 8, 2))
    seen = probes.elsewhere(8, 2, x.float(), [3, 1, 1], META)
    expected = [f"(2, {n}, 8) on {META}" for n in (3, 1, 1)] + [f"(2, 2, 5, 4) on {META}"] * 2
    assert seen == expected, f"outputs and cache: expected {expected}, got {seen}"


@pytest.mark.asks("The input `x` is not changed.")
def test_the_input_is_not_changed(probes, rng, device):
    """The input is unchanged after a call with and without a cache."""
    state, x = draw(rng, device, (2, 5, 8, 2))
    given = [x[:, :4], x[:, 4:]]
    assert_close(probes.afterwards(state, 8, 2, *given), given, rtol=0, atol=0)


def draw(rng, device, sizes):
    """A state with random weights and biases, and an input, in float64."""
    n, t, width, _ = sizes
    state = {}
    for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
        state[f"{name}.weight"] = (torch.randn(width, width, generator=rng, dtype=DOUBLE) / width**0.5).to(device)
        state[f"{name}.bias"] = torch.randn(width, generator=rng, dtype=DOUBLE).to(device)
    return state, torch.randn(n, t, width, generator=rng, dtype=DOUBLE).to(device)


def reference(state, x, heads):
    """The output, keys and values: each position and each head by itself, with the keys that it may attend to and no mask."""
    q, k, v = (F.linear(x, state[f"{name}_proj.weight"], state[f"{name}_proj.bias"]) for name in "qkv")
    d = x.shape[2] // heads
    parts = [slice(h * d, (h + 1) * d) for h in range(heads)]
    positions = []
    for t in range(x.shape[1]):
        by_head = []
        for part in parts:
            scores = (k[:, : t + 1, part] * q[:, t : t + 1, part]).sum(-1) / d**0.5
            by_head.append((v[:, : t + 1, part] * scores.softmax(-1).unsqueeze(-1)).sum(1))
        positions.append(torch.cat(by_head, dim=-1))
    y = F.linear(torch.stack(positions, dim=1), state["out_proj.weight"], state["out_proj.bias"])
    return y, *(torch.stack([each[:, :, part] for part in parts], dim=1) for each in (k, v))
