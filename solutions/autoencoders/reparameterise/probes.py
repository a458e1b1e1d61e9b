"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""



def sampled(submission, mu, logvar, training, calls=1):
    """So many samples, and the inputs afterwards."""
    return {"samples": [submission.reparameterise(mu, logvar, training=training) for _ in range(calls)], "inputs": [mu, logvar]}


def sample_gradients(submission, mu, logvar, weights):
    """A sample, and what the weighted sum of its numbers sends to mu and logvar."""
    leaves = [part.clone().requires_grad_() for part in (mu, logvar)]
    z = submission.reparameterise(*leaves, training=True)
    (z * weights).sum().backward()
    return {"sample": z, "gradients": [leaf.grad for leaf in leaves]}


def divergence(submission, mu, logvar, weights):
    """The divergences, what their weighted sum sends to mu and logvar, and the inputs afterwards."""
    leaves = [part.clone().requires_grad_() for part in (mu, logvar)]
    kl = submission.kl_to_standard_normal(*leaves)
    (kl * weights).sum().backward()
    return {"kl": kl, "gradients": [leaf.grad for leaf in leaves], "inputs": [leaf.detach() for leaf in leaves]}
