"""A variational autoencoder

An autoencoder can only give back what it was given. Made variational, its codes fill a cloud of known shape, so that any point drawn from
there decodes to a new picture. This is how the latent space of Stable Diffusion is made.

Write the four methods of `VAE(n_pixels, n_hidden, n_code)`, whose layers are given, and the function `negative_elbo`. Pictures are rows x
of shape (N, n_pixels), numbers from 0 to 1, N ≥ 1.

- `encode(x)` returns two tensors of shape (N, n_code): the means `mu` and the log-variances `logvar`. Both come from the same hidden layer,
  through a ReLU; they themselves are not bent.
- `decode(z)` maps codes to **logits** of shape (N, n_pixels), one a pixel: any number.
- `model(x)` returns `(logits, mu, logvar)`. In training mode the logits are those of a sample: normal, with mean mu and variance
  exp(logvar), independent for each number, new in each call, and differentiable in mu and logvar. In evaluation mode they are those of mu.
- `model.sample(n)` draws n codes from the standard normal and returns the pictures they decode to, (n, n_pixels): the probabilities, from 0
  to 1, not logits. Dtype and device are those of the model's parameters.

`negative_elbo(logits, x, mu, logvar)` returns a single number, the loss: an upper bound of −ln p(x), in nats, for one picture on average.

- Reconstruction: the binary cross-entropy between the logits and x, **summed** over the pixels of a picture. Where a logit of 200 meets a
  pixel of 0 that is 200, not infinite and not less.
- Divergence of N(mu, exp(logvar)) from N(0, 1): ½ · (mu² + exp(logvar) − 1 − logvar), **summed** over the numbers of the code.
- Both are on one scale then; their sum is averaged over the pictures.

No argument is changed.

Example:

    model = VAE(64, 32, 2)
    logits, mu, logvar = model(x)                       # (N, 64), (N, 2), (N, 2)
    negative_elbo(logits, x, mu, logvar)                # near 64 · ln 2 = 44.4, before any training
    model.sample(16).shape                              # torch.Size([16, 64])
"""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, n_pixels: int, n_hidden: int, n_code: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_pixels, n_hidden)
        self.to_mu = nn.Linear(n_hidden, n_code)
        self.to_logvar = nn.Linear(n_hidden, n_code)
        self.decoder = nn.Sequential(nn.Linear(n_code, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_pixels))

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
