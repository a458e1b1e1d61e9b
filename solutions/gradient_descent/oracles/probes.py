"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def numbers(submission, texts):
    """The numbers of each text."""
    return [list(submission.read_numbers(text)) for text in texts]


def agreements(submission, texts, values):
    """For each text and list of values, what `agrees` says."""
    return [submission.agrees(text, list(numbers)) for text, numbers in zip(texts, values, strict=True)]


def makers(submission, text, candidates):
    """The names that `made_by` gives."""
    return list(submission.made_by(text, candidates))
