"""The codes come out as the autoencoder makes them, whatever their size. The noise schedule is made for data with
standard deviation 1: codes that are larger are still visible at the last step, and smaller ones drown at the first.

Cards: latent_diffusion/why-a-scale
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1.0

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
