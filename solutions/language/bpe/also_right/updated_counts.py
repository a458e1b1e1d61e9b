"""Only the words that contain the merged pair are counted again; their old counts are subtracted first."""

from collections import Counter
from itertools import pairwise


def _pairs(tokens, count):
    counts = Counter()
    for pair in pairwise(tokens):
        counts[pair] += count
    return counts


def _merge_in_place(tokens, pair):
    i = 0
    while i < len(tokens) - 1:
        if tokens[i] == pair[0] and tokens[i + 1] == pair[1]:
            tokens[i : i + 2] = [pair[0] + pair[1]]
        i += 1


def learn_merges(word_counts, n_merges):
    corpus = [(list(word), count) for word, count in word_counts.items()]
    total = Counter()
    for tokens, count in corpus:
        total.update(_pairs(tokens, count))
    merges = []
    for _ in range(n_merges):
        total = +total  # removes the zeros
        if not total:
            break
        best = sorted(total, key=lambda pair: (-total[pair], pair))[0]
        merges.append(best)
        for tokens, count in corpus:
            before = _pairs(tokens, count)
            if best in before:
                total.subtract(before)
                _merge_in_place(tokens, best)
                total.update(_pairs(tokens, count))
    return merges


def tokenize(word, merges):
    tokens = [*word]
    for pair in merges:
        _merge_in_place(tokens, pair)
    return tokens


def vocabulary(word_counts, merges):
    vocab = {}
    for token in [*sorted({c for word in word_counts for c in word}), *("".join(pair) for pair in merges)]:
        vocab.setdefault(token, len(vocab))
    return list(vocab)


def encode(word, merges, vocab):
    index = dict(zip(vocab, range(len(vocab)), strict=True))
    return [index[token] for token in tokenize(word, merges)]


def decode(ids, vocab):
    return "".join([vocab[i] for i in ids])
