"""Indexing and masks

Write six functions that select, replace or add up values of tensors with slices, indices and masks. A Python loop over the values
starts at least one operation per value, and each has an overhead. An index or a mask handles all values in one operation.

- `crop(images, top, left, height, width)`: `images` has shape (N, C, H, W). Returns the rectangle whose upper left pixel is (top, left),
  with shape (N, C, height, width). The rectangle is inside the image. The result is a view of `images`.
- `scores_of_labels(scores, labels)`: `scores` has shape (N, K). `labels` has shape (N,), with values from 0 to K − 1. Returns the score of
  each sample's own label, with shape (N,).
- `pad_after(ids, lengths, pad)`: `ids` has shape (N, T). `lengths` has shape (N,), with values from 0 to T. Returns a new tensor of shape
  (N, T) in which ids[n, t] is replaced by the integer `pad` for each t ≥ lengths[n].
- `masked_mean(x, mask)`: `x` has shape (N, T, D). `mask` is boolean and has shape (N, T). Returns the mean of each sample over the
  positions t where its mask is True, with shape (N, D). If a sample has no such position, its result is 0. Values at the other positions
  can be NaN or infinite; they do not affect the result.
- `one_hot(labels, num_classes)`: `labels` has shape (N,). Returns a float32 tensor of shape (N, num_classes): 1 at the label of each
  sample, and 0 elsewhere.
- `sum_per_class(x, labels, num_classes)`: `x` has shape (N, D). Returns a tensor of shape (num_classes, D): for each class the sum of the
  samples with that label. The sum of a class without samples is 0.

For all functions:

- N ≥ 1. Labels and lengths are int64. A label can occur several times, or never.
- The inputs are not changed.
- Except for `one_hot`, the result has the dtype of the first argument.
- New tensors are created on the device of the inputs, whatever the default device is.
- The number of PyTorch operations does not depend on the sizes.

Examples:

    labels = torch.tensor([2, 0, 2])
    scores_of_labels(torch.arange(9).reshape(3, 3), labels)                   # tensor([2, 3, 8])
    pad_after(torch.tensor([[5, 6, 7], [8, 9, 9]]), torch.tensor([3, 1]), 0)  # tensor([[5, 6, 7], [8, 0, 0]])
    sum_per_class(torch.tensor([[1.0], [2.0], [4.0]]), labels, 3)             # tensor([[2.], [0.], [5.]])
"""

import torch


def crop(images: torch.Tensor, top: int, left: int, height: int, width: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: slices


def scores_of_labels(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: one value per sample


def pad_after(ids: torch.Tensor, lengths: torch.Tensor, pad: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: a mask of shape (N, T)


def masked_mean(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: select, sum, divide


def one_hot(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO


def sum_per_class(x: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO: a label can occur several times
