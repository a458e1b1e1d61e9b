"""Also stores the standard deviation; `encode` divides by it and `decode` multiplies."""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        autoencoder.requires_grad_(False)
        autoencoder.eval()
        self.encode_mean, self.to_images = lambda batch: autoencoder.encode(batch)[0], autoencoder.decode
        self.std = torch.cat(list(map(self.encode_mean, images.split(batch_size)))).flatten().std(dim=0)
        self.scale = float(1 / self.std)

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        return self.encode_mean(images) / self.std

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.to_images(latents * self.std)
