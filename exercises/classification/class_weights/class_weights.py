"""Class weights for imbalanced data

Write class weights and two weighted losses. If one sample in twenty is positive, a model can reach a low loss by almost never predicting
positive. Class weights make the loss count the rare samples as much as the frequent ones.

Write four functions. Labels are integers (`torch.int64`) of shape (N,):

- `class_weights(labels, n_classes)`: a float tensor of shape (n_classes,). A class c with n_c of the N samples gets the balanced weight
  N / (n_classes · n_c), and 0 if it has no samples.
- `weighted_cross_entropy(logits, labels, weights)`: logits (N, C), weights (C,). The loss of a sample, −ln softmax(z)[label], is
  multiplied by the weight of its label; the sum of these is divided by the **sum of the weights of these N samples**.
- `positive_weight(labels)`: for labels 0 and 1, both present, the number of zeros divided by the number of ones, as a 0-D tensor.
- `weighted_bce(logits, labels, pos_weight)`: logits (N,). The binary cross-entropy in which the term of the label 1 is multiplied by
  `pos_weight`: −(pos_weight · y · ln p + (1 − y) · ln(1 − p)) for p = sigmoid(z); the mean **over the N samples**.

Both losses return a 0-D tensor, with gradients for the logits, and are correct for any finite logits. The inputs are not changed. Do not
use torch's own losses; you may use `log_softmax`, `logsigmoid`, `softplus` and `logsumexp`.

Example:

    labels = torch.tensor([0, 0, 0, 1])
    class_weights(labels, 2)        # [0.6667, 2.0]: 4 / (2 · 3) and 4 / (2 · 1)
    positive_weight(labels)         # 3.0
"""

import torch


def class_weights(labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    raise NotImplementedError  # TODO


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: what is the sum divided by?


def positive_weight(labels: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def weighted_bce(logits: torch.Tensor, labels: torch.Tensor, pos_weight: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: and here?
