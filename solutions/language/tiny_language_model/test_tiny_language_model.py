"""Logits, losses, gradients and training steps against references in float64; greedy generation of a model with known outputs;
and a line that the model memorizes."""

import math

import pytest
import torch
from torch import nn
from torch.testing import assert_close

pytestmark = pytest.mark.given("already has its layers")

DOUBLE = torch.float64
# N, T, n_tokens, width, heads, n_context
SIZES = [(2, 5, 7, 6, 2, 8), (1, 4, 3, 4, 1, 4), (3, 1, 5, 4, 2, 6), (4, 4, 4, 4, 4, 4), (1, 1, 2, 2, 1, 1)]
of_each_shape = pytest.mark.parametrize("shape", [(3, 5), (1, 6), (4, 2), (1, 2), (5, 5)], ids=str)
of_both_dtypes = pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
in_either_mode = pytest.mark.parametrize("training", [True, False], ids=["in training mode", "in evaluation mode"])
LINES = [
    "the cat that saw the cat that sat on the mat",
    "to be, or not to be, that is the question",
    "she sells sea shells by the sea shore",
]


@pytest.mark.asks(
    "`ids` is an int64 tensor of shape (N, T)",
    "`model(ids)`, T at most n_context",
    "The embedding of each token",
    "So position t can attend to",
)
@pytest.mark.concept("language/two-kinds-of-boolean-mask")
@pytest.mark.concept("language/attention-has-no-order")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_logits(probes, rng, device, sizes):
    """The logits come from the layers in this order: tokens plus positions, block with a causal mask, norm, head."""
    state, ids, sums = draw(rng, device, sizes)
    assert_close(probes.passed(state, ids, sizes[4], sums)["output"], reference(state, ids, sizes[4], sums)["output"])


@pytest.mark.asks("The embedding of each token, plus the embedding of its position")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradients_of_the_logits(probes, rng, device, sizes):
    """The gradients with respect to all parameters are those of these layers in this order."""
    state, ids, sums = draw(rng, device, sizes)
    seen = probes.passed(state, ids, sizes[4], sums)["gradients"]
    for name, gradient in seen.items():
        assert gradient is not None, f"no gradient flows to {name}"
    assert_close(seen, reference(state, ids, sizes[4], sums)["gradients"])


@pytest.mark.asks("the mean of −ln p(next token) over all positions")
@pytest.mark.concept("language/cross-entropy-of-equal-logits")
def test_a_model_that_knows_nothing(probes, rng, device):
    """If all logits are equal, the loss is ln(n_tokens)."""
    ids = torch.randint(6, (2, 5), generator=rng).to(device)
    assert_close(probes.loss(torch.zeros(6, 6, device=device), ids)["loss"].item(), math.log(6), rtol=1e-5, atol=0)


@pytest.mark.asks("The functions take any such model", "`next_token_loss(model, ids)`, T at least 2", "The result is a scalar tensor")
@pytest.mark.concept("language/targets-are-shifted")
@pytest.mark.concept("language/cross-entropy-of-a-sequence")
@of_both_dtypes
@of_each_shape
def test_the_loss(probes, rng, device, shape, dtype):
    """The loss is a scalar, the mean of −ln p(next token) over all N · (T − 1) positions that have a next token."""
    table = torch.randn(5, 5, generator=rng, dtype=dtype).to(device)
    ids = torch.randint(5, shape, generator=rng).to(device)
    assert_close(probes.loss(table, ids)["loss"], loss_on_paper(table, ids)[0])


@pytest.mark.asks("The result is a scalar tensor with gradients")
@pytest.mark.concept("language/cross-entropy-of-a-sequence")
@of_both_dtypes
@of_each_shape
def test_the_gradient_of_the_loss(probes, rng, device, shape, dtype):
    """The right gradient flows from the loss to the model."""
    table = torch.randn(5, 5, generator=rng, dtype=dtype).to(device)
    ids = torch.randint(5, shape, generator=rng).to(device)
    seen = probes.loss(table, ids)["gradient"]
    assert seen is not None, "no gradient flows from the loss to the model"
    assert_close(seen, loss_on_paper(table, ids)[1], rtol=1e-4, atol=1e-6)


