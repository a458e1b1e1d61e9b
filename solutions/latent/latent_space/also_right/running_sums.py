"""Count, sum and sum of squares in float64, so only one batch is in memory; `encode` also runs under `no_grad`."""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder
        autoencoder.train(False)
        for p in autoencoder.parameters():
            p.requires_grad = False
        count, total, squares = 0, 0.0, 0.0
        for start in range(0, len(images), batch_size):
            latents, _ = autoencoder.encode(images[start : start + batch_size])
            count, total, squares = count + latents.numel(), total + latents.double().sum(), squares + latents.double().square().sum()
        self.scale = ((count - 1) / (squares - total**2 / count)).sqrt().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            return self.autoencoder.encode(images)[0].mul(self.scale)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(latents / self.scale)
