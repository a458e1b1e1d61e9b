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
    """What tuning on some rows gives on others."""
    return submission.tune_and_report(valid_scores, valid_labels, test_scores, test_labels)


def afterwards(submission, scores, labels, thresholds):
    """The three tensors after all functions have had them."""
    scores, labels, thresholds = scores.clone(), labels.clone(), thresholds.clone()
    submission.precision_recall(scores, labels, thresholds)
    submission.f1(scores, labels, 0.5)
    submission.best_threshold(scores, labels)
    submission.tune_and_report(scores, labels, scores, labels)
    return [scores, labels, thresholds]
