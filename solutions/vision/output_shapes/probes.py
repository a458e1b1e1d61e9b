"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from torch import nn


def sizes(submission, settings):
    """The output size for each of these arguments."""
    return [submission.output_size(**each) for each in settings]


def kinds_of_sizes(submission, settings):
    """The types of the two values of each output size."""
    return [[type(number).__name__ for number in submission.output_size(**each)] for each in settings]


def sizes_in_order(submission, settings):
    """The output size for each of these arguments, passed by position."""
    return [submission.output_size(*each) for each in settings]


def batch(submission, images):
    """The batch, and the images after it was made."""
    kept = [image.clone() for image in images]
    return {"batch": submission.to_batch(kept), "images": kept}


def parameters(submission, channels, size, n_classes):
    """What a new model would train."""
    return {name: p.detach() for name, p in submission.SmallCNN(channels, size, n_classes).named_parameters()}


def outputs(submission, state, x, n_classes):
    """The output of a model with these weights."""
    return loaded(submission, state, x, n_classes)(x).detach()


def gradients(submission, state, x, y, n_classes):
    """The gradients of the cross-entropy at the weights; None where none arrives."""
    model = loaded(submission, state, x, n_classes)
    nn.functional.cross_entropy(model(x), y).backward()
    return {name: p.grad for name, p in model.named_parameters()}


def loaded(submission, state, x, n_classes):
    """A model with these weights, as far as they fit: where they do not, it is the data that tell best what is wrong."""
    model = submission.SmallCNN(x.shape[1], tuple(x.shape[2:]), n_classes).to(x)
    own = model.state_dict()
    fitting = {name: value for name, value in state.items() if name in own and own[name].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    return model
