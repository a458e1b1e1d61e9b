"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def logits_after_training(submission, x, y, points, start):
    """Build a model from this random start, train it, and report what it gives for each set of points."""
    torch.manual_seed(start)
    model = submission.make_model().to(x.device)
    submission.train(model, x, y)
    model.eval()
    with torch.no_grad():
        return [model(p) for p in points]


def logits_before_training(submission, points):
    """What a new model gives for each set of points."""
    with torch.no_grad():
        return [submission.make_model().to(p.device).eval()(p) for p in points]
