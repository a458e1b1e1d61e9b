"""Merges against a reference that keeps the boundaries of the tokens as positions in each word, on random words over few characters."""

from itertools import pairwise

import pytest
import torch

pytestmark = [
    pytest.mark.given(
        "`word_counts` is a dict from each word to its frequency",
        "both have the count 7",
    ),
]

EXAMPLE = {"low": 5, "lower": 2, "new": 6}


@pytest.mark.concept("language_models/bpe-most-frequent-pair", "language_models/bpe-initial-tokens")
@pytest.mark.asks(
    "At first each word is split into its characters.",
    "The pair with the highest count is learned.",
    "`learn_merges(word_counts, n_merges)` returns a list of pairs, in the order in which they were learned",
)
def test_the_example(probes):
    """From low (5), lower (2) and new (6) the merges are (l, o), (lo, w), (e, w); "slow" is s + low, and "lower" has the ids 7, 0, 4."""
    merges = probes.learned(EXAMPLE, 3)["merges"]
    same(merges, [("l", "o"), ("lo", "w"), ("e", "w")], "merges")
    same(probes.tokens(["slow"], merges), [["s", "low"]], "tokens of slow")
    vocab = probes.vocab(EXAMPLE, merges)
    same(vocab, ["e", "l", "n", "o", "r", "w", "lo", "low", "ew"], "vocabulary")
    same(probes.encoded(["lower"], merges, vocab), [[7, 0, 4]], "ids of lower")
    same(probes.decoded([[7, 0, 4]], vocab), ["lower"], "text of the ids")


@pytest.mark.concept("language_models/bpe-weighted-counts")
@pytest.mark.asks("A pair counts as often as it occurs in the word, times the frequency of the word.")
def test_words_count_with_their_frequency(probes):
    """A pair in one frequent word is learned before a pair in several rare words."""
    table = {"xy": 9, "pqa": 2, "pqb": 3, "cpq": 3}
    same(probes.learned(table, 2)["merges"], [("x", "y"), ("p", "q")], "merges")


@pytest.mark.concept("language_models/bpe-weighted-counts")
@pytest.mark.asks(
    "A pair counts as often as it occurs in the word, times the frequency of the word.",
    'Occurrences may overlap: "aaa" contains the pair ("a", "a") twice.',
)
def test_repeated_pairs_in_one_word(probes):
    """A pair counts once for each occurrence in a word, and overlapping occurrences count, too."""
    same(probes.learned({"xyzxy": 2, "pq": 3}, 1)["merges"], [("x", "y")], "merge with xy twice in one word")
    same(probes.learned({"zzzz": 1, "pq": 2}, 1)["merges"], [("z", "z")], "merge with zz three times in zzzz")


@pytest.mark.concept("language_models/bpe-most-frequent-pair")
@pytest.mark.asks("Of pairs with equal counts it is the smallest one")
def test_ties_go_to_the_smallest_pair(probes):
    """Of pairs with equal counts the smallest one is learned, whatever the order of the words."""
    for words in (["dc", "ba", "bc", "da"], ["da", "bc", "dc", "ba"]):
        got = probes.learned(dict.fromkeys(words, 4), 4)["merges"]
        same(got, [("b", "a"), ("b", "c"), ("d", "a"), ("d", "c")], f"merges of {words}")


@pytest.mark.concept("language_models/bpe-within-words")
@pytest.mark.asks("Each iteration counts the pairs in all words, within each word only.")
def test_no_pair_across_two_words(probes):
    """The last character of a word and the first one of the next word are no pair."""
    same(probes.learned({"ba": 3, "ca": 3, "da": 3}, 3)["merges"], [("b", "a"), ("c", "a"), ("d", "a")], "merges")
    same(probes.learned({"a": 7, "b": 7}, 4)["merges"], [], "merges of words of one character")


