"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def encoded(submission, state, x):
    """The means and log-variances of pictures."""
    return list(loaded(submission, state, x).encode(x))


def decoded(submission, state, z):
    """The logits of codes."""
    return loaded(submission, state, z).decode(z)


def passed(submission, state, x, training, calls=1):
    """What the model gives for the pictures, so many times, in this mode; and the pictures afterwards."""
    model = loaded(submission, state, x).train(training)
    return {"outputs": [list(model(x)) for _ in range(calls)], "x": x}


def trained(submission, state, x):
    """One training pass: what the model gave, the loss, and its gradients at the parameters."""
    model = loaded(submission, state, x).train()
    logits, mu, logvar = model(x)
    loss = submission.negative_elbo(logits, x, mu, logvar)
    loss.backward()
    return {"logits": logits, "loss": loss, "gradients": {name: p.grad for name, p in model.named_parameters()}}


def loss(submission, logits, x, mu, logvar):
    """The loss, its gradients at logits, mu and logvar, and the inputs afterwards."""
    leaves = [part.clone().requires_grad_() for part in (logits, mu, logvar)]
    value = submission.negative_elbo(leaves[0], x, *leaves[1:])
    value.backward()
    return {"loss": value, "gradients": [leaf.grad for leaf in leaves], "inputs": [x, *(leaf.detach() for leaf in leaves)]}


def drawn(submission, state, n, calls=1):
    """So many draws of n new pictures."""
    model = loaded(submission, state, state["hidden.weight"]).eval()
    return [model.sample(n) for _ in range(calls)]


def loaded(submission, state, like):
    weight = state["to_mu.weight"]
    model = submission.VAE(state["hidden.weight"].shape[1], weight.shape[1], weight.shape[0]).to(like)
    model.load_state_dict(state)
    return model
