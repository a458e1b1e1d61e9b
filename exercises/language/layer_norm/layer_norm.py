"""Layer normalisation

In a deep network vectors can grow or shrink from layer to layer. Layer norm brings each vector back to mean 0 and variance 1, by itself:
it needs no batch, and so it stands in every transformer.

Write the class `LayerNorm(n_features, eps=1e-5)`, an `nn.Module`. For x of shape (..., n_features), with any number of axes in front:

    y = (x − mean) / √(variance + eps) · weight + bias

- `mean` and `variance` are those of each vector along the last axis. The variance is the mean of the squared deviations: it divides by
  n_features.
- `weight` and `bias` are parameters of shape (n_features,). They start at 1 and 0.
- Gradients flow to x through all places where x stands, those in mean and variance too, and to both parameters.
- Training and evaluation mode give the same, and nothing is remembered from call to call: `state_dict()` has the keys `weight` and
  `bias` and no other.
- The precision is that of the model and its input, float32 or float64. For float32 the result must be right to three digits also where
  the mean is 1000 times the standard deviation. A vector of equal numbers gives `bias`, with finite gradients.
- x is not changed.

Not to be used: `nn.LayerNorm`, `F.layer_norm` or another of torch's normalisations.

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
