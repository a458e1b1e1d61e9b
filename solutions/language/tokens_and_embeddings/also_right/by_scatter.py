"""`scatter_` writes the ones, `index_select` selects the rows, and `index_put_` with `accumulate` sums the gradients."""

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
    out = torch.zeros(*ids.shape, n_tokens, device=ids.device)
    return out.scatter_(-1, ids.unsqueeze(-1), 1.0)


def embed(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    return table.index_select(0, ids.reshape(-1)).reshape(*ids.shape, table.shape[1])


def embedding_gradient(gradient: torch.Tensor, ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    total = torch.zeros(n_tokens, gradient.shape[-1], dtype=gradient.dtype, device=gradient.device)
    return total.index_put_((ids,), gradient, accumulate=True)
