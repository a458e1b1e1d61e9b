"""The parameters are frozen, but the autoencoder stays in the mode it came in. In training mode batch norm makes a code
depend on the rest of its batch, and its running statistics move at every call. Call `eval()`, too.

Cards: latent_diffusion/two-parts-of-frozen, training/eval-is-not-no-grad
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.requires_grad_(False)
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1 / codes.std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
