"""Logits, losses, gradients and training steps against references in float64; greedy generation of a model that can be worked out on paper;
and a line that is learned by heart."""

import math

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
# N, T, n_tokens, width, heads, n_context
SIZES = [(2, 5, 7, 6, 2, 8), (1, 4, 3, 4, 1, 4), (3, 1, 5, 4, 2, 6), (4, 4, 4, 4, 4, 4), (1, 1, 2, 2, 1, 1)]
LINES = [
    "the cat that saw the cat that sat on the mat",
    "to be, or not to be, that is the question",
    "she sells sea shells by the sea shore",
]


@pytest.mark.concept("language/two-kinds-of-boolean-mask")
@pytest.mark.concept("language/attention-has-no-order")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_logits(probes, rng, device, sizes):
    """The logits are those of the layers one after the other: tokens plus positions, block with a causal mask, norm, head."""
    state, ids, sums = draw(rng, device, sizes)
    assert_close(probes.passed(state, ids, sizes[4], sums)["output"], reference(state, ids, sizes[4], sums)["output"])


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradients_of_the_logits(probes, rng, device, sizes):
    """The gradients at all parameters are those of the same layers one after the other."""
    state, ids, sums = draw(rng, device, sizes)
    seen = probes.passed(state, ids, sizes[4], sums)["gradients"]
    for name, gradient in seen.items():
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen, reference(state, ids, sizes[4], sums)["gradients"])


