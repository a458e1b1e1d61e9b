"""Teacher forcing

Write three functions that train a recurrent decoder with teacher forcing and generate from it. A decoder is autoregressive: it generates
one token after the other, and reads the previous tokens. With teacher forcing it reads the true previous tokens during training, whatever
it would have predicted itself. So all inputs are known in advance, and an early mistake does not affect later inputs.

A decoder is an `nn.Module` with `decoder(tokens, state)`: int64 tokens of shape (N, T), T at least 1, and a state of shape (1, N, n_hidden)
give `logits, state`, the logits of shape (N, T, n_tokens) and the state after the last token.

`targets` of shape (N, T), int64, contains the tokens to predict; shorter sequences are filled up with `pad`. `start`, an int, is the start
token, which the decoder reads first.

`shift_right(targets, start)` returns the decoder's inputs, of shape (N, T): at each position the previous target, and `start` at the first
position.

`training_step(decoder, optimizer, state, targets, start, pad)` performs one training step and returns its loss, computed before the update,
as a Python float:

- The decoder reads the shifted targets, starting from the given state, in training mode, whatever its mode was before.
- The loss is the mean of −ln p(target) over **all targets of the batch that are not `pad`**; there is at least one.
- It takes one optimizer step, using the gradient of this loss only. The state may be part of a graph, for example from an encoder:
  gradients flow into it, too.

`generate(decoder, state, start, n_new)`, n_new at least 1, returns the generated tokens, int64 of shape (N, n_new):

- It reads `start` first, and then always its own last token. Decoding is greedy: each token is the one with the largest logit. The state is
  passed from call to call.
- It runs in evaluation mode and records no gradients. Afterwards it restores the decoder's previous mode.

The inputs are not changed, except that training updates the decoder.

Example:

    shift_right(torch.tensor([[5, 7, 9], [4, 0, 0]]), start=1)      # [[1, 5, 7], [1, 4, 0]]
"""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(targets: torch.Tensor, start: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: the inputs for these targets


def training_step(
    decoder: nn.Module, optimizer: torch.optim.Optimizer, state: torch.Tensor, targets: torch.Tensor, start: int, pad: int
) -> float:
    raise NotImplementedError  # TODO: forward, loss, backward, step


def generate(decoder: nn.Module, state: torch.Tensor, start: int, n_new: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: one token at a time
