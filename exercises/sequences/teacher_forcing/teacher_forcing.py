"""Teacher forcing

A decoder says one token after the other, and reads what has been said so far. In training it reads the true tokens, whatever it would
have said itself: that is teacher forcing. All inputs are then known beforehand, and no early mistake spoils the rest of the sentence.

A decoder is an `nn.Module` with `decoder(tokens, state)`: int64 tokens of shape (N, T), T at least 1, and a state of shape (1, N, n_hidden)
give `logits, state`, the logits of shape (N, T, n_tokens) and the state after the last token.

Write three functions. `targets` of shape (N, T) holds what should be said, int64; where a sequence is shorter, `pad` stands behind it.
`start`, an int, is the token that is read before all others.

`shift_right(targets, start)` gives what the decoder reads, of shape (N, T): at each place the target of the place before, and `start` at
the first.

`training_step(decoder, optimizer, state, targets, start, pad)` makes one step and returns its loss, from before the step, a plain float:

- The decoder reads the shifted targets, from the given state on, in training mode, whatever mode it came in.
- The loss is the mean of −ln p(target) over **all targets of the batch that are not `pad`**; there is at least one.
- One step of the optimizer, from the gradient of this loss alone. The state may have a graph behind it, as from an encoder: gradients
  flow into it, too.

`generate(decoder, state, start, n_new)`, n_new at least 1, gives what the decoder says by itself, int64 of shape (N, n_new):

- It reads `start` first, and then, one by one, what it said last: always the token with the largest logit. The state goes along.
- It works in evaluation mode and records no gradients. Afterwards the decoder has the mode that it had before.

What is passed in is not changed, but for the decoder's training.

Example:

    shift_right(torch.tensor([[5, 7, 9], [4, 0, 0]]), start=1)      # [[1, 5, 7], [1, 4, 0]]
"""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(targets: torch.Tensor, start: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: what is read


def training_step(
    decoder: nn.Module, optimizer: torch.optim.Optimizer, state: torch.Tensor, targets: torch.Tensor, start: int, pad: int
) -> float:
    raise NotImplementedError  # TODO: read, compare, step


def generate(decoder: nn.Module, state: torch.Tensor, start: int, n_new: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: one token after the other
