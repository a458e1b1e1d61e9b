"""A variational autoencoder (VAE) and its ELBO

Write the four methods of `VAE(n_pixels, n_hidden, n_latent)`, whose layers are given, and the function `negative_elbo`. Images are rows of
x, shape (N, n_pixels), with values from 0 to 1, N ≥ 1.

A VAE's encoder outputs an approximate posterior q(z|x), a Gaussian. The KL term of the loss keeps it close to a standard normal, so z
sampled from the standard normal decodes to a new image.

- `encode(x)` returns two tensors of shape (N, n_latent): the means `mu` and the log-variances `logvar`. Both are linear heads on the same
  hidden layer, which has a ReLU; the heads have no activation.
- `decode(z)` maps latents to **logits** of shape (N, n_pixels), one per pixel, without an activation.
- `model(x)` returns `(logits, mu, logvar)`. In training mode the logits are decoded from a sample z: normally distributed with mean mu and
  variance exp(logvar), independent for each element, new in each call, and differentiable with respect to mu and logvar. In evaluation
  mode they are decoded from mu.
- `model.sample(n)` draws n latents from the standard normal and returns the decoded images, shape (n, n_pixels), as probabilities, not
  logits. Dtype and device are those of the model's parameters.

`negative_elbo(logits, x, mu, logvar)` returns a scalar tensor, the loss: an upper bound of −ln p(x), in nats, averaged over the images.

- Reconstruction: the binary cross-entropy between the logits and x, **summed** over the pixels of an image. A logit of 200 at a pixel of 0
  costs 200, not inf and not less.
- KL divergence of N(mu, exp(logvar)) from N(0, 1): ½ · (mu² + exp(logvar) − 1 − logvar), **summed** over the latent dimensions.
- The loss is the mean of reconstruction + KL divergence over the images.

No argument is modified.

Example:

    model = VAE(64, 32, 2)
    logits, mu, logvar = model(x)                       # (N, 64), (N, 2), (N, 2)
    negative_elbo(logits, x, mu, logvar)                # near 64 · ln 2 = 44.4, before any training
    model.sample(16).shape                              # torch.Size([16, 64])
"""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, n_pixels: int, n_hidden: int, n_latent: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_pixels, n_hidden)
        self.to_mu = nn.Linear(n_hidden, n_latent)
        self.to_logvar = nn.Linear(n_hidden, n_latent)
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_pixels))

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO

    def sample(self, n: int) -> torch.Tensor:
        raise NotImplementedError  # TODO


def negative_elbo(logits: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
