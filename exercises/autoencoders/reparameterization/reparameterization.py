"""A random code that lets the gradient through

The encoder of a variational autoencoder gives a cloud for each picture, not a point: a normal distribution with a mean and a variance for
each number of the code. Training draws one point from the cloud, and the loss must still tell the encoder how to move and to size it.

Write two functions. `mu` and `logvar` have the shape (N, D), N and D ≥ 1: the means, and the natural logarithms of the **variances**, so
any number is allowed (here between −20 and 20).

`reparameterise(mu, logvar, training)`:

- In training it returns one sample a number, of shape (N, D): normally distributed with mean mu and variance exp(logvar).
- All N · D samples are independent of each other, and each call draws new ones, from torch's global generator.
- The sample is differentiable: `z.sum().backward()` reaches `mu` and `logvar`, as the noise that was drawn demands.
- With `training=False` it returns the values of `mu`: nothing random.

`kl_to_standard_normal(mu, logvar)`:

- Returns one number for each row, shape (N,): the Kullback-Leibler divergence of the row's distribution from D independent standard
  normals. For a single number it is

      KL( N(mu, s²) ‖ N(0, 1) ) = ½ · (mu² + s² − 1 − ln s²)

  and for independent numbers it is the sum.
- It is differentiable in both.

Dtype and device are those of the inputs, and the inputs are not changed.

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
