"""A residual convolutional autoencoder

Write three modules, `Down`, `Up` and `ResidualAutoencoder`. Images have the shape (N, channels, H, W).

Convolutions keep the spatial layout of an image, and skip connections keep a deep stack of them trainable. The autoencoder of latent
diffusion consists of such residual blocks.

`Down(c_in, c_out)` maps (N, c_in, H, W) to (N, c_out, H/2, W/2), and `Up(c_in, c_out)` to (N, c_out, 2H, 2W). Both return

    skip(x) + second(relu(first(relu(x))))

where these are convolutions, all with bias:

- `Down`: `first` 3×3, stride 2, padding 1; `second` 3×3, padding 1, c_out to c_out; `skip` 1×1, stride 2.
- `Up`: `first` is a transposed convolution, 4×4, stride 2, padding 1; `second` as in Down; `skip` is 1×1, applied to x upsampled by 2
  with nearest-neighbor interpolation (each value repeated 2 × 2 times).

`ResidualAutoencoder(channels, width, latent_channels)` has two `nn.Sequential`s, and methods `encode`, `decode` and `forward`:

- `encoder`: a 3×3 convolution, padding 1, from channels to width; `Down(width, width)`; `Down(width, 2 * width)`; a 1×1 convolution to
  latent_channels channels. So `encode(images)` returns latents of shape (N, latent_channels, H/4, W/4).
- `decoder`: a 1×1 convolution from latent_channels to 2 · width; `Up(2 * width, width)`; `Up(width, width)`; a 3×3 convolution, padding 1,
  to channels. `decode` returns images of the input's shape. Nothing follows its last convolution: no norm, no activation.
- `model(images)` is `decode(encode(images))`; skip connections stay within their blocks.
- `encode` raises a ValueError with a message if height or width is not a multiple of 4: the output would have another size.
- Inputs are not modified. Any memory layout, float32 and float64, N ≥ 1.

Example:

    model = ResidualAutoencoder(channels=3, width=8, latent_channels=2)
    model.encode(images).shape                          # torch.Size([10, 2, 8, 8]), for images of shape (10, 3, 32, 32)
    list(model.state_dict())[2]                         # 'encoder.1.first.weight'
"""

import torch
from torch import nn


class Down(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        # TODO

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


class Up(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        # TODO

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


class ResidualAutoencoder(nn.Module):
    def __init__(self, channels: int, width: int, latent_channels: int) -> None:
        super().__init__()
        # TODO

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
