"""One-hot vectors are hot of an identity matrix; the lookup and its gradient are products with the one-hot matrix."""

import torch


class Vocabulary(dict):
    def __init__(self, text):
        super().__init__((character, i) for i, character in enumerate(sorted(set(text))))

    def encode(self, text):
        return torch.tensor([self[character] for character in text]).long()

    def decode(self, ids):
        characters = list(self)
        return "".join([characters[int(i)] for i in ids])


def one_hot(ids, n_tokens):
    return torch.eye(n_tokens, device=ids.device)[ids]


def embed(table, ids):
    return one_hot(ids, len(table)).to(table.dtype) @ table


def embedding_gradient(gradient, ids, n_tokens):
    hot = one_hot(ids, n_tokens).to(gradient.dtype)
    return torch.einsum("...v,...d->vd", hot, gradient)
