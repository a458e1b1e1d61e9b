"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import warnings


def curves(submission, x, y, b, w, lrs, n_epochs):
    """The curves of one call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of overflow
        return [list(curve) for curve in submission.loss_curves(x, y, b, w, lrs, n_epochs)]


def border(submission, x):
    """What `largest_rate` returns, as a plain float if it is a number."""
    returned = submission.largest_rate(x)
    return float(returned) if getattr(returned, "shape", ()) == () and returned is not None else returned


def kinds(submission, x, y, b, w, lrs, n_epochs):
    """The names of the types in what `loss_curves` returns: of the whole, of each curve, of each of their losses."""
    curves = submission.loss_curves(x, y, b, w, lrs, n_epochs)
    return {
        "curves": type(curves).__name__,
        "each curve": sorted({type(curve).__name__ for curve in curves}),
        "each loss": sorted({"float" if isinstance(loss, float) else type(loss).__name__ for curve in curves for loss in curve}),
    }


def inputs_afterwards(submission, x, y, b, w, lrs, n_epochs):
    """The caller's arrays and lrs as calls of both functions leave them."""
    submission.loss_curves(x, y, b, w, lrs, n_epochs)
    submission.largest_rate(x)
    return {"x": x, "y": y, "b": b, "w": w, "lrs": lrs}
