"""The mask is a buffer, the loss is summed sequence by sequence, Adam calls a closure, and the text grows as lists."""

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
        self.register_buffer("future", torch.ones(n_context, n_context, dtype=torch.bool).triu(1))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = torch.add(self.tokens(ids), self.positions(places.expand_as(ids)))
        return self.head(self.norm(self.block(x, src_mask=self.future[: len(places), : len(places)])))


def next_token_loss(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    n, length = ids.shape
    chances = model(ids[:, :-1]).log_softmax(2)
    losses = [F.nll_loss(said, meant, reduction="sum") for said, meant in zip(chances, ids[:, 1:], strict=True)]
    return torch.stack(losses).sum() / (n * (length - 1))


def train(model: nn.Module, ids: torch.Tensor, n_steps: int, lr: float) -> list[float]:
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = next_token_loss(model, ids)
        loss.backward()
        return loss

    losses = [float(optimizer.step(closure)) for _ in range(n_steps)]
    optimizer.zero_grad()
    return losses


def generate(model: nn.Module, ids: torch.Tensor, n_new: int, n_context: int) -> torch.Tensor:
    was_training = model.training
    model.eval()
    rows = ids.tolist()
    try:
        with torch.inference_mode():
            for _ in range(n_new):
                read = torch.tensor([row[-n_context:] for row in rows], device=ids.device)
                for row, logits in zip(rows, model(read)[:, -1].tolist(), strict=True):
                    row.append(max(range(len(logits)), key=logits.__getitem__))
    finally:
        model.train(was_training)
    return torch.tensor(rows, device=ids.device)
