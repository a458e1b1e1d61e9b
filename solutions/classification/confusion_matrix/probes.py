"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def matrix(submission, truth, predicted, n_classes):
    """The confusion matrix."""
    return submission.confusion_matrix(truth, predicted, n_classes)


def refused(submission, truth, predicted, n_classes):
    """The name of the error, if there is one, or the matrix."""
    try:
        return submission.confusion_matrix(truth, predicted, n_classes)
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return type(error).__name__


def metric(submission, name, matrix):
    """One of the metrics of a matrix."""
    return getattr(submission, name)(matrix)


def over_batches(submission, name, batches, n_classes):
    """A metric of the sum of the batches' matrices."""
    return getattr(submission, name)(sum(submission.confusion_matrix(*batch, n_classes) for batch in batches))


def afterwards(submission, truth, predicted, n_classes):
    """The labels after they were counted."""
    truth, predicted = truth.clone(), predicted.clone()
    submission.confusion_matrix(truth, predicted, n_classes)
    return [truth, predicted]


def matrix_afterwards(submission, name, matrix):
    """A matrix after one of the metrics was read from it."""
    matrix = matrix.clone()
    getattr(submission, name)(matrix)
    return matrix
