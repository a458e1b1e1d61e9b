"""`torch.inference_mode()` makes tensors that can never take part in a graph: the first network that is trained on these
codes raises an error. For codes that something is trained on use `torch.no_grad()`, or parameters that require no
gradient.

Cards: latent_diffusion/inference-codes, autograd/inference-mode
"""

import torch
from torch import nn


class LatentSpace:
    def __init__(self, autoencoder: nn.Module, images: torch.Tensor, batch_size: int) -> None:
        self.autoencoder = autoencoder.eval().requires_grad_(False)
        codes = torch.cat([self.autoencoder.encode(batch)[0] for batch in images.split(batch_size)])
        self.scale = 1 / codes.std().item()

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            mu, _ = self.autoencoder.encode(images)
            return mu * self.scale

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        return self.autoencoder.decode(codes / self.scale)
