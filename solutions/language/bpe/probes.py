"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def learned(submission, word_counts, n_merges):
    """The merges, and the table of words after the call as a list of pairs."""
    given = dict(word_counts)
    merges = submission.learn_merges(given, n_merges)
    return {"merges": merges, "word_counts": [[word, count] for word, count in given.items()]}


def tokens(submission, words, merges):
    """The tokens of each word."""
    return [submission.tokenize(word, list(merges)) for word in words]


def vocab(submission, word_counts, merges):
    """The vocabulary."""
    return submission.vocabulary(dict(word_counts), list(merges))


def encoded(submission, words, merges, vocab):
    """The ids of each word."""
    return [submission.encode(word, list(merges), list(vocab)) for word in words]


def decoded(submission, ids, vocab):
    """The text of each list of ids."""
    return [submission.decode(list(each), list(vocab)) for each in ids]
