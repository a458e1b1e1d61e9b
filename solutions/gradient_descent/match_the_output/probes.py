"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def numbers(submission, texts):
    """The numbers of each text."""
    return [list(submission.read_numbers(text)) for text in texts]


def kinds(submission, texts):
    """For each text the names of the types of what `read_numbers` returns: of the whole, then of each number."""
    lists = [submission.read_numbers(text) for text in texts]
    return [[type(numbers).__name__, *(type(number).__name__ for number in numbers)] for numbers in lists]


def agreements(submission, texts, values):
    """For each text and list of values, what `agrees` says."""
    return [submission.agrees(text, list(numbers)) for text, numbers in zip(texts, values, strict=True)]


def makers(submission, text, candidates):
    """The names that `made_by` gives."""
    return list(submission.made_by(text, candidates))
