"""A latent space with unit variance

Write a class that encodes images to latents of unit variance with a frozen autoencoder, and decodes latents to images. Latent diffusion
trains and samples in this latent space, never on images. It requires that the autoencoder stays frozen, and that its latents have the
variance that noise schedules assume.

The class is `LatentSpace(autoencoder, images, batch_size)`, with methods `encode` and `decode` and an attribute `scale`.

- `autoencoder` is a variational autoencoder (VAE), an `nn.Module`: its `encode(images)` returns `(mu, logvar)`, each of shape (N, …), and
  its `decode(latents)` returns images. It may contain batch norm, and may be in training mode.
- **Constructing a `LatentSpace` freezes the autoencoder**, in place: from then on it is in evaluation mode, and its parameters require no
  gradient. Its weights and its running statistics do not change, whatever is trained on its latents.
- `scale` is 1 / std, a float, where std is the standard deviation over all elements of the latents of `images` together (one `torch.std`
  over everything). `images` are the training images, (M, C, H, W). There may be many: never encode more than `batch_size` of them at once,
  and the last batch may be smaller. Compute `scale` once, with the frozen autoencoder.
- `encode(images)` returns mu · scale. The latent of an image is the mean, not a sample, and does not depend on the other images of its
  batch. So the latents of the training images have standard deviation 1. Their mean is not subtracted.
- `decode(latents)` divides by the scale and returns what the autoencoder decodes from that: `decode(encode(images))` is what the
  autoencoder decodes from mu.
- Latents can be trained on: a network after `encode` gets its gradients, and gradients of images flow through `decode` to the latents.
- Neither method changes its argument.

Example, latents with a standard deviation of 5.5, as in Stable Diffusion:

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

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
