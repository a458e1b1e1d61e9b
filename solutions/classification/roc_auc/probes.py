"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def ranks(submission, scores):
    """The midranks."""
    return submission.midranks(scores)


def curve(submission, scores, labels):
    """Both rates of the curve, and whether they came as a tuple of two."""
    got = submission.roc_curve(scores, labels)
    fpr, tpr = got
    return {"fpr": fpr, "tpr": tpr, "type": type(got).__name__}


def area(submission, scores, labels):
    """The AUC, and the name of its type."""
    got = submission.auc(scores, labels)
    return {"auc": float(got), "type": type(got).__name__}


def afterwards(submission, scores, labels):
    """Scores and labels after a call of each function."""
    scores, labels = scores.clone(), labels.clone()
    submission.midranks(scores)
    submission.roc_curve(scores, labels)
    submission.auc(scores, labels)
    return [scores, labels]
