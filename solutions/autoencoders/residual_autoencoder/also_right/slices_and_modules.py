"""Down's skip connection takes every second pixel by slicing, as a stride of 2 does; ReLU and upsampling are modules without weights."""

import torch
from torch import nn


class Down(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        self.relu = nn.ReLU()
        self.first = nn.Conv2d(c_in, c_out, 3, 2, 1)
        self.second = nn.Conv2d(c_out, c_out, 3, 1, 1)
        self.skip = nn.Conv2d(c_in, c_out, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.second(self.relu(self.first(self.relu(x))))
        out = out + self.skip(x[:, :, ::2, ::2])
        return out


class Up(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        self.relu = nn.ReLU()
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.first = nn.ConvTranspose2d(c_in, c_out, 4, 2, 1)
        self.second = nn.Conv2d(c_out, c_out, 3, 1, 1)
        self.skip = nn.Conv2d(c_in, c_out, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.second(self.relu(self.first(self.relu(x))))
        out += self.skip(self.upsample(x))
        return out


class ResidualAutoencoder(nn.Module):
    def __init__(self, channels: int, width: int, latent_channels: int) -> None:
        super().__init__()
        self.encoder = nn.Sequential()
        for layer in (
            nn.Conv2d(channels, width, 3, 1, 1),
            Down(width, width),
            Down(width, width * 2),
            nn.Conv2d(width * 2, latent_channels, 1),
        ):
            self.encoder.append(layer)
        self.decoder = nn.Sequential()
        for layer in (
            nn.Conv2d(latent_channels, width * 2, 1),
            Up(width * 2, width),
            Up(width, width),
            nn.Conv2d(width, channels, 3, 1, 1),
        ):
            self.decoder.append(layer)

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        n, c, h, w = images.shape
        if (h % 4, w % 4) != (0, 0):
            raise ValueError(f"{h} x {w} cannot be halved twice")
        return self.encoder(images)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.decoder(latents)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(images))
