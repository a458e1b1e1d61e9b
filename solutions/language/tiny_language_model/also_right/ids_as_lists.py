"""The mask is a buffer, the loss is summed sequence by sequence, Adam calls a closure, and the ids are kept as lists."""

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
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = torch.add(self.tokens(ids), self.positions(positions.expand_as(ids)))
        return self.head(self.norm(self.block(x, src_mask=self.future[: len(positions), : len(positions)])))


def next_token_loss(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    n, length = ids.shape
    log_probs = model(ids[:, :-1]).log_softmax(2)
    losses = [F.nll_loss(log_p, target, reduction="sum") for log_p, target in zip(log_probs, ids[:, 1:], strict=True)]
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
    sequences = ids.tolist()
    try:
        with torch.inference_mode():
            for _ in range(n_new):
                inputs = torch.tensor([sequence[-n_context:] for sequence in sequences], device=ids.device)
                for sequence, logits in zip(sequences, model(inputs)[:, -1].tolist(), strict=True):
                    sequence.append(max(range(len(logits)), key=logits.__getitem__))
    finally:
        model.train(was_training)
    return torch.tensor(sequences, device=ids.device)