@pytest.mark.asks("The model reads the first T − 1 tokens and no more")
@pytest.mark.concept("language/targets-are-shifted")
def test_no_more_than_is_needed(probes, rng, device):
    """A model whose context is T − 1 tokens can be trained on sequences of T tokens."""
    state, _, _ = draw(rng, device, (1, 4, 5, 4, 2, 4))
    ids = torch.randint(5, (2, 5), generator=rng).to(device)
    assert_close(floats(probes.trained(state, ids, 2, 1, 0.01)["losses"]), train_reference(state, ids, 2, 1, 0.01)[0])


@pytest.mark.asks("Returns a list of Python floats: the loss before each step")
def test_the_list_holds_plain_floats(probes, rng, device):
    """The losses are a list of Python floats, not of tensors."""
    state, ids, _ = draw(rng, device, SIZES[0])
    assert probes.kinds_of_losses(state, ids, 2, 3, 0.01) == {"list": "list", "parts": ["float"] * 3}, "types of the result of train"


@pytest.mark.asks("`train(model, ids, n_steps, lr)`: `n_steps` steps of `torch.optim.Adam`", "the loss before each step")
@pytest.mark.parametrize("sizes", [(2, 5, 7, 6, 2, 8), (1, 4, 3, 4, 1, 4)], ids=str)
def test_five_steps(probes, rng, device, curves, sizes):
    """Five steps of Adam give the expected losses before each step, and the expected weights."""
    state, ids, _ = draw(rng, device, sizes)
    seen = probes.trained(state, ids, sizes[4], 5, 0.02)
    losses, weights = train_reference(state, ids, sizes[4], 5, 0.02)
    curves(seen["losses"], losses)
    # Adam divides by the size of a gradient, which amplifies the rounding errors of tiny ones.
    assert_close(floats(seen["losses"]), losses, rtol=1e-5, atol=1e-7)
    assert_close(seen["state"], weights, rtol=1e-3, atol=1e-4)


@pytest.mark.asks("each on `next_token_loss` of all sequences")
@pytest.mark.concept("autograd/accumulates")
def test_gradients_from_before_do_not_count(probes, rng, device):
    """Gradients left over from before the training have no effect on its first step."""
    state, ids, _ = draw(rng, device, SIZES[0])
    seen = probes.trained(state, ids, 2, 3, 0.02, left_over=5.0)
    losses, weights = train_reference(state, ids, 2, 3, 0.02)
    assert_close(floats(seen["losses"]), losses, rtol=1e-5, atol=1e-7)
    assert_close(seen["state"], weights, rtol=1e-3, atol=1e-4)


@pytest.mark.asks("The model trains in training mode", "The functions take any such model")
@pytest.mark.concept("training/train-again")
@in_either_mode
def test_training_happens_in_training_mode(probes, rng, device, training):
    """The model trains in training mode, whatever its mode was before."""
    table, ids = 3 * torch.randn(6, 6, generator=rng), torch.randint(6, (2, 5), generator=rng)
    # Dropout that drops everything leaves equal logits, so the loss of both steps is ln 6.
    losses = probes.trained_with_dropout(table.to(device), ids.to(device), 1.0, training)
    assert_close(floats(losses), [math.log(6)] * 2, rtol=1e-5, atol=0)


@pytest.mark.asks(
    "`generate(model, ids, n_new, n_context)`: greedy decoding.",
    "It appends, `n_new` times, the token with the largest logit",
    "The model reads the last `n_context` ids",
    "take any such model",
)
@pytest.mark.concept("language/greedy-or-sampled")
@pytest.mark.concept("language/context-is-cut")
@pytest.mark.parametrize(
    ("shape", "n_new", "n_context"), [((2, 3), 6, 20), ((1, 1), 8, 3), ((3, 6), 5, 4), ((2, 4), 1, 1), ((2, 3), 0, 2)], ids=str
)
def test_generation(probes, rng, device, shape, n_new, n_context):
    """The token with the largest logit after the last `n_context` ids is appended at each step."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, shape, generator=rng).to(device)
    assert_close(probes.generated(table, ids, n_new, n_context)["ids"], greedy(table, ids, n_new, n_context), rtol=0, atol=0)


@pytest.mark.asks("`ids` is not changed")
@pytest.mark.parametrize("n_context", [2, 6, 20])
def test_the_ids_stay(probes, rng, device, n_context):
    """The input ids are not changed, whether the context is shorter or longer than they are."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 6), generator=rng).to(device)
    assert_close(probes.generated(table, ids, 5, n_context)["given"], ids, rtol=0, atol=0)


