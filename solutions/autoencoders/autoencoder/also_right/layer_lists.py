"""Two ModuleLists and a loop; the ReLU is a method call, and the loss is written out."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, shape, widths):
        super().__init__()
        self.shape = tuple(shape)
        sizes = [torch.Size(shape).numel(), *widths]
        pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.down = nn.ModuleList(nn.Linear(a, b) for a, b in pairs)
        self.up = nn.ModuleList(nn.Linear(b, a) for a, b in reversed(pairs))

    def encode(self, images):
        return apply_layers(self.down, images.reshape(len(images), -1))

    def decode(self, latents):
        return apply_layers(self.up, latents).reshape(len(latents), *self.shape)

    def forward(self, images):
        return self.decode(self.encode(images))


def apply_layers(layers, h):
    for i, layer in enumerate(layers):
        h = layer(h if i == 0 else h.relu())
    return h


def train_step(model, optimizer, batch):
    images = batch[0]
    loss = (model(images) - images).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())
