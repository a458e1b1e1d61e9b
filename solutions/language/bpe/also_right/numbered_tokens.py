"""Tokens are integers until the end; the counts are kept in a plain dict, and the best pair is found by sorting."""


def _merged(ids, a, b, new):
    out, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and ids[i] == a and ids[i + 1] == b:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out


def learn_merges(word_counts, n_merges):
    names = sorted({c for word in word_counts for c in word})
    number = {name: i for i, name in enumerate(names)}
    corpus = [([number[c] for c in word], count) for word, count in word_counts.items()]
    merges = []
    for _ in range(n_merges):
        counts = {}
        for ids, count in corpus:
            for i in range(len(ids) - 1):
                pair = (ids[i], ids[i + 1])
                counts[pair] = counts.get(pair, 0) + count
        ranked = sorted(counts.items(), key=lambda item: (-item[1], names[item[0][0]], names[item[0][1]]))
        if not ranked:
            return merges
        (a, b), _ = ranked[0]
        merges.append((names[a], names[b]))
        name = names[a] + names[b]
        if name not in number:  # the same string can be the result of two pairs
            number[name] = len(names)
            names.append(name)
        corpus = [(_merged(ids, a, b, number[name]), count) for ids, count in corpus]
    return merges


def tokenize(word, merges):
    tokens = list(word)
    for a, b in merges:
        tokens = _merged(tokens, a, b, a + b)
    return tokens


def vocabulary(word_counts, merges):
    vocab = sorted({c for word in word_counts for c in word})
    for a, b in merges:
        if a + b not in vocab:
            vocab.append(a + b)
    return vocab


def encode(word, merges, vocab):
    index = {token: i for i, token in enumerate(vocab)}
    return [index[token] for token in tokenize(word, merges)]


def decode(ids, vocab):
    text = ""
    for i in ids:
        text += vocab[i]
    return text
