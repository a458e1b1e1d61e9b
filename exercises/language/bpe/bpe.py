"""Byte-pair encoding (BPE)

Write byte-pair encoding on characters: learn merges from word frequencies, then split words into subword tokens. Language models use such
tokenizers, because subwords give shorter sequences than characters, and can still spell words that are not in the training text.

Write five functions. A token is a string of one or more characters. A pair is a tuple of two tokens that are neighbors in a word.

- `learn_merges(word_counts, n_merges)` returns a list of pairs, in the order in which they were learned:
  - `word_counts` is a dict from each word to its frequency, a positive integer. It is not changed.
  - At first each word is split into its characters.
  - Each iteration counts the pairs in all words, within each word only. A pair counts as often as it occurs in the word, times the
    frequency of the word. Occurrences may overlap: "aaa" contains the pair ("a", "a") twice.
  - The pair with the highest count is learned. Of pairs with equal counts it is the smallest one, as Python compares tuples of strings.
  - Then the pair is merged in each word: each occurrence becomes one token, from left to right. A token takes part in one merge only:
    "aaa" becomes "aa", "a".
  - It ends after `n_merges` merges, or earlier if no word has a pair left. A pair with the count 1 is still learned.
- `tokenize(word, merges)` returns a list of tokens. It splits the word into characters. Then it applies each merge once, in the order of
  the list, to the whole word. The word need not be a training word.
- `vocabulary(word_counts, merges)` returns a list of tokens: all characters of the words in sorted order, then the merged token of each
  merge, in order. A token that is already in the list is not added again.
- `encode(word, merges, vocab)` returns a list of ids: the index in `vocab` of each token of the word.
- `decode(ids, vocab)` returns the string that the ids stand for.

Example:

    word_counts = {"low": 5, "lower": 2, "new": 6}
    merges = learn_merges(word_counts, 3)     # [("l", "o"), ("lo", "w"), ("e", "w")]
    tokenize("slow", merges)                  # ["s", "low"]
    vocab = vocabulary(word_counts, merges)   # ["e", "l", "n", "o", "r", "w", "lo", "low", "ew"]
    encode("lower", merges, vocab)            # [7, 0, 4]
    decode([7, 0, 4], vocab)                  # "lower"

In this example ("l", "o") and ("o", "w") both have the count 7, and ("l", "o") is smaller.
"""


def learn_merges(word_counts: dict[str, int], n_merges: int) -> list[tuple[str, str]]:
    raise NotImplementedError  # TODO: count the pairs, choose one, merge it everywhere, and again


def tokenize(word: str, merges: list[tuple[str, str]]) -> list[str]:
    raise NotImplementedError  # TODO: the same merges, in the same order


def vocabulary(word_counts: dict[str, int], merges: list[tuple[str, str]]) -> list[str]:
    raise NotImplementedError  # TODO: characters first, then merged tokens


def encode(word: str, merges: list[tuple[str, str]], vocab: list[str]) -> list[int]:
    raise NotImplementedError  # TODO


def decode(ids: list[int], vocab: list[str]) -> str:
    raise NotImplementedError  # TODO
