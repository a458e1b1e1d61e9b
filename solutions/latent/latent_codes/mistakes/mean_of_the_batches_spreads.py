"""The standard deviations of the batches were averaged. That leaves out how the batches differ from each other, and
counts a small last batch in full. Take one std of all codes.

Cards: latent_diffusion/scale-once
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        spreads = [self.autoencoder.encode(batch)[0].std() for batch in images.split(batch_size)]
        self.scale = 1 / (sum(spreads) / len(spreads)).item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
