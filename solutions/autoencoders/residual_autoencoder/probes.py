"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from torch import nn


def names(submission, channels, width, n_code):
    """The names in the state_dict, and the shapes there."""
    state = submission.ResidualAutoencoder(channels, width, n_code).state_dict()
    return {"names": list(state), "shapes": [tuple(value.shape) for value in state.values()]}


def block(submission, kind, state, x, weights=None):
    """The output of a block, the input afterwards, and what the weighted sum of the output sends to the input and the parameters."""
    model = build_block(submission, kind, state, x)
    plain = x.clone()
    seen = {"output": model(plain), "input": plain}
    if weights is not None:
        leaf = x.clone().requires_grad_()
        (model(leaf) * weights).sum().backward()
        seen |= {"slope": leaf.grad, "gradients": {name: p.grad for name, p in model.named_parameters()}}
    return seen


def passed(submission, state, images):
    """Codes, the pictures they decode to, what the model gives, and the pictures afterwards."""
    model = build(submission, state, images)
    codes = model.encode(images)
    return {"codes": codes, "decoded": model.decode(codes), "output": model(images), "images": images}


def in_another_layout(submission, state, images):
    """The output for pictures whose height and width were exchanged, in memory that is not contiguous."""
    return build(submission, state, images)(images.transpose(2, 3))


def trained(submission, state, images):
    """The gradients of the mean squared error between output and input, at every parameter."""
    model = build(submission, state, images).train()
    nn.functional.mse_loss(model(images), images).backward()
    return {name: p.grad for name, p in model.named_parameters()}


def handed_on(submission, state, images):
    """The output of a second model that was given the first one's state_dict."""
    first = build(submission, state, images)
    return build(submission, first.state_dict(), images)(images)


def refused(submission, state, images):
    """The error that these pictures raise, if any."""
    model = build(submission, state, images)
    try:
        return {"error": None, "shape": tuple(model(images).shape)}
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return {"error": type(error).__name__, "shape": None}


def build_block(submission, kind, state, like):
    c_out, c_in = state["skip.weight"].shape[:2]
    model = getattr(submission, kind)(c_in, c_out).to(like)
    model.load_state_dict(state)
    return model


def build(submission, state, like):
    width, channels = state["encoder.0.weight"].shape[:2]
    model = submission.ResidualAutoencoder(channels, width, len(state["encoder.3.bias"])).to(like)
    model.load_state_dict(state)
    return model
