"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def scores(submission, n_classes, batches):
    """The IoUs and their mean before the first batch and after each, asked twice."""
    metric = submission.IoU(n_classes)
    history = [[metric.compute(), metric.mean()]]
    for found, target in batches:
        metric.update(found, target)
        history += [[metric.compute(), metric.mean()], [metric.compute(), metric.mean()]]
    return history


def batch_afterwards(submission, n_classes, found, target):
    """Which pixels of a batch are as they were after the metric has taken it in and was asked."""
    metric, kept = submission.IoU(n_classes), [found.clone(), target.clone()]
    metric.update(found, target)
    metric.compute(), metric.mean()
    return [now == before for now, before in zip([found, target], kept, strict=True)]


def two_metrics(submission, n_classes, first, second):
    """Two metrics, with a batch each."""
    one, other = submission.IoU(n_classes), submission.IoU(n_classes)
    one.update(*first)
    other.update(*second)
    return [one.compute(), other.compute()]


def refused(submission, n_classes, batch, wrong):
    """The error that a batch of two shapes raises, if any, and the IoUs then, one good batch having come before."""
    metric = submission.IoU(n_classes)
    metric.update(*batch)
    try:
        metric.update(*wrong)
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return {"error": type(error).__name__, "scores": metric.compute()}
    return {"error": None, "scores": metric.compute()}
