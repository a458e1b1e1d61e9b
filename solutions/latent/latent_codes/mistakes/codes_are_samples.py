"""The code is a sample of the cloud, another one at each call. The task takes its mean, so that a picture has one code.

Cards: latent_diffusion/mean-or-sample, autoencoders/eval-uses-mu
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1 / codes.std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        mu, logvar = self.autoencoder.encode(images)
        return (mu + (logvar / 2).exp() * torch.randn_like(mu)) * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
