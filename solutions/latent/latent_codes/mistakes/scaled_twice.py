"""`decode` multiplies by the scale a second time. It has to undo what `encode` did: divide.

Cards: latent_diffusion/scale-undone
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
        return self.autoencoder.decode(codes * self.scale)
