"""Puts the layers of the sandbox on a worker, in their order."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studykit.grading.isolation import ALL_LAYERS, Held, Layer, Standing
from studykit.grading.worker.sandbox import identity, kernel, landlock, lifeline, limits, namespaces, seccomp
from studykit.grading.worker.sandbox.reach import Reach, only_reachable_imports


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a worker must be shut into.

    `folder` is its empty working folder, `memory_limit` in MiB above what it holds now, `parent` the process that started it.
    """

    folder: Path
    reach: Reach
    memory_limit: int
    parent: int
    has_scratch: bool = False
    cuda: bool = False
    layers: tuple[str, ...] = ALL_LAYERS


@dataclass(frozen=True, slots=True)
class _Start:
    """What is found out before the first layer, because it cannot be behind the last: /proc is gone then."""

    user: int
    mapped_bytes: int


def confine(wish: Confinement) -> Standing:
    """Put the layers on this process, which must have one thread. What cannot be had is left out; nothing is raised."""
    becomes_other = os.geteuid() == 0 and Layer.IDENTITY in wish.layers
    start = _Start(identity.unused_user() if becomes_other else os.geteuid(), limits.mapped_bytes())
    only_reachable_imports(wish.reach)
    standing = Standing(())
    for layer in Layer:
        standing = Standing((*standing.layers, _put_on(layer, wish, start, standing)))
    return standing


def _put_on(layer: Layer, wish: Confinement, start: _Start, so_far: Standing) -> Held:
    if layer not in wish.layers:
        return Held(layer, False, "left out")
    if sys.platform != "linux" and layer not in (Layer.PRIVACY, Layer.LIMITS):
        return Held(layer, False, "needs Linux")
    try:
        return _LAYERS[layer](wish, start, so_far)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return Held(layer, False, f"{where}{error.strerror or error}")


def _privacy(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    lifeline.empty_environment(str(wish.folder), wish.has_scratch, wish.cuda)
    lifeline.keep_private()
    if sys.platform != "linux":
        return Held(Layer.PRIVACY, False, "environment emptied; to close the memory needs Linux")
    return Held(Layer.PRIVACY, True, "memory closed to other processes, environment emptied")


def _namespaces(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    namespaces.isolate(wish.reach, wish.folder, wish.has_scratch, start.user, wish.cuda)
    files = "the files of this machine" if wish.cuda else "no files but Python's"
    return Held(Layer.NAMESPACES, True, f"no network, no shared memory, {files}")


def _identity(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)  # a set-uid program would give rights back
    if os.geteuid() != 0:
        return Held(Layer.IDENTITY, True, "an ordinary user without rights to gain")
    if wish.has_scratch:
        os.chown(wish.folder, start.user, start.user)
    try:
        identity.become(start.user, wish.reach.readable)
    except identity.StaysRoot as stays:
        return Held(Layer.IDENTITY, False, f"user 0 without its capabilities: {stays}")
    return Held(Layer.IDENTITY, True, "root became a user that owns nothing")


def _lifeline(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    lifeline.follow(wish.parent)  # again: it is lost with a change of user
    return Held(Layer.LIFELINE, True, "dies with the process that started it")


def _limits(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    # A CUDA context maps more addresses than any sensible limit.
    memory = start.mapped_bytes and not wish.cuda
    limits.limit_resources(start.mapped_bytes + wish.memory_limit * limits.MEBIBYTE if memory else None)
    what = "memory, files, processor time" if memory else "files and processor time, not memory"
    return Held(Layer.LIMITS, True, what)


def _landlock(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    version = landlock.restrict(wish.reach, wish.folder if wish.has_scratch else None)
    return Held(Layer.LANDLOCK, True, f"version {version}: no file but Python's own", wholly=version >= landlock.VERSION_OF_SCOPES)


def _seccomp(wish: Confinement, start: _Start, so_far: Standing) -> Held:
    own_files = wish.has_scratch and so_far.holds(Layer.NAMESPACES) and not wish.cuda
    seccomp.refuse(wish.cuda, may_change_metadata=own_files)
    return Held(Layer.SECCOMP, True, "no process, program, socket or door of the kernel")


_LAYERS: dict[Layer, Callable[[Confinement, _Start, Standing], Held]] = {
    Layer.PRIVACY: _privacy,
    Layer.NAMESPACES: _namespaces,
    Layer.IDENTITY: _identity,
    Layer.LIFELINE: _lifeline,
    Layer.LIMITS: _limits,
    Layer.LANDLOCK: _landlock,
    Layer.SECCOMP: _seccomp,
}
