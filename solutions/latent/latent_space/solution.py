"""Freezes the autoencoder first, then computes the scale once; `encode` multiplies by it, `decode` divides by it."""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        means = [self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)]
        self.scale = 1 / torch.cat(means).std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(latents / self.scale)
