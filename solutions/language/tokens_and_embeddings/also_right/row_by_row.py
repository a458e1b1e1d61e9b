"""Python loops: a one is written for each id, and each token sums the gradients of the positions where it occurs."""

import torch


class Vocabulary:
    def __init__(self, text: str) -> None:
        self.characters = sorted({*text})

    def __len__(self) -> int:
        return len(self.characters)

    def encode(self, text: str) -> torch.Tensor:
        unknown = set(text) - set(self.characters)
        if unknown:
            raise KeyError(*sorted(unknown))
        return torch.as_tensor([self.characters.index(character) for character in text], dtype=torch.long)

    def decode(self, ids: torch.Tensor) -> str:
        text = ""
        for i in ids:
            text += self.characters[i]
        return text


def one_hot(ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    hot = torch.zeros(ids.numel(), n_tokens, device=ids.device)
    for row, i in zip(hot, ids.reshape(-1).tolist(), strict=True):
        row[i] = 1
    return hot.reshape(*ids.shape, n_tokens)


def embed(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    return table[ids.reshape(-1)].reshape(*ids.shape, table.shape[1])


def embedding_gradient(gradient: torch.Tensor, ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    return torch.stack([gradient[ids == i].reshape(-1, gradient.shape[-1]).sum(0) for i in range(n_tokens)])
