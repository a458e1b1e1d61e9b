"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def size(submission, text):
    """The number of tokens of a vocabulary."""
    return len(submission.Vocabulary(text))


def encoded(submission, text, other):
    """The numbers of another text, by the vocabulary of a text."""
    return submission.Vocabulary(text).encode(other)


def encoded_or_not(submission, text, other):
    """The numbers of another text, or the name of the error there."""
    vocabulary = submission.Vocabulary(text)
    try:
        return vocabulary.encode(other)
    except Exception as error:  # noqa: BLE001 - the suite judges which one it is
        return type(error).__name__


def decoded(submission, text, ids):
    """The text of these numbers, by the vocabulary of a text."""
    return submission.Vocabulary(text).decode(ids)


def round_trip(submission, texts):
    """Vocabularies side by side: each text, encoded and decoded again."""
    vocabularies = [submission.Vocabulary(text) for text in texts]
    return [vocabulary.decode(vocabulary.encode(text)) for vocabulary, text in zip(vocabularies, texts, strict=True)]


def one_hot(submission, ids, n_tokens):
    """The one-hot rows."""
    return submission.one_hot(ids, n_tokens)


def embedded(submission, table, ids, weights):
    """The rows, and the gradient at the table of their sum with these weights."""
    table = table.clone().requires_grad_()
    out = submission.embed(table, ids)
    gradient = None
    if out.requires_grad:
        (gradient,) = torch.autograd.grad((out * weights).sum(), table, allow_unused=True)
    return {"rows": out.detach(), "gradient": gradient}


def by_hand(submission, gradient, ids, n_tokens):
    """The gradient at the table."""
    return submission.embedding_gradient(gradient, ids, n_tokens)


def elsewhere(submission, table, ids, gradient, place):
    """Shape and device of what the three functions give on a device that has no numbers; None where a number was asked for."""
    table, ids, gradient = table.to(place), ids.to(place), gradient.to(place)
    calls = {
        "one_hot": lambda: submission.one_hot(ids, len(table)),
        "embed": lambda: submission.embed(table, ids),
        "embedding_gradient": lambda: submission.embedding_gradient(gradient, ids, len(table)),
    }
    return {name: where(call) for name, call in calls.items()}


def where(call):
    try:
        value = call()
    except NotImplementedError:
        return None
    except RuntimeError as error:
        if "Tensor.item() cannot be called" in str(error):
            return None
        raise
    return f"{tuple(value.shape)} on {value.device.type}"


def afterwards(submission, table, ids, gradient):
    """What was passed in, after all three functions."""
    table, ids, gradient = table.clone(), ids.clone(), gradient.clone()
    submission.one_hot(ids, len(table))
    submission.embed(table, ids)
    submission.embedding_gradient(gradient, ids, len(table))
    return [table, ids, gradient]
