"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


class Scores(torch.nn.Module):
    """Returns the logits passed to its constructor; in training mode multiplied by -10."""

    def __init__(self, logits, training):
        super().__init__()
        self.logits = logits
        self.scale = torch.nn.Parameter(torch.ones_like(logits))
        self.train(training)

    def forward(self, x):
        return self.scale * self.logits * (-10 if self.training else 1)


def parts(submission, c_in, n_classes, width):
    """The names in the state_dict, and the shapes there."""
    state = submission.UNet(c_in, n_classes, width).state_dict()
    return {"names": list(state), "shapes": [tuple(value.shape) for value in state.values()]}


def passed(submission, state, x, training):
    """Logits, and the running statistics afterwards."""
    model = loaded(submission, state, x).train(training)
    return {"logits": model(x), "statistics": statistics(model)}


def arguments_afterwards(submission, state, x, target):
    """Images, logits and target, after the model, the loss and `segment` were applied to them."""
    model, x, target = loaded(submission, state, x), x.clone(), target.clone()
    logits = model(x).detach()
    kept = logits.clone()
    submission.segmentation_loss(logits, target)
    submission.segment(model, x)
    return {"x": x, "target": target, "logits": logits - kept}


def in_another_layout(submission, state, x):
    """The logits for images whose height and width have been transposed, so that they are not contiguous."""
    return loaded(submission, state, x).eval()(x.transpose(2, 3))


def trained(submission, state, x, target):
    """The loss of a training pass, and its gradients with respect to every parameter."""
    model = loaded(submission, state, x).train()
    loss = submission.segmentation_loss(model(x), target)
    loss.backward()
    return {"loss": loss, "gradients": {name: p.grad for name, p in model.named_parameters()}}


def loss(submission, logits, target):
    """The loss."""
    return submission.segmentation_loss(logits, target)


def loss_gradient(submission, logits, target):
    """The gradient of the loss with respect to the logits."""
    leaf = logits.clone().requires_grad_()
    submission.segmentation_loss(leaf, target).backward()
    return leaf.grad


def segmented(submission, state, x, training):
    """The classes from a model in this mode, its statistics afterwards, and its output in the mode that it then has."""
    model = loaded(submission, state, x).train(training)
    classes = submission.segment(model, x)
    return {"classes": classes, "statistics": statistics(model), "after": model(x)}


def frozen_afterwards(submission, state, x, training):
    """The parameters that do not require a gradient after `segment`."""
    model = loaded(submission, state, x).train(training)
    submission.segment(model, x)
    return [name for name, p in model.named_parameters() if not p.requires_grad]


def classes_of(submission, logits, training):
    """The classes of a model that outputs these logits in evaluation mode, and its output afterwards."""
    model = Scores(logits, training)
    classes = submission.segment(model, torch.zeros_like(logits))
    return {"classes": classes, "after": model(logits)}


def saved_and_loaded(submission, state, x):
    """The logits of a second model that loaded the first one's state_dict."""
    first = loaded(submission, state, x)
    return loaded(submission, first.state_dict(), x).eval()(x)


def statistics(model):
    return {name: value.clone() for name, value in model.named_buffers() if "running" in name}


def loaded(submission, state, like):
    width, c_in = state["down1.0.weight"].shape[:2]
    model = submission.UNet(c_in, len(state["head.bias"]), width).to(like)
    model.load_state_dict(state)
    return model
