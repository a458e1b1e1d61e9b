"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from types import SimpleNamespace

import torch
from torch import nn


def run_cells(submission, x, y, lr, n_epochs, cells):
    """Run cells, by name, in a notebook that has a history; report what its names stand for, before the first cell and after each.

    A number instead of a name is added to the parameters of the model of that moment.
    """
    return played(submission, notebook(x, y, lr, n_epochs), cells)


def run_cells_then_the_older_optimizer(submission, x, y, lr, n_epochs, cells, gradient):
    """As run_cells; in the end all tensors get this gradient, the optimizer of the earlier cells makes a step, and is reported."""
    nb = notebook(x, y, lr, n_epochs)
    history, older = SimpleNamespace(b=nb.b, w=nb.w, models=[nb.model]), nb.optimizer
    seen = played(submission, nb, cells, history)
    for p in [nb.b, nb.w, *(p for model in history.models for p in model.parameters())]:
        p.grad = torch.full_like(p, gradient)
    older.step()
    return [*seen, look(history, nb)]


def run_cells_then_optim(submission, x, y, lr, n_epochs, cells, names, start, gradient):
    """Run cells, then give the tensor `start` a step with each of these optimizers of nb.optim; None for those that it lacks."""
    nb = notebook(x, y, lr, n_epochs)
    played(submission, nb, cells)
    steps = {name: stepped(getattr(nb.optim, name), start, gradient) if hasattr(nb.optim, name) else None for name in names}
    return {"is_the_module": nb.optim is torch.optim, "steps": steps}


def device_of_the_model(submission, place, lr, n_epochs, cells):
    """Run cells in a notebook whose data are on another device, one without values, and say where the model is."""
    data = torch.zeros(2, 4, 1, device=place)
    nb = notebook(*data, lr, n_epochs)
    for cell in cells:
        getattr(submission, cell)(nb)
    (where,) = {p.device.type for p in nb.model.parameters()}
    return where


def played(submission, nb, cells, history=None):
    history = history or SimpleNamespace(b=nb.b, w=nb.w, models=[nb.model])
    seen = [look(history, nb)]
    for cell in cells:
        if isinstance(cell, str):
            getattr(submission, cell)(nb)
        else:
            nb.model.load_state_dict({name: value + cell for name, value in nb.model.state_dict().items()})
        if nb.model is not history.models[-1]:
            history.models.append(nb.model)
        seen.append(look(history, nb))
    return seen


def stepped(make, start, gradient):
    p = start.clone().requires_grad_()
    p.grad = gradient.clone()
    make([p], lr=0.1).step()
    return p.detach()


def notebook(x, y, lr, n_epochs):
    """The names that earlier cells have left: a line by hand and its optimizer, an older model, and gradients that someone looked at."""
    nb = SimpleNamespace(optim=torch.optim, x=x, y=y, device=x.device, lr=lr, n_epochs=n_epochs)
    nb.b = torch.tensor([0.5], device=x.device, requires_grad=True)
    nb.w = torch.tensor([-0.5], device=x.device, requires_grad=True)
    nb.optimizer = nb.optim.SGD([nb.b, nb.w], lr=0.3)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(x.device)
    for prediction in (nb.b + nb.w * x, nb.model(x)):
        nn.functional.mse_loss(prediction, y).backward()
    return nb


def look(history, nb):
    """The newest model's parameters, those of all models that had the name so far, and what earlier cells had made."""
    models = [{name: getattr(model[0], name).detach().clone() for name in ("weight", "bias")} for model in history.models]
    older = {f"the older model's {name}": value for name, value in models[0].items()}
    line = {"b": history.b, "w": history.w, "nb.b": nb.b, "nb.w": nb.w}
    return {**models[-1], "models": models, "earlier": {name: value.detach().clone() for name, value in {**line, **older}.items()}}
