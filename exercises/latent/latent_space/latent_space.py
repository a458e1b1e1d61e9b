"""The space in which latent diffusion works

Latent diffusion never sees a picture. It learns and samples codes of an autoencoder that was trained before and is not touched again. Two
things make or break it: that the autoencoder really stands still, and that its codes have the size for which noise schedules are made.

Write the class `LatentSpace(autoencoder, images, batch_size)`, with methods `encode` and `decode` and an attribute `scale`.

- `autoencoder` is a variational one, an `nn.Module`: its `encode(images)` gives `(mu, logvar)`, codes of any shape (N, …), and its
  `decode(codes)` gives pictures. It may hold batch norm, and may come in training mode.
- **Making a `LatentSpace` freezes it**: from then on it is in evaluation mode, and its parameters require no gradient. It is changed in
  place, and its weights and its running statistics stay as they are, whatever is trained on its codes.
- `scale` is 1 / std, a float, where std is the standard deviation of all numbers of the codes of `images` together (`torch.std` over
  everything at once). `images` are the training pictures, (M, C, H, W). They may be many: never are more than `batch_size` of them
  encoded at once, and the last batch may be smaller. `scale` is measured once, by the frozen autoencoder.
- `encode(images)` gives mu · scale. The code of a picture is the mean, not a sample, and does not depend on the other pictures of its
  batch. So the codes of the training pictures have standard deviation 1. Their mean is left where it is.
- `decode(codes)` takes the scale back and gives the pictures that the autoencoder makes of it: `decode(encode(images))` is what the
  autoencoder makes of mu.
- Codes can be trained on: a network behind `encode` gets its gradients, and gradients of pictures come through `decode` to the codes.
- Neither method changes its argument.

Example, codes with a standard deviation of 5.5, as in Stable Diffusion:

    space = LatentSpace(autoencoder, train_images, batch_size=256)
    space.scale                                     # 0.18
    space.encode(train_images[:256]).std()          # near 1
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        raise NotImplementedError  # TODO

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
