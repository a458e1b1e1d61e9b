"""The autoencoder is in evaluation mode, but its parameters still require gradients: the first optimizer that holds them
trains it along, and all codes measured so far are out of date. `requires_grad_(False)` is the other half of freezing.

Cards: latent_diffusion/two-parts-of-frozen, training/eval-is-not-no-grad
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval()
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1 / codes.detach().std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, _ = self.autoencoder.encode(images)
        return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
