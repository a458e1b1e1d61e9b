"""`decode` runs under `torch.no_grad()`: no gradient comes from the pictures back to the codes. Freezing does not mean
that: frozen parameters get no gradient, and what goes through them still does.

Cards: latent_diffusion/frozen-lets-gradients-through
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1 / codes.std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            return self.autoencoder.decode(codes / self.scale)
