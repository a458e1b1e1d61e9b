"""A residual autoencoder

Convolutions keep a picture a picture, and skips keep a deep chain of them trainable. The autoencoder inside latent diffusion is built of
such blocks: each halves or doubles height and width, and carries its input along on a second path.

Write three modules. Pictures have the shape (N, channels, H, W).

`Down(c_in, c_out)` maps (N, c_in, H, W) to (N, c_out, H/2, W/2), and `Up(c_in, c_out)` to (N, c_out, 2H, 2W). Both give

    skip(x) + second(relu(first(relu(x))))

with convolutions, all with bias, of these names:

- `Down`: `first` 3×3, stride 2, padding 1; `second` 3×3, padding 1, c_out to c_out; `skip` 1×1, stride 2.
- `Up`: `first` is a transposed convolution, 4×4, stride 2, padding 1; `second` as in Down; `skip` is 1×1, on x made twice as large, each
  number repeated 2 × 2 times (nearest neighbour).

`ResidualAutoencoder(channels, width, n_code)` has two `nn.Sequential`s, and methods `encode`, `decode` and `forward`:

- `encoder`: a 3×3 convolution, padding 1, from channels to width; `Down(width, width)`; `Down(width, 2 * width)`; a 1×1 convolution to
  n_code channels. So `encode(images)` gives codes of shape (N, n_code, H/4, W/4).
- `decoder`: a 1×1 convolution from n_code to 2 · width; `Up(2 * width, width)`; `Up(width, width)`; a 3×3 convolution, padding 1, to
  channels. `decode` gives pictures of the shape that went in. Nothing comes behind its last convolution: no norm, no bend.
- `model(images)` is `decode(encode(images))`; skips stay within their blocks.
- Pictures whose height or width is no multiple of 4 would come back in another size. `encode` raises a ValueError that says so.
- Inputs are not changed. Any layout in memory, float32 and float64, N ≥ 1.

Example:

    model = ResidualAutoencoder(channels=3, width=8, n_code=2)
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
    def __init__(self, channels: int, width: int, n_code: int) -> None:
        super().__init__()
        # TODO

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