@pytest.mark.concept("language/targets-are-shifted")
@pytest.mark.concept("language/cross-entropy-of-a-sequence")
@pytest.mark.parametrize("shape", [(3, 5), (1, 6), (4, 2), (1, 2), (5, 5)], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_loss(probes, rng, device, shape, dtype):
    """The loss is the mean of −ln p(next token) over all N · (T − 1) places that have one, and its gradient that of this mean."""
    table = torch.randn(5, 5, generator=rng, dtype=dtype).to(device)
    ids = torch.randint(5, shape, generator=rng).to(device)
    seen = probes.loss(table, ids)
    loss, gradient = loss_on_paper(table, ids)
    assert_close(seen["loss"], loss)
    assert seen["gradient"] is not None, "no gradient flows from the loss to the model"
    assert_close(seen["gradient"], gradient, rtol=1e-4, atol=1e-6)


@pytest.mark.concept("language/loss-of-knowing-nothing")
def test_a_model_that_knows_nothing(probes, rng, device):
    """With all logits equal the loss is ln(n_tokens)."""
    ids = torch.randint(6, (2, 5), generator=rng).to(device)
    assert_close(probes.loss(torch.zeros(6, 6, device=device), ids)["loss"].item(), math.log(6), rtol=1e-5, atol=0)


@pytest.mark.concept("language/targets-are-shifted")
def test_no_more_than_is_needed(probes, rng, device):
    """A model whose context is T − 1 tokens can be trained on sequences of T tokens."""
    state, _, _ = draw(rng, device, (1, 4, 5, 4, 2, 4))
    ids = torch.randint(5, (2, 5), generator=rng).to(device)
    assert_close(floats(probes.trained(state, ids, 2, 1, 0.01)["losses"]), train_reference(state, ids, 2, 1, 0.01)[0])


@pytest.mark.parametrize("sizes", [(2, 5, 7, 6, 2, 8), (1, 4, 3, 4, 1, 4)], ids=str)
def test_five_steps(probes, rng, device, curves, sizes):
    """Five steps of Adam give the losses before each step, and the weights, that they give on paper."""
    state, ids, _ = draw(rng, device, sizes)
    seen = probes.trained(state, ids, sizes[4], 5, 0.02)
    losses, weights = train_reference(state, ids, sizes[4], 5, 0.02)
    curves(seen["losses"], losses)
    # Adam divides by the size of a gradient, which makes much of a tiny one's last digits.
    assert_close(floats(seen["losses"]), losses, rtol=1e-5, atol=1e-7)
    assert_close(seen["state"], weights, rtol=1e-3, atol=1e-4)


def test_the_list_holds_plain_floats(probes, rng, device):
    """The losses are plain Python floats, not tensors."""
    state, ids, _ = draw(rng, device, SIZES[0])
    losses = probes.trained(state, ids, 2, 3, 0.01)["losses"]
    assert not any(isinstance(loss, torch.Tensor) for loss in losses), "the list holds tensors"
    assert len(losses) == 3


@pytest.mark.concept("training/train-again")
@pytest.mark.parametrize("training", [True, False], ids=["came training", "came evaluating"])
def test_training_happens_in_training_mode(probes, rng, device, training):
    """The model trains in training mode, whatever mode it came in."""
    table, ids = 3 * torch.randn(6, 6, generator=rng), torch.randint(6, (2, 5), generator=rng)
    # Dropout that drops everything leaves equal logits, so the loss of both steps is ln 6.
    losses = probes.trained_with_dropout(table.to(device), ids.to(device), 1.0, training)
    assert_close(floats(losses), [math.log(6)] * 2, rtol=1e-5, atol=0)


@pytest.mark.concept("language/greedy-or-sampled")
@pytest.mark.concept("language/context-is-cut")
@pytest.mark.parametrize(
    ("shape", "n_new", "n_context"), [((2, 3), 6, 20), ((1, 1), 8, 3), ((3, 6), 5, 4), ((2, 4), 1, 1), ((2, 3), 0, 2)], ids=str
)
def test_generation(probes, rng, device, shape, n_new, n_context):
    """The token with the largest logit after the last `n_context` ids is appended, again and again."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, shape, generator=rng).to(device)
    seen = probes.generated(table, ids, n_new, n_context)
    assert_close(seen["ids"], greedy(table, ids, n_new, n_context), rtol=0, atol=0)
    assert_close(seen["given"], ids, rtol=0, atol=0)


@pytest.mark.concept("language/generate-in-eval")
@pytest.mark.parametrize("training", [True, False], ids=["came training", "came evaluating"])
def test_generation_happens_in_evaluation_mode(probes, rng, device, training):
    """While it generates, the model is in evaluation mode; afterwards it has the mode it had before."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    seen = probes.generated(table, ids, 5, 4, dropout=1.0, training=training)
    assert_close(seen["ids"], greedy(table, ids, 5, 4), rtol=0, atol=0)
    # In training mode its dropout drops all logits.
    expected = torch.zeros(2, 3, 9, device=device) if training else table[ids].cumsum(1)
    assert_close(seen["logits"], expected)


@pytest.mark.concept("language/generate-in-eval")
def test_generation_records_nothing(probes, rng, device):
    """While it generates, no gradients are recorded."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    shift = 1000.0 * torch.randn(9, generator=rng).to(device)  # added while gradients are recorded, so other tokens would win
    assert_close(probes.generated(table, ids, 5, 4, shift=shift)["ids"], greedy(table, ids, 5, 4), rtol=0, atol=0)


@pytest.mark.concept("language/targets-are-shifted")
@pytest.mark.concept("language/teacher-forcing")
def test_a_line_by_heart(probes, seed, device):
    """After 60 steps on one line the model recites it, from its first character to its last."""
    line = LINES[seed % len(LINES)]
    known = sorted(set(line))
    ids = torch.tensor([[known.index(each) for each in line]], device=device)
    seen = probes.recited(ids, len(known), seed % 1000, 60)
    said = "".join(known[i] for i in seen["ids"][0].tolist())
    assert said == line


def test_the_seed_decides(probes, seed, device):
    """From the same seed a training gives the same losses and the same text; from another one, other losses."""
    ids = torch.tensor([[0, 1, 2, 0, 2, 1, 0, 1]], device=device)
    first, second, other = (probes.recited(ids, 3, each, 10) for each in (seed % 1000, seed % 1000, seed % 1000 + 1))
    assert_close(floats(second["losses"]), floats(first["losses"]), rtol=1e-6, atol=0)
    assert_close(second["ids"], first["ids"], rtol=0, atol=0)
    assert abs(other["losses"][0] - first["losses"][0]) > 1e-6, "two seeds gave the same model"


class Layers(nn.Module):
    """The layers of the task, for the reference."""

    def __init__(self, state, n_heads):
        super().__init__()
        n_tokens, width = state["tokens.weight"].shape
        self.tokens, self.positions = nn.Embedding(n_tokens, width), nn.Embedding(len(state["positions.weight"]), width)
        self.block = nn.TransformerEncoderLayer(width, n_heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, n_tokens)
        self.to(state["tokens.weight"]).load_state_dict(state)

    def forward(self, ids):
        n_places = ids.shape[1]
        mask = torch.full((n_places, n_places), -math.inf, dtype=self.norm.weight.dtype, device=ids.device).triu(1)
        x = self.tokens.weight[ids] + self.positions.weight[:n_places]
        return self.head(self.norm(self.block(x, src_mask=mask)))


def draw(rng, device, sizes):
    n, t, n_tokens, width, n_heads, n_context = sizes
    zeros = {"tokens.weight": torch.zeros(n_tokens, width), "positions.weight": torch.zeros(n_context, width)}
    parts = {
        "block": nn.TransformerEncoderLayer(width, n_heads, 4 * width),
        "norm": nn.LayerNorm(width),
        "head": nn.Linear(width, n_tokens),
    }
    zeros |= {f"{part}.{name}": value for part, layer in parts.items() for name, value in layer.state_dict().items()}
    state = {name: torch.randn(value.shape, generator=rng, dtype=DOUBLE) / value.shape[-1] ** 0.5 for name, value in zeros.items()}
    ids = torch.randint(n_tokens, (n, t), generator=rng)
    sums = torch.randn(n, t, n_tokens, generator=rng, dtype=DOUBLE)
    return {name: value.to(device) for name, value in state.items()}, ids.to(device), sums.to(device)


def reference(state, ids, n_heads, sums):
    model, names = Layers(state, n_heads), sorted(state)
    out, parameters = model(ids), dict(model.named_parameters())
    gradients = torch.autograd.grad((out * sums).sum(), [parameters[name] for name in names], materialize_grads=True)
    return {"output": out.detach(), "gradients": dict(zip(names, gradients, strict=True))}


def mean_over_places(logits, ids):
    """Of −ln p(next), place by place."""
    places = [(n, t) for n in range(ids.shape[0]) for t in range(ids.shape[1] - 1)]
    return -sum(logits[n, t].log_softmax(0)[ids[n, t + 1]] for n, t in places) / len(places)


def loss_on_paper(table, ids):
    leaf = table.double().requires_grad_()
    loss = mean_over_places(leaf[ids].cumsum(1), ids)
    loss.backward()
    return loss.detach().to(table.dtype), leaf.grad.to(table.dtype)


def train_reference(state, ids, n_heads, n_steps, lr):
    model, losses = Layers(state, n_heads), []
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = mean_over_places(model(ids[:, :-1]), ids)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, dict(model.state_dict())


def greedy(table, ids, n_new, n_context):
    rows = [list(row) for row in ids.tolist()]
    for row in rows:
        for _ in range(n_new):
            row.append(table[row[-n_context:]].sum(0).argmax().item())
    return torch.tensor(rows, device=ids.device)


def floats(losses):
    """As floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in losses]
