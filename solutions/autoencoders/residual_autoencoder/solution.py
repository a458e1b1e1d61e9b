"""Each block changes the shape, so its skip connection is a 1×1 convolution (projection shortcut). None bypasses the latent."""

import torch
from torch import nn
from torch.nn.functional import interpolate, relu


class Down(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(c_in, c_out, 3, stride=2, padding=1)
        self.second = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.skip = nn.Conv2d(c_in, c_out, 1, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.skip(x) + self.second(relu(self.first(relu(x))))


class Up(nn.Module):
    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__()
        self.first = nn.ConvTranspose2d(c_in, c_out, 4, stride=2, padding=1)
        self.second = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.skip = nn.Conv2d(c_in, c_out, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.skip(interpolate(x, scale_factor=2)) + self.second(relu(self.first(relu(x))))


class ResidualAutoencoder(nn.Module):
    def __init__(self, channels: int, width: int, latent_channels: int) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(channels, width, 3, padding=1),
            Down(width, width),
            Down(width, 2 * width),
            nn.Conv2d(2 * width, latent_channels, 1),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(latent_channels, 2 * width, 1),
            Up(2 * width, width),
            Up(width, width),
            nn.Conv2d(width, channels, 3, padding=1),
        )

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        height, width = images.shape[2:]
        if height % 4 or width % 4:
            raise ValueError(f"height and width must be multiples of 4, got {height} and {width}")
        return self.encoder(images)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        return self.decoder(latents)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(images))
