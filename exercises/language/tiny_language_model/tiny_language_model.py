"""A tiny transformer language model

A language model computes the probability of each possible next token from the tokens so far. If you train it on a single line, a correct
model overfits: it memorizes the line and can reproduce it. That is a good test, because the loss alone does not reveal wrong targets or a
missing mask.

Complete the class and write three functions. `ids` is an int64 tensor of shape (N, T): N sequences of T tokens.

`TinyLanguageModel(n_tokens, width, n_heads, n_context)` already has its layers. `model(ids)`, T at most n_context, returns logits of shape
(N, T, n_tokens):

- The embedding of each token, plus the embedding of its position 0, 1, …, goes through `block`, with a causal mask, then through `norm`
  and `head`. So position t can attend to the tokens 0 to t.

The functions take any such model: a module that returns logits for ids.

`next_token_loss(model, ids)`, T at least 2: the mean of −ln p(next token) over all positions that have a next token in their sequence,
N · (T − 1) in all (the cross-entropy). The model reads the first T − 1 tokens and no more. The result is a scalar tensor with gradients.

`train(model, ids, n_steps, lr)`: `n_steps` steps of `torch.optim.Adam` with learning rate `lr`, each on `next_token_loss` of all sequences.
The model trains in training mode, whatever its mode was before. Returns a list of Python floats: the loss before each step.

`generate(model, ids, n_new, n_context)`: greedy decoding. It appends, `n_new` times, the token with the largest logit, and returns ids of
shape (N, T + n_new).

- The model reads the last `n_context` ids, or all if there are fewer.
- It runs in evaluation mode and without recording gradients. Afterwards it restores the previous mode, and gradients are recorded again.
  `ids` is not changed.

Example with a line as ids of shape (1, 40) and a model with n_context = 39:

    losses = train(model, line, n_steps=60, lr=0.01)      # from about ln(n_tokens) down to nearly 0
    generate(model, line[:, :1], 39, 39)                   # the whole line
"""

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
        raise NotImplementedError  # TODO


def next_token_loss(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def train(model: nn.Module, ids: torch.Tensor, n_steps: int, lr: float) -> list[float]:
    raise NotImplementedError  # TODO


def generate(model: nn.Module, ids: torch.Tensor, n_new: int, n_context: int) -> torch.Tensor:
    raise NotImplementedError  # TODO
