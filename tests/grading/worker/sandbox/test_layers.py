"""Each layer of the sandbox, by what it stops: real submissions, graded as root and as an ordinary user."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studykit.grading.isolation import ALL_LAYERS, Held, Layer, Level, Standing

Does = Callable[..., dict[str, Any]]
Grade = Callable[..., dict[str, Any]]

RIGHT = """
import torch

def sgd_update(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
"""

REPOSITORY = Path(__file__).parents[4]

# A body that prints THROUGH if it gets what the layer denies.
STOPPED_BY = [
    (Layer.PRIVACY, "if 'TORCH_TOKEN' in os.environ: print('THROUGH')"),
    (Layer.NAMESPACES, "if Path('/etc/passwd').exists(): print('THROUGH')"),
    (Layer.NAMESPACES, "if socket.gethostname() and [n for _, n in socket.if_nameindex() if n != 'lo']: print('THROUGH')"),
    (Layer.IDENTITY, "if os.getuid() == 0 and Path('/etc/shadow').read_bytes(): print('THROUGH')"),
    (Layer.LIMITS, "torch.empty(3 << 30, dtype=torch.uint8); print('THROUGH')"),
    (Layer.LIMITS, "open('/dev/null'); [os.open('/dev/null', 0) for _ in range(400)]; print('THROUGH')"),
    (Layer.LANDLOCK, "os.listdir('/etc'); print('THROUGH')"),
    (Layer.LANDLOCK, "Path('/etc/passwd').read_text(); print('THROUGH')"),
    (Layer.SECCOMP, "socket.socket(); print('THROUGH')"),
    (Layer.SECCOMP, "os.fork() or os._exit(0); print('THROUGH')"),
    (Layer.SECCOMP, "os.memfd_create('a'); print('THROUGH')"),
]


@pytest.mark.parametrize(("layer", "body"), STOPPED_BY)
def test_a_layer_alone_stops_what_gets_through_without_it(does: Does, user: str, layer: Layer, body: str) -> None:
    if layer is Layer.IDENTITY and user != "root":
        pytest.skip("an ordinary user has no rights to lose")
    # In root's private folders Python is within another user's reach only by way of the namespaces.
    layers = [Layer.NAMESPACES, layer] if layer is Layer.IDENTITY else [layer]
    assert "THROUGH" in does(body, layers=[])["printed"]
    assert "THROUGH" not in does(body, layers=layers)["printed"]
    assert "THROUGH" not in does(body)["printed"]


# Each prints THROUGH if it works; with all layers on none may.
ATTACKS = {
    "the hidden suite": f"next(Path({str(REPOSITORY / 'solutions')!r}).rglob('test_*.py')).read_text(); print('THROUGH')",
    "its own suite": f"Path({str(Path(__file__).parent / 'one_test/suite.py')!r}).read_text(); print('THROUGH')",
    "the first environment": "if b'hunter2' in Path('/proc/self/environ').read_bytes(): print('THROUGH')",
    "other processes": "if [p for p in os.listdir('/proc') if p.isdigit()]: print('THROUGH')",
    "the judge's memory": "open(f'/proc/{os.getppid()}/mem', 'rb'); print('THROUGH')",
    "a signal to the parent": "os.kill(os.getppid(), 0); print('THROUGH')",
    "a signal to everybody": "os.kill(-1, 0); print('THROUGH')",
    "a signal by a file": "import fcntl; a, b = socket.socketpair(); fcntl.fcntl(a, fcntl.F_SETOWN, os.getppid()); print('THROUGH')",
    "a signal by a socket": "import fcntl; fcntl.ioctl(socket.socketpair()[0], 0x8901, b'\\1\\0\\0\\0'); print('THROUGH')",
    "limits of the parent": "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU); print('THROUGH')",
    "more memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1)); print('THROUGH')",
    "ptrace": "if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0: print('THROUGH')",
    "its own user namespace": "if ctypes.CDLL(None).unshare(0x10000000) == 0: print('THROUGH')",
    "io_uring": "if ctypes.CDLL(None).syscall(425, 1, ctypes.create_string_buffer(120)) >= 0: print('THROUGH')",
    "another program": "os.execv('/bin/true', ['true'])",
    "a datagram pair": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); print('THROUGH')",
    "a name for a pair": "a, b = socket.socketpair(); a.bind('\\0studykit'); print('THROUGH')",
    "shared memory": "if ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0: print('THROUGH')",
    "to outlive its judge": "if ctypes.CDLL(None).prctl(1, 0) == 0: print('THROUGH')",
    "to be read": "if ctypes.CDLL(None).prctl(4, 1) == 0: print('THROUGH')",
    "root again": "os.setuid(0); print('THROUGH')",
    "a file beside itself": "Path('x').write_text('x'); print('THROUGH')",
    "a file for all": "Path('/tmp/studykit-was-here').write_text('x'); print('THROUGH')",
    "Python's own files": "Path(os.__file__).open('a'); print('THROUGH')",
    "rights of a folder": "os.chmod('.', 0o777); print('THROUGH')",
    "a mount": "if ctypes.CDLL(None).mount(b'none', b'/', b'tmpfs', 0, None) == 0: print('THROUGH')",
    "32-bit numbers": "if ctypes.CDLL(None).syscall(0x40000000 + 39) > 0: print('THROUGH')",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_nothing_gets_through_all_layers(does: Does, attack: str) -> None:
    assert "THROUGH" not in does(attack)["printed"]


def test_what_an_answer_may_need_still_works(does: Does) -> None:
    body = """
    import threading, io, sqlite3, tempfile
    done = []
    thread = threading.Thread(target=done.append, args=(1,)); thread.start(); thread.join()
    a, b = socket.socketpair(); a.send(b'x'); done.append(len(b.recv(1)))
    torch.save(torch.ones(2), file := io.BytesIO()); done.append(len(os.urandom(1)))
    torch.optim.Adam([torch.nn.Parameter(torch.ones(2))]); done.append(1)
    from torch.nn.utils import prune; from torch import distributions; from unittest import mock
    os.kill(os.getpid(), 0); print('all', sum(done))"""
    assert "all 4" in does(body.replace("\n    ", "\n"))["printed"]


@pytest.mark.parametrize("missing", [(), *[(layer,) for layer in ALL_LAYERS], ALL_LAYERS], ids=lambda missing: "+".join(missing) or "none")
def test_grading_goes_on_without_a_layer(grade: Grade, missing: tuple[str, ...]) -> None:
    assert grade(RIGHT, layers=[layer for layer in ALL_LAYERS if layer not in missing])["verdict"] == "passed"


@pytest.mark.parametrize(
    ("missing", "version_is_old", "level"),
    [
        ((), False, Level.FULL),
        ((), True, Level.GOOD),
        ((Layer.NAMESPACES, Layer.IDENTITY), False, Level.FULL),
        ((Layer.LANDLOCK,), False, Level.BASIC),
        ((Layer.SECCOMP,), False, Level.BASIC),
        (tuple(Layer), False, Level.BASIC),
    ],
)
def test_a_missing_layer_lowers_the_level(missing: tuple[Layer, ...], version_is_old: bool, level: Level) -> None:
    layers = [Held(layer, layer not in missing, "", wholly=not (version_is_old and layer is Layer.LANDLOCK)) for layer in Layer]
    assert Standing(tuple(layers)).level is level
