"""Each value against Python's own arithmetic, and the variances against Bayes' rule: the inverse variances of independent sources add."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"
# In float64 a difference from 1 is off by 1e-16. β is 0.001 at least and so is 1 − ᾱ: that makes 1e-13 of a result, times 40 steps.
EXACT = {"rtol": 1e-10, "atol": 1e-15}

pytestmark = [
    pytest.mark.given(
        "It is the fraction of the data's variance that is left in x_t.",
        "calls it `alphas_cumprod`",
        "Note that 1 − ᾱ is a small difference",
    ),
]


@pytest.fixture(params=[1, 2, 7, 40], ids="{} timesteps".format)
def betas(request, rng, device):
    return (0.001 + 0.998 * torch.rand(request.param, generator=rng, dtype=DOUBLE)).to(device)


def test_three_products(probes, device):
    """The betas 0.1, 0.2 and 0.5 give ᾱ = 0.9, 0.72, 0.36."""
    betas = torch.tensor([0.1, 0.2, 0.5], device=device)
    assert_close(probes.alphas_cumprod(betas), torch.tensor([0.9, 0.72, 0.36], device=device))


def test_three_variances(probes, device):
    """The betas 0.1, 0.2 and 0.5 give the variances 0, 1/14 and 7/32."""
    betas = torch.tensor([0.1, 0.2, 0.5], device=device)
    assert_close(probes.variances(betas), torch.tensor([0, 1 / 14, 7 / 32], device=device))


@pytest.mark.asks("`linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32)` returns the β_t")
@pytest.mark.concept("diffusion/linspace-both-ends")
@pytest.mark.concept("diffusion/scaled-linear")
@pytest.mark.parametrize(("n_steps", "first", "last"), [(5, 0.1, 0.5), (1000, 1e-4, 0.02), (2, 0.3, 0.2), (3, 0.2, 0.2)])
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_linear_betas(probes, n_steps, first, last, dtype):
    """The betas go from `first` to `last` equally spaced, both included, in the requested dtype."""
    expected = [first + (last - first) * i / (n_steps - 1) for i in range(n_steps)]
    # Computed in the dtype, each is off by a few roundings of the largest.
    limits = {"rtol": 0, "atol": 4 * torch.finfo(dtype).eps * max(first, last)}
    assert_close(probes.betas(n_steps, first, last, dtype), torch.tensor(expected, dtype=dtype), **limits)


@pytest.mark.asks("With a single timestep the value is `first`.")
def test_a_single_step(probes):
    """A single timestep has the beta `first`."""
    assert_close(probes.betas(1, 0.1, 0.4), torch.tensor([0.1]))


@pytest.mark.asks("`linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32)` returns the β_t")
def test_the_defaults(probes):
    """By default the betas are float32 and go from 0.0001 to 0.02."""
    limits = {"rtol": 1e-6, "atol": 0}
    assert_close(probes.betas(3), torch.tensor([1e-4, 0.01005, 0.02]), **limits)
    assert_close(probes.betas(3, last=0.03), torch.tensor([1e-4, 0.01505, 0.03]), **limits)


@pytest.mark.asks("`alpha_bars(betas)` returns ᾱ_t", "`alpha_bars` and `posterior_variances` work for any betas between 0 and 1, T ≥ 1.")
@pytest.mark.concept("diffusion/alpha-bar-is-a-product")
@pytest.mark.concept("diffusion/alpha-bar-meaning")
def test_alpha_bars(probes, betas):
    """ᾱ_t is the product of the 1 − β of all timesteps up to and including t."""
    assert_close(probes.alphas_cumprod(betas), like(betas, products(betas)), **EXACT)


@pytest.mark.asks(
    "`posterior_variances(betas)` returns β̃_t", "`alpha_bars` and `posterior_variances` work for any betas between 0 and 1, T ≥ 1."
)
@pytest.mark.concept("diffusion/posterior-variance-at-zero")
@pytest.mark.concept("diffusion/two-variances")
def test_posterior_variances(probes, betas):
    """β̃_t is the variance of q(x_{t−1} | x_t, x_0)."""
    assert_close(probes.variances(betas), like(betas, by_bayes(betas)), **EXACT)


@pytest.mark.asks("Before timestep 0 there is no noise: ᾱ_{t−1} is 1 there, so β̃_0 is 0.")
@pytest.mark.concept("diffusion/posterior-variance-at-zero")
def test_the_variance_at_timestep_0(probes, betas):
    """β̃_0 is 0."""
    assert_close(probes.variances(betas)[0].item(), 0.0, rtol=0, atol=1e-15)


@pytest.mark.asks("which are not changed")
def test_alpha_bars_leave_the_betas(probes, betas):
    """`alpha_bars` does not change the betas."""
    assert_close(probes.betas_afterwards("alpha_bars", betas), betas, rtol=0, atol=0)


@pytest.mark.asks("which are not changed")
def test_the_variances_leave_the_betas(probes, betas):
    """`posterior_variances` does not change the betas."""
    assert_close(probes.betas_afterwards("posterior_variances", betas), betas, rtol=0, atol=0)


@pytest.mark.asks("They return the dtype", "Each value is accurate to the precision of that dtype")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("n_steps", [1000, 1])
def test_the_precision_of_alpha_bars(probes, device, n_steps):
    """Betas in float32 give ᾱ in float32, with a relative error of at most 1e-6."""
    betas = torch.linspace(1e-4, 0.02, n_steps).to(device)
    # What comes out was rounded once, by 6e-8 of itself at most.
    assert_close(probes.alphas_cumprod(betas), like(betas, products(betas)), rtol=1e-6, atol=0)


@pytest.mark.asks("They return the dtype", "Each value is accurate to the precision of that dtype")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("n_steps", [1000, 1])
def test_the_precision_of_the_variances(probes, device, n_steps):
    """Betas in float32 give variances in float32, with a relative error of at most 1e-6."""
    betas = torch.linspace(1e-4, 0.02, n_steps).to(device)
    assert_close(probes.variances(betas), like(betas, by_bayes(betas)), rtol=1e-6, atol=0)


@pytest.mark.asks("the device of betas")
@pytest.mark.parametrize("name", ["alpha_bars", "posterior_variances"])
def test_another_device(probes, betas, name):
    """The result is on the device of betas."""
    assert probes.elsewhere(name, betas, NO_VALUES) == f"({len(betas)},) on {NO_VALUES}", "shape and device"


@pytest.mark.concept("diffusion/last-alpha-bar")
def test_a_thousand_products(probes):
    """With 1000 timesteps ᾱ starts at 0.9999 and ends at 0.00004036."""
    seen = probes.of_own_betas("alpha_bars", 1000)
    assert_close([seen[i].item() for i in (0, 499, 999)], [0.9999, 0.0785872, 4.03583e-5], rtol=1e-4, atol=0)


def test_a_thousand_variances(probes):
    """With 1000 timesteps the second variance is less than half of its β, and the last one is nearly the last β."""
    seen = probes.of_own_betas("posterior_variances", 1000)
    assert_close([seen[i].item() for i in (1, 999)], [5.4532e-5, 0.02], rtol=1e-4, atol=0)


def products(betas):
    result = []
    for beta in betas.tolist():
        result.append((result[-1] if result else 1.0) * (1 - beta))
    return result


def by_bayes(betas):
    """x_{t−1} has variance v given x_0, and variance β / (1 − β) given x_t: their inverses add."""
    v, result = 0.0, []
    for beta in betas.tolist():
        result.append(1 / (1 / v + (1 - beta) / beta) if v else 0.0)
        v = (1 - beta) * v + beta
    return result


def like(betas, values):
    return torch.tensor(values, dtype=DOUBLE).to(betas)
