"""Fine-tuning: frozen layers and parameter groups

Write a model with a pretrained backbone and a new head, and the parameter groups for its optimizer. The first blocks of the backbone are
frozen: they keep their weights and their running statistics. The last blocks are trained with a lower learning rate than the head.

Write the class `FineTuned(backbone, n_features, n_classes, n_trained)`, an `nn.Module`:

- `backbone` is an `nn.Sequential` of blocks, each an `nn.Module`. It maps x to features of shape (N, n_features). `model.backbone` is this
  object, not a copy.
- `model.head` is a new `nn.Linear` with a bias, from the features to n_classes logits. `model(x)` returns the logits, shape (N, n_classes).
- The last `n_trained` blocks of the backbone are trained, all blocks before them are frozen. `n_trained` is from 0 to the number of blocks.
- The parameters of frozen blocks have `requires_grad=False`. All other parameters have `requires_grad=True`, also if they were frozen before.
- Frozen blocks are always in evaluation mode: after construction, and also after `model.train()`. So their batch norm does not update its
  running statistics, and their dropout drops nothing.
- All other modules follow `model.train()`, `model.train(False)` and `model.eval()`, and are in training mode after construction. `train`
  returns the model.

Write `parameter_groups(model, head_lr, backbone_lr, weight_decay)`:

- It returns a list of dicts for `torch.optim.AdamW`. Each parameter with `requires_grad=True` is in exactly one group, and no other is in any.
- The parameters of the head have the learning rate `head_lr`, those of the backbone `backbone_lr`.
- Parameters with two or more dims have `weight_decay`. Those with fewer dims, which are the biases and the weights of norm layers, have a
  weight decay of 0.

Example:

    model = FineTuned(pretrained, n_features=512, n_classes=10, n_trained=1)
    optimizer = torch.optim.AdamW(parameter_groups(model, head_lr=1e-3, backbone_lr=1e-4, weight_decay=0.01))
"""

import torch
from torch import nn


class FineTuned(nn.Module):
    def __init__(self, backbone: nn.Sequential, n_features: int, n_classes: int, n_trained: int) -> None:
        super().__init__()
        # TODO: the backbone, the head, and which blocks are frozen

    # TODO: which mode do frozen blocks have after model.train()?

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO


def parameter_groups(model: FineTuned, head_lr: float, backbone_lr: float, weight_decay: float) -> list[dict]:
    raise NotImplementedError  # TODO: learning rate and weight decay for each parameter that is trained
