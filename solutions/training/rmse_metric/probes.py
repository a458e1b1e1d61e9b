"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import weakref

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Telltale(nn.Module):
    """Shifts what goes through: by one amount while autograd records, by another one while it is in training mode."""

    def __init__(self, recording, training):
        super().__init__()
        self.recording, self.in_training = recording, training

    def forward(self, x):
        return x + self.recording * torch.is_grad_enabled() + self.in_training * self.training


class Ballast(torch.autograd.Function):
    """Passes predictions on and has their graph hold memory: addresses that nothing is written to, but which count."""

    @staticmethod
    def forward(ctx, x, mebibytes):
        ctx.held = torch.empty(mebibytes << 20, dtype=torch.uint8)
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


class Heavy(torch.Tensor):
    """A tensor that holds memory, as all do that are computed from it: addresses that nothing is written to, but which count."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        result = super().__torch_function__(func, types, args, kwargs or {})
        if isinstance(result, cls):
            result.held = torch.empty(40 << 20, dtype=torch.uint8)
        return result


def measured(submission, batches):
    """What compute gives after these batches (predictions, targets)."""
    metric = submission.RMSE()
    for predictions, targets in batches:
        metric.update(predictions, targets)
    return metric.compute()


def asked_after_each(submission, batches):
    """What compute gives before the first batch, and twice after each."""
    metric = submission.RMSE()
    seen = [metric.compute()]
    for predictions, targets in batches:
        metric.update(predictions, targets)
        seen += [metric.compute(), metric.compute()]
    return seen


def with_a_reset(submission, before, after):
    """What compute gives after one lot of batches, right after a reset, and after another lot."""
    metric = submission.RMSE()
    for predictions, targets in before:
        metric.update(predictions, targets)
    seen = [metric.compute()]
    metric.reset()
    seen.append(metric.compute())
    for predictions, targets in after:
        metric.update(predictions, targets)
    return [*seen, metric.compute()]


def two_metrics(submission, first, second):
    """What two metrics give that were filled in turn."""
    one, other = submission.RMSE(), submission.RMSE()
    for a, b in zip(first, second, strict=True):
        one.update(*a)
        other.update(*b)
    return [one.compute(), other.compute()]


def refused(submission, batch, wrong):
    """The kind of error that a batch of two shapes raises, if any, and what compute gives then, one good batch having come before."""
    metric = submission.RMSE()
    metric.update(*batch)
    error = None
    try:
        metric.update(*wrong)
    except ValueError:
        error = "ValueError"
    except Exception as other:  # noqa: BLE001 - whatever was raised, its name is the answer
        error = type(other).__name__
    return {"error": error, "rmse": metric.compute()}


def batches_afterwards(submission, batches):
    """The batches after a metric has taken them in."""
    metric, batches = submission.RMSE(), [[part.clone() for part in batch] for batch in batches]
    for predictions, targets in batches:
        metric.update(predictions, targets)
    return batches


def graphs_alive(submission, batches):
    """After each batch of predictions that hang on a graph: how many of the graphs so far are still held."""
    metric, graphs, counts = submission.RMSE(), [], []
    for predictions, targets in batches:
        graphs.append(update(metric, predictions.clone().requires_grad_() * 1, targets))
        counts.append(sum(graph() is not None for graph in graphs))
    return counts


def update(metric, predictions, targets):
    graph = mark(predictions)
    metric.update(predictions, targets)
    return graph


def mark(tensor):
    """A reference that dies with the graph of a tensor: the graph owns the hook, and the tensor alone does not."""

    class Hook:
        def __call__(self, *_):
            return None

    hook = Hook()
    tensor.grad_fn.register_hook(hook)
    return weakref.ref(hook)


def recorded(submission, batches, mebibytes):
    """What compute gives when each batch of predictions hangs on a graph that holds so many MiB."""
    metric = submission.RMSE()
    for predictions, targets in batches:
        metric.update(Ballast.apply(predictions.clone().requires_grad_(), mebibytes), targets)
    return metric.compute()


def piled_up(submission, batches):
    """What compute gives when all tensors of a batch, and all that are computed from them, hold 40 MiB each."""
    metric = submission.RMSE()
    for predictions, targets in batches:
        metric.update(predictions.as_subclass(Heavy).clone(), targets.as_subclass(Heavy).clone())
    return float(metric.compute())


def evaluated(submission, state, x, y, batch_size, recording, in_training, training, calls=1):
    """Evaluate a model that shifts its output while it records or trains: the results, what the metric computes then, the model's output
    for x afterwards, without a graph, and the gradient of its sum with one."""
    model = build(state, x, nn.Identity(), Telltale(recording, in_training)).train(training)
    metric = submission.RMSE()
    metric.update(torch.full_like(y, 3.0), torch.zeros_like(y))
    results = [submission.evaluate(model, metric, loader(x, y, batch_size)) for _ in range(calls)]
    output = model(x).sum()
    gradient = torch.autograd.grad(output, model[1].weight)[0] if output.requires_grad else None
    with torch.no_grad():
        return {"results": results, "computed": metric.compute(), "afterwards": model(x), "gradient": gradient}


def evaluated_with_layers(submission, state, x, y, batch_size, training):
    """Evaluate twice a model with dropout and batch norm: the results, and what batch norm knows of its inputs then."""
    model = build(state, x, nn.BatchNorm1d(x.shape[1]), nn.Dropout(0.5)).train(training)
    metric = submission.RMSE()
    results = [submission.evaluate(model, metric, loader(x, y, batch_size)) for _ in range(2)]
    return {"results": results, "mean": model[0].running_mean, "var": model[0].running_var}


def build(state, x, before, after):
    linear = nn.Linear(x.shape[1], 1).to(x)
    linear.load_state_dict(state)
    return nn.Sequential(before, linear, after).to(x)


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)
