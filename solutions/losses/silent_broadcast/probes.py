"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import warnings

import torch
from torch import nn


def steps(submission, state, batches, lr):
    """One step a batch on a linear model with these weights: what each returned, the weights after it, and what warned of shapes."""
    model = nn.Linear(state["weight"].shape[1], 1, dtype=state["weight"].dtype, device=state["weight"].device)
    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = [one(submission, model, optimizer, x, y) for x, y in batches]
    # Other warnings are no fault: float(loss) of a tensor that requires grad gives one, and once a process only.
    texts = [f"{w.category.__name__}: {w.message}" for w in caught]
    return {"history": history, "shape_warnings": [text for text in texts if "size" in text or "broadcast" in text]}


def one(submission, model, optimizer, x, y):
    loss, predictions = submission.regression_step(model, optimizer, x, y)
    return {
        "loss": loss,
        "predictions": predictions,
        "requires_grad": getattr(predictions, "requires_grad", False),
        "weight": model.weight.detach().clone(),
        "bias": model.bias.detach().clone(),
        "x": x,
        "y": y,
    }
