"""What an exercise can ask to build, in families: the dotted names that `forbids` may list, and the operators of ATen that do the same.

A name is one door of many to an operator. `torch.nn.Conv2d`, `torch.ops.aten.conv2d`, `torch._convolution` and `nn.LazyConv2d` all end in
`aten::convolution`, so it is the operators that are closed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

TRANSPOSED = "transposed convolution"
# Operators of these namespaces compute on plain tensors; the others need tensors of a kind of their own (quantized, packed).
NAMESPACES = ("aten", "mkldnn", "mkldnn_prepacked", "onednn")


@dataclass(frozen=True, slots=True)
class Family:
    """One operation under all its names.

    `title` says it to the learner. `names` matches the last part of a dotted name of Python's, `operators` the names of operators
    without namespace and overload; both must match from end to end. `but` matches operators that autograd needs for other things.
    """

    title: str
    names: str
    operators: str
    but: str = r".*_backward.*"

    def has_name(self, dotted: str) -> bool:
        """Whether a name that `forbids` may list belongs here."""
        return re.fullmatch(self.names, dotted.rpartition(".")[2]) is not None

    def has_operator(self, base: str) -> bool:
        """Whether an operator, such as `convolution`, belongs here."""
        return re.fullmatch(self.operators, base) is not None and re.fullmatch(self.but, base) is None


FAMILIES = (
    # The gradient of a convolution is a convolution, too; nobody needs it where none may be used.
    Family("convolution", r"(Lazy)?Conv[123]d|conv[123]d", r"(?!.*transpose).*conv(?!ert).*", but=r".*(prepack|unpack|reorder).*"),
    # Also `convolution` with `transposed=True`, which only its arguments tell: see operators.py of the worker.
    Family(TRANSPOSED, r"(Lazy)?ConvTranspose[123]d|conv_transpose[123]d", r".*conv.*transpose.*"),
    Family("unfold", r"Unfold|unfold", r"im2col"),
    Family("fold", r"Fold|fold", r"col2im"),
    Family("pooling", r".*[Pp]ool[123]d(_with_indices)?", r".*pool.*"),
    Family(
        "normalization layers",
        r"(Lazy|Sync)?(Batch|Instance|Layer|Group|RMS|CrossMap|LocalResponse)\w*Norm\w*"
        r"|(native_)?(batch|instance|layer|group|local_response|rms)_norm|batchnorm|instancenorm",
        r".*(batch|instance|layer|group|rms)_norm.*",
    ),
    Family("scaled dot-product attention", r"scaled_dot_product_attention", r".*scaled_dot_product.*|_(flash|efficient|cudnn)_attention.*"),
    Family(
        "multi-head attention",
        r"MultiheadAttention|multi_head_attention_forward",
        r"_(native|triton)_multi_head_attention|_transform\w*_encoder_layer_fwd",
    ),
    Family("transformer layers", r"Transformer(En|De)coder(Layer)?", r"_transform\w*_encoder_layer_fwd"),
    Family("embedding", r"Embedding(Bag)?|embedding(_bag)?", r"_?embedding(_bag|_renorm_?)?(_forward_only)?"),
    Family("one-hot encoding", r"one_hot", r"one_hot"),
    Family("recurrent layers", r"(RNN|LSTM|GRU)(Base|Cell|CellBase)?|(lstm|gru|rnn_tanh|rnn_relu)(_cell)?", r".*(lstm|gru|rnn).*"),
    Family("L1 loss", r"L1Loss|l1_loss", r"l1_loss"),
    Family("mean squared error", r"MSELoss|mse_loss", r"mse_loss"),
    Family("smooth L1 loss", r"SmoothL1Loss|smooth_l1_loss", r"smooth_l1_loss"),
    Family("Huber loss", r"HuberLoss|huber_loss", r"huber_loss"),
    Family("binary cross-entropy", r"BCE(WithLogits)?Loss|binary_cross_entropy(_with_logits)?", r"binary_cross_entropy(_with_logits)?"),
    Family("cross-entropy", r"CrossEntropyLoss|cross_entropy", r".*cross_entropy_loss.*|nll_loss.*"),
    Family("negative log-likelihood", r"NLLLoss2?d?|nll_loss", r"nll_loss.*"),
    Family("soft margin loss", r"SoftMarginLoss|soft_margin_loss", r"soft_margin_loss"),
    Family("ReLU", r"ReLU6?|relu6?_?", r"relu6?_?|clamp_min_?_relu|.*_pointwise_?"),
    Family(
        "leaky ReLU",
        r"LeakyReLU|leaky_relu_?|PReLU|prelu|RReLU|rrelu",
        r"leaky_relu_?|_?prelu(_kernel)?|rrelu_?|rrelu_with_noise(_functional)?_?",
    ),
    Family("ELU", r"C?ELU|SELU|c?elu_?|selu_?", r"c?elu_?|selu_?"),
    Family("threshold", r"Threshold|threshold_?", r"threshold_?"),
    Family(
        "sigmoid",
        r"Sigmoid|sigmoid_?|expit|SiLU|silu|LogSigmoid|logsigmoid",
        r"sigmoid_?|special_expit|log_sigmoid(_forward)?|silu_?|glu|mish_?",
    ),
    Family("tanh", r"Tanh|tanh_?", r"tanh_?"),
    Family("softplus", r"Softplus|softplus", r"softplus"),
    Family("logit", r"logit_?", r"logit_?|special_logit"),
    Family("softmax", r"Softmax(2d)?|softmax", r"_?softmax|_safe_softmax|special_softmax|_masked_softmax|_sparse_softmax|softmin"),
    Family("log-softmax", r"LogSoftmax|log_softmax", r"_?log_softmax|special_log_softmax|_sparse_log_softmax|.*cross_entropy_loss.*"),
    Family("logsumexp", r"logsumexp", r"_?logsumexp|special_logsumexp|logaddexp2?|logcumsumexp|_logcumsumexp"),
    Family("torch.nn", r"nn", r"softplus|log_sigmoid(_forward)?|silu_?|mish_?|glu|.*cross_entropy.*|.*_loss|binary_cross_entropy.*"),
    Family("optimizers", r"optim", r"_fused_(sgd|adam|adamw|adagrad|rmsprop|adadelta)\w*"),
)


@cache
def families_of(forbids: tuple[str, ...]) -> tuple[Family, ...]:
    """The families that a list of forbidden names reaches into, each once."""
    return tuple(family for family in FAMILIES if any(family.has_name(name) for name in forbids))


def in_words(forbids: Iterable[str]) -> str:
    """What is forbidden, as short as it can be said: families by their titles, what belongs to none by its name."""
    names = tuple(forbids)
    families = families_of(names)
    alone = [name.rpartition(".")[2] for name in names if not any(family.has_name(name) for family in families)]
    return ", ".join(dict.fromkeys([*(family.title for family in families), *alone]))
