"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def scores(submission, n_classes, batches):
    """The IoUs and their mean before the first batch and, computed twice, after each."""
    metric = submission.IoU(n_classes)
    history = [[metric.compute(), metric.mean()]]
    for pred, target in batches:
        metric.update(pred, target)
        history += [[metric.compute(), metric.mean()], [metric.compute(), metric.mean()]]
    return history


def batch_afterwards(submission, n_classes, pred, target):
    """Which pixels of a batch are unchanged after `update`, `compute` and `mean`."""
    metric, kept = submission.IoU(n_classes), [pred.clone(), target.clone()]
    metric.update(pred, target)
    metric.compute(), metric.mean()
    return [now == before for now, before in zip([pred, target], kept, strict=True)]


def two_metrics(submission, n_classes, first, second):
    """Two metrics, with a batch each."""
    one, other = submission.IoU(n_classes), submission.IoU(n_classes)
    one.update(*first)
    other.update(*second)
    return [one.compute(), other.compute()]


def rejected(submission, n_classes, batch, wrong):
    """The error, if any, for a batch with two different shapes, and the IoUs afterwards; one valid batch came before."""
    metric = submission.IoU(n_classes)
    metric.update(*batch)
    try:
        metric.update(*wrong)
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return {"error": type(error).__name__, "scores": metric.compute()}
    return {"error": None, "scores": metric.compute()}
