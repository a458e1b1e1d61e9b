"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def loss(submission, name, logits):
    """The loss of this name for these batches of logits, its gradients at them, and the logits afterwards."""
    leaves = [batch.clone().requires_grad_() for batch in logits]
    value = getattr(submission, name)(*leaves)
    value.backward()
    return {"loss": value.detach(), "gradients": [leaf.grad for leaf in leaves], "logits": [leaf.detach() for leaf in leaves]}
