"""An autoencoder

A network that must pass a picture through a few numbers and give it back has to find out what matters in it. Nobody labels anything:
these few numbers, the *code*, are what latent diffusion later works on.

Write the class `Autoencoder(shape, widths)`, an `nn.Module`, and the function `train_step(model, optimizer, batch)`.

- `shape` is the shape of one picture, such as `(1, 8, 8)`: channels, height, width. `widths` is a list of one width or more; the last is
  the number of numbers in the code.
- `model.encode(images)` maps (N, *shape) to codes of shape (N, widths[-1]): the pictures made flat, then linear layers to `widths[0]`,
  `widths[1]` and so on.
- `model.decode(codes)` goes back the same way, over the same widths in reverse order, to pictures of shape (N, *shape).
- Between each two linear layers of the encoder stands a ReLU, and so it is in the decoder. The code itself and the picture that comes out
  are what the linear layers give: any number, not bent.
- `model(images)` is `decode(encode(images))`. All that the decoder learns of a picture is its code.
- `model.parameters()` gives the weights and biases from the encoder's first layer to the decoder's last, each weight before its bias. The
  two halves share none.
- Pictures may be of any shape, in any layout in memory (not contiguous, say), in float32 or float64; N ≥ 1.

`train_step` makes one training step. `batch` is what a loader gives: a pair of pictures and their labels. The loss is the mean squared
error over all numbers of all pictures of the batch, and an autoencoder has no use for labels. It returns the loss from before the step, as
a plain float. Gradients that lie around from before do not count, and the pictures are not changed.

Example:

    model = Autoencoder((1, 8, 8), [32, 4])
    model.encode(images).shape                          # torch.Size([100, 4]), for images of shape (100, 1, 8, 8)
    sum(p.numel() for p in model.parameters())          # 4484
"""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, shape: tuple[int, ...], widths: list[int]) -> None:
        super().__init__()
        # TODO: a chain of layers down to the code, and one back up

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


def train_step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[torch.Tensor, torch.Tensor]) -> float:
    raise NotImplementedError  # TODO
