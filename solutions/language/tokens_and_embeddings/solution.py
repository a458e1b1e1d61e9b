"""The lookup is indexing; its gradient accumulates, for each row, the gradients of all positions that used it."""

import torch


class Vocabulary:
    def __init__(self, text: str) -> None:
        self.characters = sorted(set(text))
        self.ids = {character: i for i, character in enumerate(self.characters)}

    def __len__(self) -> int:
        return len(self.characters)

    def encode(self, text: str) -> torch.Tensor:
        return torch.tensor([self.ids[character] for character in text], dtype=torch.int64)

    def decode(self, ids: torch.Tensor) -> str:
        return "".join(self.characters[i] for i in ids.tolist())


def one_hot(ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    return (ids.unsqueeze(-1) == torch.arange(n_tokens, device=ids.device)).float()


def embed(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    return table[ids]


def embedding_gradient(gradient: torch.Tensor, ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    width = gradient.shape[-1]
    total = gradient.new_zeros(n_tokens, width)
    return total.index_add(0, ids.flatten(), gradient.reshape(-1, width))