@pytest.mark.asks("It runs in evaluation mode")
@pytest.mark.concept("language/generate-in-eval")
@in_either_mode
def test_generation_happens_in_evaluation_mode(probes, rng, device, training):
    """The model is in evaluation mode while it generates."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    table[:, 0] = -9.0  # token 0, the argmax of logits that dropout has zeroed, is never the right one
    seen = probes.generated(table, ids, 5, 4, dropout=1.0, training=training)
    assert_close(seen["ids"], greedy(table, ids, 5, 4), rtol=0, atol=0)


@pytest.mark.asks("Afterwards it restores the previous mode")
@pytest.mark.concept("training/mode-restored")
@in_either_mode
def test_the_mode_comes_back(probes, rng, device, training):
    """`generate` restores the model's previous mode."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    seen = probes.generated(table, ids, 5, 4, dropout=1.0, training=training)
    # In training mode its dropout drops all logits.
    expected = torch.zeros(2, 3, 9, device=device) if training else table[ids].cumsum(1)
    assert_close(seen["logits"], expected)


@pytest.mark.asks("and without recording gradients")
@pytest.mark.concept("language/generate-in-eval")
def test_generation_records_nothing(probes, rng, device):
    """No gradients are recorded during generation."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    shift = 1000.0 * torch.randn(9, generator=rng).to(device)  # added while gradients are recorded, so other tokens would win
    assert_close(probes.generated(table, ids, 5, 4, shift=shift)["ids"], greedy(table, ids, 5, 4), rtol=0, atol=0)


@pytest.mark.asks("and gradients are recorded again")
@pytest.mark.concept("autograd/bare-no-grad")
def test_recording_goes_on(probes, rng, device):
    """After generating, gradients are recorded again, so that training can continue."""
    table, ids = torch.randn(9, 9, generator=rng).to(device), torch.randint(9, (2, 3), generator=rng).to(device)
    assert probes.generated(table, ids, 2, 4)["recorded"] == 1, "number of sums of parameters, out of 1, that require grad"


@pytest.mark.asks(
    "So position t can attend to the tokens 0 to t",
    "`generate(model, ids, n_new, n_context)`: greedy decoding.",
    "It appends, `n_new` times, the token with the largest logit",
)
@pytest.mark.concept("language/targets-are-shifted")
@pytest.mark.concept("language/teacher-forcing")
def test_it_memorizes_a_line(probes, seed, device):
    """After 60 steps on one line the model has memorized it and reproduces it from its first character to its last."""
    line = LINES[seed % len(LINES)]
    known = sorted(set(line))
    ids = torch.tensor([[known.index(each) for each in line]], device=device)
    seen = probes.recited(ids, len(known), seed % 1000, 60)
    reproduced = "".join(known[i] for i in seen["ids"][0].tolist())
    assert reproduced == line


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
        length = ids.shape[1]
        mask = torch.full((length, length), -math.inf, dtype=self.norm.weight.dtype, device=ids.device).triu(1)
        x = self.tokens.weight[ids] + self.positions.weight[:length]
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


def mean_over_positions(logits, ids):
    """The mean of −ln p(next), position by position."""
    positions = [(n, t) for n in range(ids.shape[0]) for t in range(ids.shape[1] - 1)]
    return -sum(logits[n, t].log_softmax(0)[ids[n, t + 1]] for n, t in positions) / len(positions)


def loss_on_paper(table, ids):
    leaf = table.double().requires_grad_()
    loss = mean_over_positions(leaf[ids].cumsum(1), ids)
    loss.backward()
    return loss.detach().to(table.dtype), leaf.grad.to(table.dtype)


def train_reference(state, ids, n_heads, n_steps, lr):
    model, losses = Layers(state, n_heads), []
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = mean_over_positions(model(ids[:, :-1]), ids)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, dict(model.state_dict())


def greedy(table, ids, n_new, n_context):
    sequences = [list(sequence) for sequence in ids.tolist()]
    for sequence in sequences:
        for _ in range(n_new):
            sequence.append(table[sequence[-n_context:]].sum(0).argmax().item())
    return torch.tensor(sequences, device=ids.device)


def floats(losses):
    """As floats, so that a test of the numbers does not fail for their type: that has a test of its own."""
    return [float(loss) for loss in losses]
