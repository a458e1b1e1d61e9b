"""A fully connected autoencoder

Write the class `Autoencoder(shape, widths)`, an `nn.Module`, and the function `train_step(model, optimizer, batch)`.

An autoencoder compresses each image into a few values, the *latent vector* or *bottleneck*, and reconstructs the image from them. It needs
no labels. Latent diffusion works on such latents.

- `shape` is the shape of one image, such as `(1, 8, 8)`: channels, height, width. `widths` is a list of one or more layer widths; the last
  one is the latent dimension.
- `model.encode(images)` maps (N, *shape) to latents of shape (N, widths[-1]): flatten the images, then apply linear layers to `widths[0]`,
  `widths[1]` and so on.
- `model.decode(latents)` applies linear layers over the same widths in reverse order and returns images of shape (N, *shape).
- Put a ReLU between consecutive linear layers, in the encoder and in the decoder. Apply no activation to the latents or to the output
  images.
- `model(images)` is `decode(encode(images))`. The latents are the decoder's only input.
- `model.parameters()` yields the weights and biases from the encoder's first layer to the decoder's last, each weight before its bias.
  Encoder and decoder share no parameters.
- Images may have any shape and any memory layout (for example non-contiguous), in float32 or float64; N ≥ 1.

`train_step` takes one training step. `batch` is what a DataLoader yields: a pair of images and labels. The loss is the mean squared error
between output and input over all elements of the batch; the labels are not used. It returns the loss from before the step, as a Python
float. Gradients left over from earlier do not count, and the images are not modified.

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
        # TODO: layers from the input down to the latent, and from the latent back up

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


def train_step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[torch.Tensor, torch.Tensor]) -> float:
    raise NotImplementedError  # TODO
