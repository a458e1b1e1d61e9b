"""Both blocks share one forward; the 1×1 convolution comes before the upsampling, which gives the same output for a quarter of the cost."""

from torch import nn


class Block(nn.Module):
    def shortcut(self, x):
        return self.skip(x)

    def forward(self, x):
        h = self.first(x.clamp(min=0))
        return self.second(h.clamp(min=0)).add(self.shortcut(x))


class Down(Block):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.first = nn.Conv2d(c_in, c_out, kernel_size=3, stride=2, padding=1)
        self.second = nn.Conv2d(c_out, c_out, kernel_size=3, padding="same")
        self.skip = nn.Conv2d(c_in, c_out, kernel_size=1, stride=2)


class Up(Block):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.first = nn.ConvTranspose2d(c_in, c_out, kernel_size=4, stride=2, padding=1)
        self.second = nn.Conv2d(c_out, c_out, kernel_size=3, padding="same")
        self.skip = nn.Conv2d(c_in, c_out, kernel_size=1)

    def shortcut(self, x):
        return self.skip(x).repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)


class ResidualAutoencoder(nn.Module):
    def __init__(self, channels, width, latent_channels):
        super().__init__()
        down = [Down(width, width), Down(width, 2 * width)]
        up = [Up(2 * width, width), Up(width, width)]
        self.encoder = nn.Sequential(nn.Conv2d(channels, width, 3, padding=1), *down, nn.Conv2d(2 * width, latent_channels, 1))
        self.decoder = nn.Sequential(nn.Conv2d(latent_channels, 2 * width, 1), *up, nn.Conv2d(width, channels, 3, padding=1))

    def encode(self, images):
        if any(size % 4 != 0 for size in images.shape[-2:]):
            raise ValueError(f"height and width {tuple(images.shape[-2:])} are not multiples of 4")
        return self.encoder(images)

    def decode(self, latents):
        return self.decoder(latents)

    def forward(self, images):
        latents = self.encode(images)
        return self.decode(latents)