@pytest.mark.concept("language_models/bpe-left-to-right")
@pytest.mark.asks(
    "Then the pair is merged in each word: each occurrence becomes one token, from left to right.",
    'A token takes part in one merge only: "aaa" becomes "aa", "a".',
)
def test_merges_go_from_left_to_right(probes):
    """A pair is merged everywhere in a word, from left to right: a run of five a's becomes aa, aa, a."""
    got = probes.tokens(["aaaaa", "aaa", "baab", "abab", "babab"], [("a", "a"), ("a", "b")])
    expected = [["aa", "aa", "a"], ["aa", "a"], ["b", "aa", "b"], ["ab", "ab"], ["b", "ab", "ab"]]
    same(got, expected, "tokens of aaaaa, aaa, baab, abab, babab")
    same(probes.learned({"aaaaa": 1}, 3)["merges"], [("a", "a"), ("aa", "a"), ("aa", "aaa")], "merges of aaaaa")


@pytest.mark.concept("language_models/bpe-left-to-right")
@pytest.mark.asks("Then it applies each merge once, in the order of the list, to the whole word.")
def test_only_whole_tokens_are_merged(probes):
    """A merge joins two whole tokens, never the end of a longer token with the next one."""
    got = probes.tokens(["bab", "cbab", "baba"], [("b", "a"), ("a", "b")])
    same(got, [["ba", "b"], ["c", "ba", "b"], ["ba", "ba"]], "tokens of bab, cbab, baba")


@pytest.mark.concept("language_models/bpe-most-frequent-pair", "language_models/bpe-weighted-counts")
@pytest.mark.asks(
    "The pair with the highest count is learned.",
    "Of pairs with equal counts it is the smallest one",
    "Then the pair is merged in each word",
    "It ends after `n_merges` merges, or earlier if no word has a pair left.",
)
@pytest.mark.parametrize("n_merges", [0, 1, 5, 12])
@pytest.mark.parametrize("alphabet", ["ab", "abcde"])
def test_learned_merges(probes, rng, alphabet, n_merges):
    """On random words the merges and their order are those of byte-pair encoding."""
    table = random_table(rng, alphabet)
    same(probes.learned(table, n_merges)["merges"], reference(table, n_merges)[0], "merges")


@pytest.mark.concept("language_models/bpe-initial-tokens")
@pytest.mark.asks("It ends after `n_merges` merges, or earlier if no word has a pair left.", "A pair with the count 1 is still learned.")
def test_it_ends_if_no_pair_is_left(probes):
    """Learning continues with pairs of count 1, and ends without an error when each word is one token."""
    same(probes.learned({"abc": 1, "d": 4}, 50)["merges"], [("a", "b"), ("ab", "c")], "merges")
    same(probes.learned({}, 3)["merges"], [], "merges of no words")


@pytest.mark.asks("It is not changed.")
def test_the_table_is_not_changed(probes):
    """The dict of word frequencies is unchanged after the call."""
    same(probes.learned(EXAMPLE, 4)["word_counts"], [[word, count] for word, count in EXAMPLE.items()], "word_counts")


@pytest.mark.concept("language_models/bpe-merge-order")
@pytest.mark.asks("`tokenize(word, merges)` returns a list of tokens.", "It splits the word into characters.")
@pytest.mark.parametrize("alphabet", ["ab", "abcde"])
def test_tokens_of_the_training_words(probes, rng, alphabet):
    """Tokenizing a training word with the learned merges gives the tokens that the word had at the end of learning."""
    table = random_table(rng, alphabet)
    merges, tokens = reference(table, 8)
    same(probes.tokens(list(table), merges), list(tokens.values()), "tokens of the training words")


@pytest.mark.concept("language_models/bpe-merge-order")
@pytest.mark.asks("The word need not be a training word.", "Then it applies each merge once, in the order of the list, to the whole word.")
def test_tokens_of_other_words(probes, rng):
    """Words that were not in the training table are split with the same merges; unknown characters stay tokens of their own."""
    merges, _ = reference(random_table(rng, "abcd"), 10)
    words = ["", "a", "z", *random_words(rng, "abcdz", 25)]
    same(probes.tokens(words, merges), [cut(word, merges) for word in words], "tokens of new words")


