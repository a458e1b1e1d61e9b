"""The decoder uses the encoder's weights, transposed. That halves the parameters and can work, but here the two halves
share none.

Cards: autoencoders/tied-weights
"""

import math

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, shape: tuple[int, ...], widths: list[int]) -> None:
        super().__init__()
        sizes = [math.prod(shape), *widths]
        self.encoder = nn.Sequential(nn.Flatten(), *chain(sizes))
        self.shape = shape
        self.biases = nn.ParameterList(torch.zeros(size) for size in sizes[-2::-1])

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        return self.encoder(images)

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        linears = [layer for layer in self.encoder if isinstance(layer, nn.Linear)]
        h = codes
        for i, layer in enumerate(reversed(linears)):
            h = (h if i == 0 else h.relu()) @ layer.weight + self.biases[i]
        return h.unflatten(1, self.shape)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(images))


def train_step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[torch.Tensor, torch.Tensor]) -> float:
    images, _ = batch
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(images), images)
    loss.backward()
    optimizer.step()
    return loss.item()


def chain(sizes: list[int]) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for i in range(len(sizes) - 1):
        if i > 0:
            layers.append(nn.ReLU())
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
    return layers
