"""Sees a submission call what its exercise asks it to build, whatever name it goes by."""

import importlib
import sys
import threading
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any


class Watch:
    """A context in which calls of forbidden things from the submission are noted.

    It watches through the interpreter's profiler, so an alias (`torch.conv2d` for `torch.nn.functional.conv2d`, `getattr`, a
    stored reference) is seen as well. Operators (`@`) and what torch calls inside itself for another function are not.
    """

    def __init__(self, forbids: tuple[str, ...], submission: str, probes: str) -> None:
        self.submission = submission
        self._probes = probes
        self._seen: dict[str, int] = {}
        self._modules: dict[str, str] = {}
        self._codes: dict[CodeType, str] = {}
        self._builtins: dict[int, str] = {}
        self._methods: dict[str, list[tuple[type, str]]] = {}
        for name in forbids:
            self._forbid(name, resolve(name))

    def __enter__(self) -> None:
        if self._modules or self._codes or self._builtins or self._methods:
            threading.setprofile(self._see)
            sys.setprofile(self._see)

    def __exit__(self, *raised: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def take(self) -> list[tuple[str, int]]:
        """What was seen since the last call: (forbidden name, line of the submission)."""
        seen, self._seen = list(self._seen.items()), {}
        return seen

    def _forbid(self, name: str, thing: object) -> None:
        if isinstance(thing, ModuleType):
            self._modules[thing.__name__] = name
        elif isinstance(thing, type):
            self._codes.update({f.__code__: name for f in vars(thing).values() if isinstance(f, FunctionType)})
        elif isinstance(thing, FunctionType):
            self._codes[thing.__code__] = name
        elif (owner := getattr(thing, "__objclass__", None)) is not None:
            self._methods.setdefault(thing.__name__, []).append((owner, name))  # type: ignore[attr-defined]
        else:
            self._builtins[id(thing)] = name

    def _see(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call":
            name = self._builtins.get(id(arg)) or self._method(arg)
            caller: FrameType | None = frame
        elif event == "call":
            name = self._codes.get(frame.f_code) or (self._module(frame) if self._modules else None)
            caller = frame.f_back
        else:
            return
        if name is not None:
            self._note(name, caller)

    def _method(self, arg: Any) -> str | None:
        for owner, name in self._methods.get(getattr(arg, "__name__", ""), ()):
            if isinstance(getattr(arg, "__self__", None), owner):
                return name
        return None

    def _module(self, frame: FrameType) -> str | None:
        module = frame.f_globals.get("__name__", "")
        for forbidden, name in self._modules.items():
            if module == forbidden or module.startswith(forbidden + "."):
                return name
        return None

    def _note(self, name: str, caller: FrameType | None) -> None:
        while caller is not None and caller.f_code.co_filename != self._probes:
            if caller.f_code.co_filename == self.submission:
                self._seen.setdefault(name, caller.f_lineno)
                return
            caller = caller.f_back


def resolve(name: str) -> object:
    """The object with this dotted name. Raises ImportError or AttributeError if there is none."""
    parts = name.split(".")
    thing: object = importlib.import_module(parts[0])
    for i, part in enumerate(parts[1:], start=2):
        if not hasattr(thing, part):
            importlib.import_module(".".join(parts[:i]))
        thing = getattr(thing, part)
    return thing
