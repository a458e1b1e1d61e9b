"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def filtered(submission, logits, temperature=1.0, top_k=None, top_p=None):
    """The filtered logits."""
    return submission.filter_logits(logits, temperature, top_k, top_p)


def sampled(submission, logits, seed, n_calls=1, **options):
    """The ids of several calls with one generator."""
    generator = torch.Generator(logits.device).manual_seed(seed)
    return [submission.sample(logits, generator, **options) for _ in range(n_calls)]


def global_state(submission, logits, seed, **options):
    """The global random state before and after a call, and the ids of two calls with equal generators and different global states."""
    ids, states = [], []
    for other in (seed + 1, seed + 2):
        torch.manual_seed(other)
        states.append(torch.get_rng_state())
        ids.append(submission.sample(logits, torch.Generator(logits.device).manual_seed(seed), **options))
        states.append(torch.get_rng_state())
    return {"ids": ids, "changes": [(a != b).sum() for a, b in (states[:2], states[2:])]}


def continued(submission, logits, seed, n_first, **options):
    """The ids of the last call, with a generator that made other calls first, and of one with a new generator in the same state."""
    generator = torch.Generator(logits.device).manual_seed(seed)
    for _ in range(n_first):
        submission.sample(logits, generator, **options)
    again = torch.Generator(logits.device)
    again.set_state(generator.get_state())
    return [submission.sample(logits, each, **options) for each in (generator, again)]


def afterwards(submission, logits, seed):
    """The logits after calls with all options, and with temperature 1 and no filter."""
    logits = logits.clone()
    generator = torch.Generator(logits.device).manual_seed(seed)
    submission.filter_logits(logits, 0.7, 3, 0.8)
    submission.filter_logits(logits, 1.0, 3, None)
    submission.filter_logits(logits, 1.0, None, 0.8)
    submission.sample(logits, generator, temperature=0.7, top_k=3, top_p=0.8)
    submission.sample(logits, generator, temperature=0)
    return logits


def elsewhere(submission, logits, place, **options):
    """Shape and device of the filtered logits on a device that has no values."""
    got = submission.filter_logits(logits.to(place), **options)
    return f"{tuple(got.shape)} on {got.device.type}"
