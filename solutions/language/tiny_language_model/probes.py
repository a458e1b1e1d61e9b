"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Sums(nn.Module):
    """A model that any reader can work out: the logits at a place are the sum of the table's rows for the tokens so far.

    What dropout leaves of them, and a shift that shows while gradients are recorded, tell in which mode it was called.
    """

    def __init__(self, table, dropout=0.0, shift=None):
        super().__init__()
        self.table = nn.Parameter(table.clone())
        self.dropout = nn.Dropout(dropout)
        self.shift = shift

    def forward(self, ids):
        logits = self.dropout(self.table[ids].cumsum(1))
        return logits + self.shift if self.shift is not None and torch.is_grad_enabled() else logits


def passed(submission, state, ids, n_heads, sums):
    """The logits of a model with this state, and the gradients of their sum with these numbers at each parameter."""
    model = loaded(submission, state, n_heads)
    out = model(ids)
    names = sorted(state)
    gradients = [None] * len(names)
    if out.requires_grad:
        parameters = dict(model.named_parameters())
        gradients = torch.autograd.grad((out * sums).sum(), [parameters[name] for name in names], allow_unused=True)
    return {"output": out.detach(), "gradients": dict(zip(names, gradients, strict=True))}


def loss(submission, table, ids):
    """The loss of a model with this table, and its gradient there."""
    model = Sums(table)
    out = submission.next_token_loss(model, ids)
    gradient = None
    if out.requires_grad:
        (gradient,) = torch.autograd.grad(out, model.table, allow_unused=True)
    return {"loss": out.detach(), "gradient": gradient}


def trained(submission, state, ids, n_heads, n_steps, lr, left_over=None):
    """Train a model from this state, with gradients left over from before if a number is given: what came back, and the weights."""
    model = loaded(submission, state, n_heads)
    if left_over is not None:
        for p in model.parameters():
            p.grad = torch.full_like(p, left_over)
    losses = submission.train(model, ids, n_steps, lr)
    return {"losses": losses, "state": {name: p.detach().clone() for name, p in model.named_parameters()}}


def kinds_of_losses(submission, state, ids, n_heads, n_steps, lr):
    """The types of what training gives, the list's and those of its parts."""
    losses = submission.train(loaded(submission, state, n_heads), ids, n_steps, lr)
    return {"list": type(losses).__name__, "parts": [type(loss).__name__ for loss in losses]}


def trained_with_dropout(submission, table, ids, dropout, training):
    """The losses of two steps of a model with dropout, which comes in the given mode."""
    model = Sums(table, dropout).train(training)
    return submission.train(model, ids, 2, 0.01)


def generated(submission, table, ids, n_new, n_context, dropout=0.0, training=False, shift=None):
    """What a model with this table says; what it was given, afterwards; its logits for that, where dropout shows the mode; and whether
    gradients are recorded afterwards."""
    model, ids = Sums(table, dropout, shift).train(training), ids.clone()
    with torch.enable_grad():  # ends what a submission may have left switched off
        out = submission.generate(model, ids, n_new, n_context)
        recorded = int(model.table.sum().requires_grad)
    return {"ids": out, "given": ids, "logits": model(ids).detach(), "recorded": recorded}


def recited(submission, line, n_tokens, seed, n_steps):
    """Train a new model on a line, from this seed: the losses, and what it says from the first token on."""
    torch.manual_seed(seed)
    n_context = line.shape[1] - 1
    model = submission.TinyLanguageModel(n_tokens, 32, 4, n_context).to(line.device)
    losses = submission.train(model, line, n_steps, 0.01)
    return {"losses": losses, "ids": submission.generate(model, line[:, :1], n_context, n_context)}


def loaded(submission, state, n_heads):
    n_tokens, width = state["tokens.weight"].shape
    model = submission.TinyLanguageModel(n_tokens, width, n_heads, len(state["positions.weight"])).to(state["tokens.weight"])
    model.load_state_dict(state, strict=False)  # a model may hold buffers of its own, such as a mask
    return model
