"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def loss(submission, name, logits):
    """The loss of this name for these batches of logits."""
    return getattr(submission, name)(*logits)


def gradients(submission, name, logits):
    """The gradients of the loss of this name with respect to each batch of logits."""
    leaves = [batch.clone().requires_grad_() for batch in logits]
    getattr(submission, name)(*leaves).backward()
    return [leaf.grad for leaf in leaves]


def logits_afterwards(submission, name, logits):
    """The batches of logits after the loss of this name was computed."""
    logits = [batch.clone() for batch in logits]
    getattr(submission, name)(*logits)
    return logits
