"""Forbidden names in a submission's source, through every usual way to write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.grading.forbids import uses
from tests.conftest import examples

FORBIDS = ("torch.optim", "torch.nn.functional.conv2d")


def seen(source):
    return [(use.name, use.line) for use in uses(source, FORBIDS)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import torch\ntorch.optim.SGD([])", [("torch.optim.SGD", 2)]),
        ("import torch as t\nt.optim", [("t.optim", 2)]),
        ("import torch.nn.functional as F\nF.conv2d(x, w)", [("F.conv2d", 2)]),
        ("from torch.nn import functional\nfunctional.conv2d(x)", [("functional.conv2d", 2)]),
        ("from torch import nn as n\nn.functional.conv2d", [("n.functional.conv2d", 2)]),
        ("import torch.optim", [("torch.optim", 1)]),
        ("import torch.optim.lr_scheduler as s", [("torch.optim.lr_scheduler", 1)]),
        ("from torch import optim", [("torch.optim", 1)]),
        ("from torch.optim import SGD as S\nS([])", [("torch.optim.SGD", 1), ("S", 2)]),
        ("from torch.optim import *", [("torch.optim", 1)]),
        ("from torch.nn.functional import *\ny = conv2d(x)", [("conv2d", 2)]),
        ("from torch import *\nfrom math import *\noptim.SGD", [("optim.SGD", 3)]),
        ("import torch\nopt = torch.optim\nopt.SGD([])", [("torch.optim", 2), ("opt.SGD", 3)]),
        ("import torch\nt = torch\nu = t\nu.optim", [("u.optim", 4)]),
        ("import torch\ngetattr(torch, 'optim').SGD", [("getattr(torch, 'optim').SGD", 2)]),
        ("try:\n    import torch as t\nexcept ImportError:\n    import mine as t\nt.optim", [("t.optim", 5)]),
        ("def f():\n    from torch import nn\n    return nn.functional.conv2d", [("nn.functional.conv2d", 3)]),
        ("import torch\nclass A:\n    torch = 1\n    def f(self): return torch.optim", [("torch.optim", 4)]),
        ("import torch\n@torch.optim.x\nclass A(torch.optim.SGD): pass", [("torch.optim.x", 2), ("torch.optim.SGD", 3)]),
        ("import torch\ndef f(o=torch.optim.SGD): return [torch.optim for _ in o]", [("torch.optim.SGD", 2), ("torch.optim", 2)]),
        ("import torch\nf = lambda: torch.optim.SGD", [("torch.optim.SGD", 2)]),
        ("import torch\ntorch.optim.SGD([]).step()\n(torch\n  .optim)", [("torch.optim.SGD", 2), ("torch .optim", 3)]),
        ("import torch\nx = " + "1 + " * 900 + "torch.optim", [("torch.optim", 2)]),
        ("import torch\nif (t := torch):\n    t.optim", [("t.optim", 3)]),
    ],
)
def test_a_use_is_seen_as_the_learner_wrote_it(source, expected):
    assert seen(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.nn.functional.conv1d(x)",
        "import torch\ntorch.optimum",
        "import torch\n# torch.optim\nx = 'torch.optim'",
        "optim.SGD",
        "def conv2d(x): return x\nconv2d(1)",
        "from torch.nn.functional import *\ndef conv2d(x): return x\nconv2d(1)",
        "from torch.nn.functional import *\ndef f(conv2d): return conv2d(1)",
        "import torch as t\ndef f(t): return t.optim",
        "import torch as t\n[t.optim for t in x]",
        "from .torch import optim",
    ],
)
def test_other_names_are_left_alone(source):
    assert seen(source) == []


def test_the_message_says_what_and_why():
    (use,) = uses("import torch.nn.functional as F\nF.conv2d(1)", FORBIDS)
    assert use.message == "uses F.conv2d, which this exercise asks you to build"
    assert (use.line, use.forbidden) == (2, "torch.nn.functional.conv2d")


def test_no_forbidden_name_means_no_use():
    assert uses("import torch.optim", ()) == []


def test_source_that_does_not_parse_is_a_syntax_error():
    with pytest.raises(SyntaxError):
        uses("def f(:", FORBIDS)


NAMES = st.sampled_from(["a", "b", "c", "torch"])
ALIASES = st.one_of(
    st.tuples(NAMES, NAMES).map(lambda names: f"{names[0]} = {names[1]}"),
    st.tuples(NAMES, NAMES, st.sampled_from(["optim", "nn", "nn.functional", "SGD"])).map(
        lambda parts: f"{parts[0]} = {parts[1]}.{parts[2]}"
    ),
    st.tuples(NAMES, NAMES).map(lambda names: f"{names[0]} = {names[1]} = getattr({names[1]}, 'optim')"),
    NAMES.map(lambda name: f"from torch import optim as {name}, nn as {name}"),
)


@settings(deadline=None, max_examples=examples(30))
@given(st.lists(ALIASES, min_size=1, max_size=8))
def test_no_chain_of_aliases_takes_longer_than_its_length(lines):
    source = "import torch, torch as a\n" + "\n".join(lines * (1000 // len(lines))) + "\ntorch.optim"
    found = uses(source, FORBIDS)  # if the work doubled with each line, this would not end
    assert found[-1].forbidden == "torch.optim"


@given(st.lists(st.sampled_from("bcdef"), min_size=1, max_size=30))
def test_an_alias_of_an_alias_is_still_seen(names):
    chain = "".join(f"{new} = {old}\n" for old, new in zip(["a", *names], names, strict=False))
    assert seen(f"import torch as a\n{chain}{names[-1]}.optim") == [(f"{names[-1]}.optim", len(names) + 2)]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("import torch\n" + "torch.optim\n" * 20_000, 20_000),
        ("from torch import *\n" * 5_000 + "x.y\n" * 20_000, 0),
        ("import torch\nx = " + "lambda: " * 500 + "[" + "torch, " * 20_000 + "]", 0),
        ("x = a" + ".b" * 900 + "\nx = a" + ".b" * 900, 0),
    ],
)
def test_a_long_source_takes_no_longer_than_its_length(source, count):
    assert len(uses(source, FORBIDS)) == count  # with quadratic work, this would take minutes
