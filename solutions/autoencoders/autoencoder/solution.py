"""Encoder and decoder are the same stack of layers, with the sizes reversed; the loss compares the output with the input."""

import math

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, shape: tuple[int, ...], widths: list[int]) -> None:
        super().__init__()
        sizes = [math.prod(shape), *widths]
        self.encoder = nn.Sequential(nn.Flatten(), *mlp(sizes))
        self.decoder = nn.Sequential(*mlp(sizes[::-1]), nn.Unflatten(1, shape))

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        return self.encoder(images)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.decoder(latents)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(images))


def train_step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[torch.Tensor, torch.Tensor]) -> float:
    images, _ = batch
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(images), images)
    loss.backward()
    optimizer.step()
    return loss.item()


def mlp(sizes: list[int]) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for i in range(len(sizes) - 1):
        if i > 0:
            layers.append(nn.ReLU())
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
    return layers
