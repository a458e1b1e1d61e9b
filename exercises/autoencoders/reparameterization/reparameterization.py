"""The reparameterization trick and the KL divergence

Write two functions. `mu` and `logvar` have the shape (N, D), N and D ≥ 1: the means, and the natural logarithms of the **variances**, so
any value is allowed (here between −20 and 20).

The encoder of a variational autoencoder outputs a Gaussian q(z|x) for each image. Training samples z from it, and the gradient of the loss
must still reach mu and logvar.

`reparameterise(mu, logvar, training)`:

- With `training=True` it returns one sample per element, shape (N, D): normally distributed with mean mu and variance exp(logvar).
- All N · D samples are independent of each other, and each call draws new ones, from torch's global generator.
- Gradients flow to mu (∂z/∂mu = 1) and to logvar (∂z/∂logvar = std · eps / 2, where eps is the noise).
- With `training=False` it returns the values of `mu`, without noise.

`kl_to_standard_normal(mu, logvar)`:

- Returns one value per sample, shape (N,): the KL divergence of the sample's D-dimensional Gaussian from the standard normal. For a
  single dimension it is

      KL( N(mu, s²) ‖ N(0, 1) ) = ½ · (mu² + s² − 1 − ln s²)

  and for D independent dimensions it is the sum.
- It is differentiable with respect to both arguments.

Dtype and device are those of the inputs, and the inputs are not modified.

Example:

    mu, logvar = torch.tensor([[0.0, 3.0]]), torch.tensor([[0.0, 0.0]])
    kl_to_standard_normal(mu, logvar)                   # tensor([4.5000])
    reparameterise(mu, logvar, training=True)           # such as tensor([[-0.6136, 3.0316]])
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    raise NotImplementedError  # TODO


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
