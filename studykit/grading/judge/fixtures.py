"""What a hidden suite finds at hand: the way to the submission, seeded generators, the device."""

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from studykit.grading.curves import curves_of
from studykit.grading.judge.one_grade import OneGrade
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.recorded import plain
from studykit.grading.judge.results import test_name
from studykit.grading.seeding import seed_everything


class Probes:
    """What a suite calls: each attribute is a probe of probes.py, run in the worker."""

    def __init__(self, workers: Workers, seed: int) -> None:
        self._workers = workers
        self._seed = seed
        self._calls = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            self._calls += 1
            return self._workers.call(name, (self._seed + self._calls) % 2**63, args, kwargs)

        return call


class Fixtures:
    """The fixtures of a suite, as a plugin of pytest."""

    def __init__(self, current: Callable[[], OneGrade]) -> None:
        self._current = current
        self._item: pytest.Item | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.begin(item)

    def begin(self, item: pytest.Item) -> None:
        """The fixtures are for this test from now on."""
        # Not by pytest's `request`, which is built again wherever it is asked for.
        self._item = item

    @pytest.fixture
    def seed(self) -> int:
        """The seed of this test: the run's and the test's own, so that no test's numbers depend on the others."""
        assert self._item is not None
        return (self._current().job.seed * 2_654_435_761 + zlib.crc32(self._item.name.encode())) % 2**32

    @pytest.fixture
    def rng(self, seed: int) -> torch.Generator:
        """A fresh CPU generator for the inputs."""
        return torch.Generator().manual_seed(seed)

    @pytest.fixture
    def numpy_rng(self, seed: int) -> np.random.Generator:
        """The same for NumPy."""
        return np.random.default_rng(seed)

    @pytest.fixture
    def device(self) -> torch.device:
        """Where this run's tensors live."""
        return self._current().device

    @pytest.fixture
    def probes(self, seed: int) -> Probes:
        """The way to the submission."""
        return Probes(self._current().workers, seed)

    @pytest.fixture
    def curves(self) -> Callable[[object, object], None]:
        """Registers two curves, a number a step, that are drawn if this test fails: `curves(got, expected)`."""

        def register(got: object, expected: object) -> None:
            self._current().results.curves = curves_of(got, expected)

        return register

    @pytest.fixture
    def record(self) -> Callable[..., None]:
        """Sends numbers to who asked for a picture: `record(path=..., loss=...)`."""

        def send(**values: object) -> None:
            self._current().results.tell({"event": "recorded", "values": {name: plain(value) for name, value in values.items()}})

        return send

    @pytest.fixture(autouse=True)
    def _seeded(self, seed: int) -> None:
        assert self._item is not None
        seed_everything(seed, self._current().device.type == "cuda")
        self._current().results.begin_test(test_name(self._item))
