"""`gather` picks the target's log-probability from the log-softmax; the mask is an additive float mask."""

import torch
from torch import nn


class TinyLanguageModel(nn.Module):
    def __init__(self, n_tokens: int, width: int, n_heads: int, n_context: int) -> None:
        super().__init__()
        self.tokens = nn.Embedding(n_tokens, width)
        self.positions = nn.Embedding(n_context, width)
        self.block = nn.TransformerEncoderLayer(
            width, n_heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, n_tokens)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        length = ids.shape[1]
        x = self.tokens.weight[ids] + self.positions.weight[:length]
        future = nn.Transformer.generate_square_subsequent_mask(length, device=ids.device, dtype=x.dtype)
        return self.head(self.norm(self.block(x, src_mask=future, is_causal=True)))


def next_token_loss(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    log_probs = model(ids[:, :-1]).log_softmax(-1)
    return -log_probs.gather(-1, ids[:, 1:, None]).mean()


def train(model: nn.Module, ids: torch.Tensor, n_steps: int, lr: float) -> list[float]:
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = next_token_loss(model, ids)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@torch.no_grad()
def generate(model: nn.Module, ids: torch.Tensor, n_new: int, n_context: int) -> torch.Tensor:
    was_training = model.training
    model.eval()
    for _ in range(n_new):
        probs = model(ids[:, max(0, ids.shape[1] - n_context) :]).softmax(-1)
        ids = torch.hstack([ids, probs[:, -1:].max(-1).indices])
    model.train(was_training)
    return ids
