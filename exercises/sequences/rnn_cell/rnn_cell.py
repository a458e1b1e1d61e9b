"""An RNN cell and its loop over time steps

A recurrent neural network (RNN) reads a sequence one time step at a time. It keeps a hidden state, a vector that summarizes what it has
read so far. Therefore it can read sequences of any length, which a linear layer cannot.

Write two functions. The weights are those of `nn.RNN`, with n_in input features and n_hidden hidden features: `weight_ih` of shape
(n_hidden, n_in), `weight_hh` of shape (n_hidden, n_hidden), `bias_ih` and `bias_hh` of shape (n_hidden,).

`rnn_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh)` computes one step for a batch: x has shape (N, n_in) and the hidden state h has
shape (N, n_hidden). It returns the new hidden state, for each sample

    tanh(weight_ih · x + bias_ih + weight_hh · h + bias_hh)

`rnn(xs, h, weight_ih, weight_hh, bias_ih, bias_hh)` reads whole sequences, xs of shape (N, T, n_in) with T at least 1, from the first
step to the last:

- The initial hidden state is h, of shape (N, n_hidden). If h is None, it is all zeros.
- It returns two tensors: the states after each step, of shape (N, T, n_hidden), and the state after the last step, of shape
  (N, n_hidden).
- A sequence may be read in two pieces, with the last state of the first piece passed to the second call. This gives the same values and
  the same gradients as one call on the whole sequence.

Gradients flow to all arguments. The dtype of the results is that of the inputs. The inputs are not changed.

Do not use `nn.RNN` or `nn.RNNCell`.

Example with all weights 0 and both biases 0.5:

    outputs, last = rnn(torch.zeros(2, 3, 4), None, ...)
    outputs.shape, last.shape      # (2, 3, n_hidden), (2, n_hidden); every element is tanh(1) = 0.7616
"""

import torch


def rnn_step(
    x: torch.Tensor,
    h: torch.Tensor,
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> torch.Tensor:
    raise NotImplementedError  # TODO: the new state


def rnn(
    xs: torch.Tensor,
    h: torch.Tensor | None,
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: loop over the time steps
