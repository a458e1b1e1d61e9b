"""The scale is measured before the autoencoder is put into evaluation mode. So its batch norm works with the statistics
of each batch, and its running statistics have moved when you freeze them.

Cards: latent_diffusion/two-parts-of-frozen
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        codes = torch.cat([autoencoder.encode(batch)[0].detach() for batch in images.split(batch_size)])
        self.scale = 1 / codes.std().item()
        self.autoencoder = autoencoder.eval().requires_grad_(False)

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
