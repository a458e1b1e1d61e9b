"""Tokens and embeddings

A network computes with vectors and a text consists of characters. Between the two stand a vocabulary, which gives each character a
number, and a table with a vector for each number. Every language model begins with these two steps.

Write a class and three functions.

`Vocabulary(text)`: the different characters of the text, in the order in which `sorted` puts them, are numbered 0, 1, 2, …

- `len(vocabulary)` is their number.
- `vocabulary.encode(text)` gives the numbers of the characters as an int64 tensor of shape (len(text),). The empty text gives shape (0,).
  A character that the vocabulary does not know raises a KeyError.
- `vocabulary.decode(ids)` takes such a tensor and gives the text back.

`one_hot(ids, n_tokens)`: for `ids` of any shape, a float32 tensor of shape (*ids.shape, n_tokens) with a 1 at the place of each id
and 0 elsewhere.

`embed(table, ids)`: `table` has shape (n_tokens, width). For `ids` of any shape it gives the rows that the ids name, of shape
(*ids.shape, width), in the dtype of the table. Gradients flow to the table.

`embedding_gradient(gradient, ids, n_tokens)`: what `backward` does in `embed`, by hand. `gradient` has shape (*ids.shape, width): the
gradient of the loss with respect to what `embed` gave. The result has shape (n_tokens, width): the gradient with respect to the table.

Ids are int64 and lie between 0 and n_tokens − 1. Tensors that are passed in are not changed; new ones lie on the device of those.

Not to be used: `nn.Embedding`, `F.embedding`, `F.one_hot`.

Example:

    vocabulary = Vocabulary("hello")        # e, h, l, o
    vocabulary.encode("hole")               # tensor([1, 3, 2, 0])
    one_hot(torch.tensor([2, 0]), 4)        # [[0., 0., 1., 0.], [1., 0., 0., 0.]]
"""

import torch


class Vocabulary:
    def __init__(self, text: str) -> None:
        raise NotImplementedError  # TODO: number the different characters

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
