"""StandardScaler from scratch

Write a scaler that standardizes each column. Gradient descent converges faster if all features have
a similar scale. The scaler learns the mean and the standard deviation of each column from the
training set, and uses them for all later data: validation, test, production.

Write the class `StandardScaler`. Its tensors are float32 or float64, of shape (N, F), on any device:

- `fit(x)` learns mean and standard deviation of each column: the population standard deviation, which
  divides by N. It forgets what an earlier `fit` has learned. `x` has at least one row. What it returns
  is up to you. If `x` is modified later, the learned values stay the same.
- `transform(x)` returns a new tensor: from each column the learned mean is subtracted, then it is
  divided by the learned standard deviation. It learns nothing from x.
- `inverse_transform(z)` converts a scaled tensor back to the original units.
- A column that was **constant** in `fit` is not divided: only its learned mean is subtracted, and
  `inverse_transform` restores it. A column whose standard deviation is small, but not 0, is divided
  like any other.
- Do not modify the input tensors. Two scalers are independent of each other. The tensors that one
  scaler gets have the same dtype and device, and its results have them, too.

Example:

    scaler = StandardScaler()
    scaler.fit(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))        # means 2 and 5, standard deviations 1 and 0
    scaler.transform(torch.tensor([[4.0, 5.0]]))              # [[2., 0.]]
    scaler.inverse_transform(torch.tensor([[2.0, 0.0]]))      # [[4., 5.]]

torch is all you need.
"""

import torch


class StandardScaler:
    def fit(self, x: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: mean and standard deviation of each column

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: to mean 0 and standard deviation 1

    def inverse_transform(self, z: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: back to the original units
