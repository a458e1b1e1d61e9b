"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from torch import nn


def names(submission, channels, width, latent_channels):
    """The names in the state_dict, and the shapes there."""
    state = submission.ResidualAutoencoder(channels, width, latent_channels).state_dict()
    return {"names": list(state), "shapes": [tuple(value.shape) for value in state.values()]}


def block(submission, kind, state, x):
    """The output of a block."""
    return build_block(submission, kind, state, x)(x)


def block_gradients(submission, kind, state, x, weights):
    """The gradients of the weighted sum of a block's output with respect to its input and its parameters."""
    model, leaf = build_block(submission, kind, state, x), x.clone().requires_grad_()
    (model(leaf) * weights).sum().backward()
    return {"x": leaf.grad, **{name: p.grad for name, p in model.named_parameters()}}


def input_of_a_block_afterwards(submission, kind, state, x):
    """The input, after a block was applied to it."""
    x = x.clone()
    build_block(submission, kind, state, x)(x)
    return x


def passed(submission, state, images):
    """Latents, the images they decode to, and the model's output."""
    model = build(submission, state, images)
    latents = model.encode(images)
    return {"latents": latents, "decoded": model.decode(latents), "output": model(images)}


def inputs_afterwards(submission, state, images, latents):
    """Images and latents, after the model was applied to them."""
    model, images, latents = build(submission, state, images), images.clone(), latents.clone()
    model(images), model.encode(images), model.decode(latents)
    return [images, latents]


def in_another_layout(submission, state, images):
    """The output for images whose height and width have been transposed, so that they are not contiguous."""
    return build(submission, state, images)(images.transpose(2, 3))


def trained(submission, state, images):
    """The gradients of the mean squared error between output and input with respect to every parameter."""
    model = build(submission, state, images).train()
    nn.functional.mse_loss(model(images), images).backward()
    return {name: p.grad for name, p in model.named_parameters()}


def saved_and_loaded(submission, state, images):
    """The output of a second model that loaded the first one's state_dict."""
    first = build(submission, state, images)
    return build(submission, first.state_dict(), images)(images)


def refused(submission, state, images):
    """The errors that `encode` and the model raise for these images, whether the first says anything, and the latents if there is none."""
    model = build(submission, state, images)
    (error, message, latents), (of_model, _, _) = error_of(model.encode, images), error_of(model, images)
    return {"error": error, "says something": bool(message.strip()), "error of the model": of_model, "latents": latents}


def error_of(function, images):
    try:
        result = function(images)
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return type(error).__name__, str(error), None
    return "no error", "", result


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
