"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def curve(submission, scores, labels, thresholds):
    """Precision and recall at each threshold."""
    precision, recall = submission.precision_recall(scores, labels, thresholds)
    return {"precision": precision, "recall": recall}


def f1(submission, scores, labels, threshold):
    """F1 at a threshold."""
    return submission.f1(scores, labels, threshold)


def best(submission, scores, labels):
    """The threshold with the highest F1."""
    return submission.best_threshold(scores, labels)


def report(submission, valid_scores, valid_labels, test_scores, test_labels):
    """The report of tuning on one set and evaluating on another."""
    return submission.tune_and_report(valid_scores, valid_labels, test_scores, test_labels)


def types(submission, scores, labels):
    """The types of all that should be a plain number."""
    report = submission.tune_and_report(scores, labels, scores, labels)
    numbers = {"f1": submission.f1(scores, labels, 0.25), "best_threshold": submission.best_threshold(scores, labels), **report}
    return {name: type(number).__name__ for name, number in numbers.items()}


def afterwards(submission, name, inputs):
    """What one of the functions was given, after the call."""
    given = [value.clone() if hasattr(value, "clone") else value for value in inputs]
    getattr(submission, name)(*given)
    return given
