"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def embedding(submission, *args):
    """The embedding for these arguments."""
    return submission.step_embedding(*args)


def answer(submission, state, x, steps, weights, training=True):
    """The denoiser's answer, what the weighted sum of it sends to x and to every parameter, and the arguments afterwards."""
    width, (n_hidden, n_features) = state["time.weight"].shape[1], state["input.weight"].shape
    model = submission.Denoiser(n_features, n_hidden, width).to(x).train(training)
    model.load_state_dict(state)
    leaf, steps = x.clone().requires_grad_(), steps.clone()
    result = model(leaf, steps)
    (result * weights).sum().backward()
    return {"answer": result, "slope": leaf.grad, "gradients": {n: p.grad for n, p in model.named_parameters()}, "arguments": [leaf, steps]}


def parts(submission, n_features, n_hidden):
    """Names and shapes of what the denoiser has registered, with the width that it takes by itself."""
    return {name: list(value.shape) for name, value in submission.Denoiser(n_features, n_hidden).state_dict().items()}