@pytest.mark.concept("language_models/bpe-merge-order")
@pytest.mark.asks("Then it applies each merge once, in the order of the list, to the whole word.")
def test_each_merge_is_applied_once_in_order(probes):
    """A merge earlier in the list is applied before a later one, and is not tried again after it."""
    got = probes.tokens(["abc", "abcabc"], [("ab", "c"), ("b", "c"), ("a", "b")])
    same(got, [["a", "bc"], ["a", "bc", "a", "bc"]], "tokens with (b, c) before (a, b)")
    got = probes.tokens(["abc"], [("ab", "c"), ("a", "b")])
    same(got, [["ab", "c"]], "tokens with (ab, c) before (a, b)")


@pytest.mark.concept("language_models/bpe-vocabulary-size")
@pytest.mark.asks(
    "`vocabulary(word_counts, merges)` returns a list of tokens: all characters of the words in sorted order",
    "A token that is already in the list is not added again.",
)
def test_the_vocabulary(probes):
    """The vocabulary has the characters in sorted order, then each merged token once, in the order of the merges."""
    got = probes.vocab({"cab": 2, "bad": 1, "e": 1}, [("c", "a"), ("ca", "b"), ("b", "a"), ("a", "b"), ("c", "ab"), ("ba", "d")])
    same(got, ["a", "b", "c", "d", "e", "ca", "cab", "ba", "ab", "bad"], "vocabulary")
    same(probes.vocab({"ba": 1}, []), ["a", "b"], "vocabulary without merges")


@pytest.mark.concept("language_models/bpe-decode")
@pytest.mark.asks("`encode(word, merges, vocab)` returns a list of ids", "`decode(ids, vocab)` returns the string that the ids stand for.")
def test_encode_and_decode(probes, rng):
    """`encode` gives the index of each token in the vocabulary, and `decode` gives the word again."""
    table = random_table(rng, "abcd")
    merges, _ = reference(table, 9)
    # Any order of the vocabulary is possible here, so ids cannot be computed without looking in it.
    vocab = sorted({*"abcd", *(a + b for a, b in merges)}, reverse=True)
    words = ["", *random_words(rng, "abcd", 12)]
    ids = [[vocab.index(token) for token in cut(word, merges)] for word in words]
    same(probes.encoded(words, merges, vocab), ids, "ids")
    same(probes.decoded(ids, vocab), words, "decoded words")


def same(got, expected, name):
    assert got == expected, f"{name}: expected {expected}, got {got}"


def random_words(rng, alphabet, n_words):
    lengths = torch.randint(1, 9, (n_words,), generator=rng).tolist()
    return ["".join(alphabet[i] for i in torch.randint(len(alphabet), (n,), generator=rng).tolist()) for n in lengths]


def random_table(rng, alphabet):
    """Words with frequencies from 1 to 4, so that many pairs have equal counts."""
    words = dict.fromkeys(random_words(rng, alphabet, 14))
    return dict(zip(words, torch.randint(1, 5, (len(words),), generator=rng).tolist(), strict=True))


def reference(table, n_merges):
    """The merges, and the tokens of each word: a word is the list of the positions where its tokens begin, and its length."""
    cuts = {word: list(range(len(word) + 1)) for word in table}
    merges = []
    for _ in range(n_merges):
        counts = {}
        for word, at in cuts.items():
            for i, j, k in zip(at, at[1:], at[2:], strict=False):
                counts.setdefault((word[i:j], word[j:k]), []).extend([1] * table[word])
        if not counts:
            break
        ranked = sorted(counts)
        ranked.sort(key=lambda pair: len(counts[pair]), reverse=True)  # stable: equal counts stay in sorted order
        merges.append(ranked[0])
        cuts = {word: without(word, at, ranked[0]) for word, at in cuts.items()}
    return merges, {word: pieces(word, at) for word, at in cuts.items()}


def without(word, at, pair):
    """The positions without those between the two tokens of a pair."""
    at, place = list(at), 1
    while place < len(at) - 1:
        i, j, k = at[place - 1 : place + 2]
        if (word[i:j], word[j:k]) == pair:
            del at[place]
        place += 1
    return at


def pieces(word, at):
    return [word[i:j] for i, j in pairwise(at)]


def cut(word, merges):
    at = list(range(len(word) + 1))
    for pair in merges:
        at = without(word, at, pair)
    return pieces(word, at)
