"""One function merges a pair in a list of tokens; learning and tokenizing both call it."""

from collections import Counter
from itertools import pairwise


def merge(tokens: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for token in tokens:
        if merged and (merged[-1], token) == pair:
            merged[-1] += token
        else:
            merged.append(token)
    return merged


def count_pairs(words: dict[str, list[str]], word_counts: dict[str, int]) -> Counter:
    counts: Counter = Counter()
    for word, tokens in words.items():
        for pair in pairwise(tokens):
            counts[pair] += word_counts[word]
    return counts


def learn_merges(word_counts: dict[str, int], n_merges: int) -> list[tuple[str, str]]:
    words = {word: list(word) for word in word_counts}
    merges: list[tuple[str, str]] = []
    while len(merges) < n_merges and (counts := count_pairs(words, word_counts)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = {word: merge(tokens, best) for word, tokens in words.items()}
    return merges


def tokenize(word: str, merges: list[tuple[str, str]]) -> list[str]:
    tokens = list(word)
    for pair in merges:
        tokens = merge(tokens, pair)
    return tokens


def vocabulary(word_counts: dict[str, int], merges: list[tuple[str, str]]) -> list[str]:
    characters = sorted(set("".join(word_counts)))
    return list(dict.fromkeys(characters + [left + right for left, right in merges]))


def encode(word: str, merges: list[tuple[str, str]], vocab: list[str]) -> list[int]:
    return [vocab.index(token) for token in tokenize(word, merges)]


def decode(ids: list[int], vocab: list[str]) -> str:
    return "".join(vocab[i] for i in ids)
