"""One index tensor per dim pairs the indices; `torch.where` selects; `index_add_` adds up the values of repeated indices."""

import torch


def crop(images: torch.Tensor, top: int, left: int, height: int, width: int) -> torch.Tensor:
    return images[:, :, top : top + height, left : left + width]


def scores_of_labels(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return scores[torch.arange(len(labels), device=labels.device), labels]


def pad_after(ids: torch.Tensor, lengths: torch.Tensor, pad: int) -> torch.Tensor:
    is_token = torch.arange(ids.shape[1], device=ids.device) < lengths[:, None]
    return torch.where(is_token, ids, pad)


def masked_mean(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    kept = torch.where(mask[:, :, None], x, 0.0)
    count = mask.sum(dim=1, keepdim=True).clamp(min=1)
    return kept.sum(dim=1) / count


def one_hot(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    zeros = torch.zeros(len(labels), num_classes, device=labels.device)
    return zeros.scatter_(1, labels[:, None], 1.0)


def sum_per_class(x: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    sums = torch.zeros(num_classes, x.shape[1], dtype=x.dtype, device=x.device)
    return sums.index_add_(0, labels, x)
