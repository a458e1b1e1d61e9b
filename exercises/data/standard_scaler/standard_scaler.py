"""A scaler by hand

Gradient descent likes columns of equal spread. A scaler learns mean and spread of each column from
the training rows, and uses these two numbers on all rows that ever come: validation, test, the
customer's.

Write the class `StandardScaler`. Its tensors are float32 or float64, of shape (N, F), on any device:

- `fit(x)` learns mean and standard deviation of each column: the population kind, which divides by
  N. It forgets what an earlier `fit` has learned. `x` has one row or more. What it returns is up to
  you. If `x` is changed later, what was learned stays.
- `transform(x)` returns a new tensor: from each column the learned mean is subtracted, then it is
  divided by the learned standard deviation. It learns nothing from x.
- `inverse_transform(z)` takes a scaled tensor back to the units of the data.
- A column that was **constant** in `fit` is not divided: its learned mean is subtracted, no more,
  and `inverse_transform` brings it back. A column whose spread is small, but not 0, is divided like
  any other.
- Tensors that come in stay as they were. Two scalers know nothing of each other. The tensors that
  one scaler gets have one dtype and lie on one device, and so do its results.

Example:

    scaler = StandardScaler()
    scaler.fit(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))        # means 2 and 5, deviations 1 and 0
    scaler.transform(torch.tensor([[4.0, 5.0]]))              # [[2., 0.]]
    scaler.inverse_transform(torch.tensor([[2.0, 0.0]]))      # [[4., 5.]]

torch is all you need.
"""

import torch


class StandardScaler:
    def fit(self, x: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: learn two numbers for each column

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: to mean 0 and deviation 1

    def inverse_transform(self, z: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: and back
