"""Layer normalization

Layer normalization brings each vector to mean 0 and variance 1 by itself, so that activations neither grow nor shrink from layer to
layer. Unlike batch normalization it does not need a batch, which is one reason why transformers use it.

Write the class `LayerNorm(n_features, eps=1e-5)`, an `nn.Module`. For x of shape (..., n_features), with any number of leading dims:

    y = (x − mean) / √(variance + eps) · weight + bias

- `mean` and `variance` are those of each vector along the last dim. The variance is the biased one, the mean of the squared differences
  from the mean: it divides by n_features.
- `weight` and `bias` are parameters of shape (n_features,), initialized to 1 and 0.
- Gradients flow to x through every occurrence of x in the formula, including mean and variance, and to both parameters.
- Training and evaluation mode give the same result, and no statistics are kept between calls: `state_dict()` has the keys `weight` and
  `bias` and no others.
- The dtype is that of the model and its input, float32 or float64. In float32 the result must be right to three digits even if
  the mean is 1000 times the standard deviation. A vector of equal elements gives `bias`, with finite gradients.
- x is not changed.

Do not use `nn.LayerNorm`, `F.layer_norm` or another of torch's normalization layers.

Example:

    LayerNorm(4)(torch.tensor([1.0, 3.0, 5.0, 7.0]))      # [-1.3416, -0.4472, 0.4472, 1.3416]
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    def __init__(self, n_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        # TODO: two parameters

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
