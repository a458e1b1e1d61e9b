"""Each batch is divided by its own standard deviation. So the code of a picture depends on its company, and decoding
cannot know what to multiply by. Measure once, on the training codes.

Cards: latent_diffusion/scale-once
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
        return mu / mu.std()

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
