"""Takes from a submission what its exercise asks it to build: whatever name it goes by, and in whatever thread, a call fails."""

import contextlib
import gc
import importlib
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from types import CellType, CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from studykit.grading.families import families_of
from studykit.grading.forbids import uses
from studykit.grading.worker import operators
from studykit.grading.worker.holders import Holders
from studykit.grading.worker.modules import package

_OWN = str(Path(__file__).parents[1])  # the grading package: it calls on behalf of the judge
_PYTHONS_OWN = (str(Path(os.__file__).parent), "<frozen ")
_INSTALLED = sysconfig.get_path("purelib")
_INSPECTS = ("gc.get_objects", "gc.get_referrers", "gc.get_referents")
_CLOSED_AHEAD = ("torch", "numpy")  # a supervisor holds them and uses nothing of them

Refuse = Callable[[FrameType | None], Any]


class Forbidden(Exception):
    """A submission called what it is asked to build; the message is the entry of `forbids`."""


class UnknownName(Exception):
    """`forbids` has a name that nothing has; the message says why."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__(str(error))
        self.name = name


@dataclass(slots=True)
class Watch:
    """The submission that refusals look for in a traceback, by its file name, and what they refused: the line by the forbidden name."""

    submission: str = ""
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closed:
    """What is closed in this process: the modules that are gone, with their files, and the functions that stand before an original."""

    watch: Watch
    gone: dict[str, str]
    stubs: frozenset[FunctionType]


@cache
def close(forbids: tuple[str, ...], probes: str, probes_text: str) -> Closed:
    """Make forbidden things fail in this process, for good and in those that are forked from it; `probes` is the file name of the probes.

    Functions written in Python get other code, so that an alias, a stored reference, a copy or another thread meets the same refusal.
    What is written in C is replaced in the modules and the class that hold it. The library itself and the probes may go on calling a
    forbidden function or class, so the original is kept for them, and a submission that takes the process apart can find it. A whole
    module is of no use to others: unless the probes mention it nothing is kept, so nothing can be found.

    Where the same is an operator of ATen (grading/families.py), that is closed as well: then it does not matter what calls it. Not seen
    is a copy of the library's text that is written in Python from other operators. Raises UnknownName.
    """
    watch = Watch()
    written = [name for name in forbids if name.rpartition(".")[2] in probes_text]  # quick, and mostly the end of it
    mentioned = {use.forbidden for use in uses(probes_text, written)}
    gone: dict[str, str] = {}
    stubs: set[FunctionType] = set()
    holders = cache(Holders)  # made only where something needs it: it looks through all modules
    for name in forbids:
        refuse = partial(_refuse, name, watch)
        for thing in things(name):
            if isinstance(thing, ModuleType) and name not in mentioned:
                gone |= _take_away(thing, refuse)
            else:
                callers = _Callers((probes, _OWN), _package_folder(name), "" if isinstance(thing, type) else name.rpartition(".")[2])
                stubs |= _stand_before(thing, partial(_pass, refuse, callers), holders)
    needed = families_of(tuple(mentioned))
    closed = [family for family in families_of(forbids) if family not in needed]
    operators.close(closed, lambda operator: _refuse(f"the operator {operator}", watch, sys._getframe(2)))
    return Closed(watch, gone, frozenset(stubs))


def close_ahead(forbids: tuple[str, ...], probes: str, probes_text: str) -> None:
    """The same once for the workers that this process is going to fork, each of which would take a hundredth of a second for it. Left to
    them is what may have to be imported first, which is done in the sandbox, and Python's own modules, which this process uses."""
    if forbids and all(name.partition(".")[0] in _CLOSED_AHEAD for name in forbids):
        with contextlib.suppress(Exception):  # whatever it is, the worker meets it too, and tells it
            close(forbids, probes, probes_text)
            gc.freeze()


class Ban:
    """Forbidden things, made to fail for one submission, whose process can do nothing about it."""

    def __init__(self, forbids: tuple[str, ...], submission: str, probes: str, probes_text: str) -> None:
        self.submission = submission
        self._seen: dict[str, int] = {}
        if forbids:
            closed = close(forbids, probes, probes_text)
            closed.watch.submission, closed.watch.seen = submission, self._seen
            sys.addaudithook(partial(_guard, frozenset(closed.gone), frozenset(closed.gone.values()), closed.stubs))

    def take(self) -> list[tuple[str, int]]:
        """What was refused since the last call: (forbidden name, line of the submission, 0 if unknown). To be told; nothing rests on it."""
        seen = list(self._seen.items())
        self._seen.clear()
        return seen


def resolve(name: str) -> object:
    """The object with this dotted name. Raises ImportError or AttributeError if there is none."""
    parts = name.split(".")
    thing: object = importlib.import_module(parts[0])
    for i, part in enumerate(parts[1:], start=2):
        if not hasattr(thing, part):
            importlib.import_module(".".join(parts[:i]))
        thing = getattr(thing, part)
    return thing


def things(name: str) -> list[object]:
    """What a forbidden name stands for: an object, and a module that the object hides, as that of the name torch.autograd.gradcheck.
    Raises UnknownName."""
    try:
        thing = resolve(name)
    except (ImportError, AttributeError) as error:
        raise UnknownName(name, error) from error
    module = sys.modules.get(name)
    return [thing] if module is None or module is thing else [module, thing]


