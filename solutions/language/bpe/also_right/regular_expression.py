"""Words are strings with a separator after each token; a regular expression with both boundaries merges a pair from left to right."""

import re
from collections import defaultdict
from itertools import pairwise

SEPARATOR = "\x1f"


def _split(word):
    return SEPARATOR + "".join(c + SEPARATOR for c in word)


def _tokens(text):
    return [token for token in text.split(SEPARATOR) if token]


def _merge(text, pair):
    left, right = map(re.escape, pair)
    return re.sub(f"(?<={SEPARATOR}){left}{SEPARATOR}{right}(?={SEPARATOR})", lambda found: found[0].replace(SEPARATOR, ""), text)


def learn_merges(word_counts, n_merges):
    texts = {_split(word): count for word, count in word_counts.items()}
    merges = []
    while len(merges) < n_merges:
        totals = defaultdict(int)
        for text, count in texts.items():
            tokens = _tokens(text)
            for pair in pairwise(tokens):
                totals[pair] += count
        if not totals:
            break
        highest = max(totals.values())
        merges.append(min(pair for pair, total in totals.items() if total == highest))
        texts = {_merge(text, merges[-1]): count for text, count in texts.items()}
    return merges


def tokenize(word, merges):
    text = _split(word)
    for pair in merges:
        text = _merge(text, pair)
    return _tokens(text)


def vocabulary(word_counts, merges):
    tokens = sorted(set().union(*word_counts)) + [a + b for a, b in merges]
    return [token for i, token in enumerate(tokens) if token not in tokens[:i]]


def encode(word, merges, vocab):
    return list(map(vocab.index, tokenize(word, merges)))


def decode(ids, vocab):
    return "".join(map(vocab.__getitem__, ids))
