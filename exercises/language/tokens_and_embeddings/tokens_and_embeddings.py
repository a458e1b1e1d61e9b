"""Tokens, one-hot vectors and embeddings

Write a class and three functions that turn text into vectors: a character-level vocabulary (tokenizer) and an embedding lookup with its
gradient. The vocabulary gives each character an integer id, and the embedding table has one vector for each id. Every language model
begins with these two steps.

`Vocabulary(text)`: the distinct characters of the text get the ids 0, 1, 2, … in the order of `sorted`.

- `len(vocabulary)` is the number of distinct characters.
- `vocabulary.encode(text)` returns the ids of the characters as an int64 tensor of shape (len(text),). The empty text gives shape (0,).
  A character that is not in the vocabulary raises a KeyError.
- `vocabulary.decode(ids)` takes such a tensor and returns the text.

`one_hot(ids, n_tokens)`: for `ids` of any shape, a float32 tensor of shape (*ids.shape, n_tokens) with a 1 at the index of each id
and 0 elsewhere.

`embed(table, ids)`: `table` has shape (n_tokens, width). For `ids` of any shape it returns the rows with these indices, of shape
(*ids.shape, width), in the dtype of the table. Gradients flow to the table.

`embedding_gradient(gradient, ids, n_tokens)`: the backward pass of `embed`, by hand. `gradient` has shape (*ids.shape, width): the
gradient of the loss with respect to the output of `embed`. The result has shape (n_tokens, width): the gradient with respect to the table.

Ids are int64, from 0 to n_tokens − 1. Input tensors are not changed; new tensors are created on the same device.

Do not use `nn.Embedding`, `F.embedding` or `F.one_hot`.

Example:

    vocabulary = Vocabulary("hello")        # e, h, l, o
    vocabulary.encode("hole")               # tensor([1, 3, 2, 0])
    one_hot(torch.tensor([2, 0]), 4)        # [[0., 0., 1., 0.], [1., 0., 0., 0.]]
"""

import torch


class Vocabulary:
    def __init__(self, text: str) -> None:
        raise NotImplementedError  # TODO: assign ids to the distinct characters

    def __len__(self) -> int:
        raise NotImplementedError  # TODO

    def encode(self, text: str) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def decode(self, ids: torch.Tensor) -> str:
        raise NotImplementedError  # TODO


def one_hot(ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    raise NotImplementedError  # TODO


def embed(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def embedding_gradient(gradient: torch.Tensor, ids: torch.Tensor, n_tokens: int) -> torch.Tensor:
    raise NotImplementedError  # TODO