@dataclass(frozen=True, slots=True)
class _Callers:
    """Who may go on calling a forbidden thing: files of ours, and the library in `folder` where its code itself names the thing.

    What the library was only handed, as `checkpoint(function, x)` is, it calls for the submission. An empty `name` trusts no library: a
    class stays forbidden, whatever code creates an instance.
    """

    ours: tuple[str, ...]
    folder: str
    name: str


def _take_away(module: ModuleType, refuse: Refuse) -> dict[str, str]:
    """Leave nothing of a module's functions but their names; give the files of its parts by module name."""
    for function in _functions(module):
        function.__code__ = _code(lambda *_: refuse(sys._getframe(2)), len(function.__code__.co_freevars))
    return {part.__name__: str(getattr(part, "__file__", "")) for part in package(module)}


def _stand_before(thing: object, gate: Callable[..., Any], holders: Callable[[], Holders]) -> set[FunctionType]:
    """Put `gate` before a thing that stays; give the functions that stand there now."""
    if isinstance(thing, (FunctionType, ModuleType, type)):
        functions = [thing] if isinstance(thing, FunctionType) else list(_functions(thing))
        for function in functions:
            original = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
            original.__kwdefaults__ = function.__kwdefaults__
            function.__code__ = _code(partial(gate, original), len(function.__code__.co_freevars))
        return set(functions)
    stub = FunctionType(_code(partial(gate, thing), 0), {}, getattr(thing, "__name__", "stub"))
    for names, name in holders().of(thing):
        names[name] = staticmethod(stub) if type(names[name]) is staticmethod else stub
    return {stub}


def _code(gate: Callable[..., Any], free: int) -> CodeType:
    """Code that calls `gate(args, kwargs)`, for a function with so many free variables."""

    def template(*args: Any, **kwargs: Any) -> Any:
        held = "gate"
        return held(args, kwargs)  # type: ignore[operator]

    code = template.__code__
    constants: tuple[Any, ...] = tuple(gate if value == "gate" else value for value in code.co_consts)
    return code.replace(co_consts=constants, co_freevars=tuple(f"free{i}" for i in range(free)))


def _pass(refuse: Refuse, callers: _Callers, original: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    caller = sys._getframe(2)
    if not _is_trusted(caller, callers):
        refuse(caller)
    return original(*args, **kwargs)


def _is_trusted(caller: FrameType | None, callers: _Callers) -> bool:
    """Whether library or probes call, of their own accord or through Python's standard library."""
    while caller is not None:
        file = caller.f_code.co_filename
        if file != __file__:
            if file.startswith(callers.ours):
                return True
            if file.startswith(callers.folder):
                if callers.name in caller.f_code.co_names:
                    return True
            elif not file.startswith(_PYTHONS_OWN) or file.startswith(_INSTALLED):
                return False
        caller = caller.f_back
    return False


def _refuse(name: str, watch: Watch, caller: FrameType | None) -> None:
    while caller is not None and caller.f_code.co_filename != watch.submission:
        caller = caller.f_back
    watch.seen.setdefault(name, caller.f_lineno if caller else 0)
    raise Forbidden(name)


def _guard(gone: frozenset[str], files: frozenset[str], stubs: frozenset[FunctionType], event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: keeps what was taken away from being imported afresh, and what stands before an original from being looked into.

    It calls nothing of builtins, which a submission may have replaced.
    """
    if event == "import":
        name = args[0]
        while name:
            if name in gone:
                raise Forbidden(name)
            name = name.rpartition(".")[0]
    elif event == "exec":
        if args[0].co_filename in files:
            raise Forbidden(args[0].co_filename)
    elif event == "object.__setattr__":
        if args[1] == "__code__":
            raise PermissionError("functions keep their code in this exercise: write one of your own")
    elif stubs and (event in _INSPECTS or event.startswith("ctypes.")):
        raise PermissionError(f"{event} is closed to answers of this exercise: leave that call out")
    elif event == "object.__getattr__" and args[1] == "__code__" and args[0] in stubs:
        raise PermissionError("the code of what this exercise asks you to build is closed to you")


def _functions(owner: ModuleType | type) -> Iterator[FunctionType]:
    """The functions of a module, its parts and its classes, or of a class; also those inside wrappers."""
    parts = package(owner) if isinstance(owner, ModuleType) else []
    spaces, names = {id(vars(part)) for part in parts}, {part.__name__ for part in parts}
    owners: list[ModuleType | type] = [*parts] or [owner]
    waiting: list[Any] = [value for each in owners for value in vars(each).values()]
    known: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if id(thing) in known:
            continue
        known.add(id(thing))
        if isinstance(thing, FunctionType) and (not parts or id(thing.__globals__) in spaces):
            yield thing
        waiting += _inside(thing, names)


def _inside(thing: Any, parts: set[str]) -> list[Any]:
    match thing:
        case FunctionType():
            return [*(thing.__closure__ or ()), *vars(thing).values()]
        case type() if thing.__module__ in parts:
            return list(vars(thing).values())
        case CellType():
            return [thing.cell_contents] if gc.get_referents(thing) else []
        case staticmethod() | classmethod() | partial():
            return [getattr(thing, "__func__", None) or getattr(thing, "func", None)]
        case property():
            return [thing.fget, thing.fset, thing.fdel]
        case cached_property():
            return [thing.func]
        case list() | tuple():
            return list(thing)
        case dict() if "__builtins__" not in thing:
            return list(thing.values())
    return []


def _package_folder(name: str) -> str:
    file = getattr(sys.modules[name.partition(".")[0]], "__file__", None)
    return str(Path(file).parent) + os.sep if file else "<none>"
