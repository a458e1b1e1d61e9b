"""Encoder and decoder are modules of one class, and the gradients are cleared through the model."""

import numpy as np
import torch
from torch import nn


class MLP(nn.Sequential):
    def __init__(self, sizes):
        layers = [nn.Linear(sizes[0], sizes[1])]
        for a, b in zip(sizes[1:-1], sizes[2:], strict=True):
            layers += [nn.ReLU(), nn.Linear(a, b)]
        super().__init__(*layers)


class Autoencoder(nn.Module):
    def __init__(self, shape, widths):
        super().__init__()
        self.image_shape = shape
        n_pixels = int(np.prod(shape))
        self.encoder = MLP([n_pixels] + list(widths))
        self.decoder = MLP(list(reversed(widths)) + [n_pixels])

    def encode(self, images):
        return self.encoder(torch.flatten(images, start_dim=1))

    def decode(self, latents):
        return self.decoder(latents).unflatten(1, self.image_shape)

    def forward(self, images):
        latents = self.encode(images)
        return self.decode(latents)


def train_step(model, optimizer, batch):
    images, labels = batch
    model.zero_grad(set_to_none=True)
    criterion = nn.MSELoss()
    loss = criterion(model(images), images)
    loss.backward()
    optimizer.step()
    return loss.detach().cpu().item()
