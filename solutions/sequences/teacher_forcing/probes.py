"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Decoder(nn.Module):
    """A small recurrent decoder. Dropout, and a shift that shows while gradients are recorded, tell how it was called."""

    def __init__(self, weights, dropout=0.0, shift=None):
        super().__init__()
        self.table, self.mix, self.head = (nn.Parameter(weights[name].clone()) for name in ("table", "mix", "head"))
        self.dropout, self.shift = nn.Dropout(dropout), shift

    def forward(self, tokens, state):
        h, states = state[0], []
        for token in tokens.unbind(dim=1):
            # Two shapes that must agree: a sum would broadcast one token over the batch.
            h = torch.stack([h @ self.mix, self.table[token]]).sum(dim=0).tanh()
            states.append(h)
        logits = self.dropout(torch.stack(states, dim=1) @ self.head)
        if self.shift is not None and torch.is_grad_enabled():
            logits = logits + self.shift
        return logits, h[None]


def shifted(submission, targets, start):
    """What the decoder should read, and the targets afterwards."""
    targets = targets.clone()
    return {"inputs": submission.shift_right(targets, start), "targets": targets}


def trained(submission, weights, state, targets, start, pad, lr, n_steps, leftover=False):
    """The loss of each step, and decoder and first state after it; the state is learned, too. `leftover`: gradients of somebody else lie
    about before the first step."""
    decoder, state = Decoder(weights), state.clone().requires_grad_()
    learned = {**dict(decoder.named_parameters()), "state": state}
    optimizer = torch.optim.SGD(learned.values(), lr=lr, momentum=0.9)
    if leftover:
        (sum(value.sum() for value in learned.values())).backward()
    losses, weights = [], []
    for _ in range(n_steps):
        # As if an encoder had computed it: a tensor that is part of a graph.
        losses.append(submission.training_step(decoder, optimizer, state * 1, targets.clone(), start, pad))
        weights.append({name: value.detach().clone() for name, value in learned.items()})
    return {"losses": losses, "types": [type(loss).__name__ for loss in losses], "weights": weights}


def trained_in_mode(submission, weights, state, targets, start, pad, training):
    """The loss of a step of a decoder that comes in the given mode, and whose dropout drops all logits."""
    decoder = Decoder(weights, dropout=1.0).train(training)
    optimizer = torch.optim.SGD(decoder.parameters(), lr=0.1)
    return submission.training_step(decoder, optimizer, state, targets, start, pad)


def after_training(submission, weights, state, targets, start, pad):
    """Targets and first state after a step."""
    decoder, state, targets = Decoder(weights), state.clone(), targets.clone()
    submission.training_step(decoder, torch.optim.SGD(decoder.parameters(), lr=0.1), state, targets, start, pad)
    return [targets, state]


def generated(submission, weights, state, start, n_new, dropout=0.0, training=False, shift=None):
    """What a decoder says by itself, the state that was passed in afterwards, and the logits for the start token then."""
    decoder, state = Decoder(weights, dropout, shift).train(training), state.clone()
    said = submission.generate(decoder, state, start, n_new)
    logits, _ = decoder(torch.full((state.shape[1], 1), start, device=state.device), state)
    return {"said": said, "state": state, "logits": logits.detach()}
