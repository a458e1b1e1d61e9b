"""The targets are the inputs shifted by one; the causal mask makes every position a training example at once."""

import torch
import torch.nn.functional as F
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
        x = self.tokens(ids) + self.positions(torch.arange(length, device=ids.device))
        future = torch.ones(length, length, dtype=torch.bool, device=ids.device).triu(diagonal=1)
        return self.head(self.norm(self.block(x, src_mask=future)))


def next_token_loss(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    logits, targets = model(ids[:, :-1]), ids[:, 1:]
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


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
        logits = model(ids[:, -n_context:])[:, -1]
        ids = torch.cat([ids, logits.argmax(dim=-1, keepdim=True)], dim=1)
    model.train(was_training)
    return ids
