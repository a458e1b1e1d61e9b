"""The small world that hostile submissions are let loose on, and watchers of everything in it that must not change."""

import hashlib
import shutil
import socket
import sysconfig
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from studykit.content.pack import builtin_pack
from studykit.progress.events import Kind
from studykit.progress.store import Store

MARK = "hostile-mark"  # in the name of every file that a case tries to make outside of the world
# They mark the pack's own files, which no worker may hold.
OF_A_SUITE, OF_A_SOLUTION, OF_A_MISTAKE = "WITNESS_OF_A_SUITE", "WITNESS_OF_A_SOLUTION", "WITNESS_OF_A_MISTAKE"
REPOSITORY = Path(__file__).parents[2]
_SMALL = 1 << 20

Snapshot = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """Folders below `root`. Cases are told where all of it lies: what keeps them out must not be that they cannot find it."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    def suite(self, exercise: str) -> Path:
        """A copy of the exercise's hidden folder: an attack that succeeds must not harm the repository."""
        return self.root / "suites" / exercise

    def make(self) -> None:
        """Lay the world out."""
        shutil.copytree(builtin_pack() / "solutions", self.root / "suites", ignore=shutil.ignore_patterns("__pycache__"))
        marked = self.suite("optimizers/sgd_update")
        for name, mark in ((f"test_{marked.name}.py", OF_A_SUITE), ("solution.py", OF_A_SOLUTION)):
            with (marked / name).open("a") as file:
                file.write(f"\n# {mark}\n")
        text = (marked / "mistakes.md").read_text()
        (marked / "mistakes.md").write_text(text.replace("\n\nCards:", f"\n{OF_A_MISTAKE}.\n\nCards:"))
        for folder in (self.temporary, self.home / "bait" / "inner"):
            folder.mkdir(parents=True)
        for name in (".bashrc", ".profile", "bait/letter.txt", "bait/inner/photo.raw"):
            (self.home / name).write_text(f"the learner's own {name}\n")
        with Store.open(self.database) as store:
            store.record(Kind.HINTED, "exercise:optimizers/sgd_update", datetime(2026, 3, 10, tzinfo=UTC))

    @property
    def database(self) -> Path:
        return self.home / "studykit" / "progress.db"

    def snapshot(self) -> Snapshot:
        """Everything in the world by path: kind and rights, owner, links, size, time of change, and the hash of small files."""
        return {str(path.relative_to(self.root)): _state(path) for path in self.root.rglob("*")}


def marked_outside() -> list[Path]:
    """Files outside of the world that only a submission can have made.

    Others work in the repository and in /tmp while tests run, so not every new file there is a fault; those with the mark are.
    """
    deep = [path for top in ("studykit", "tests", "exercises", "solutions", "cards", ".git") for path in _marked(REPOSITORY / top, "**/")]
    shallow = [REPOSITORY, sysconfig.get_paths()["purelib"], "/tmp", "/var/tmp", "/dev/shm", "/", "/etc"]
    return deep + [path for folder in shallow for path in _marked(Path(folder))]


def remove(paths: list[Path]) -> None:
    """Clear away what an attack left, so that the next case begins clean."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


class Listeners:
    """Servers on this machine that nobody may reach from a grade: TCP, UDP, a named and an abstract unix socket."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "socket"
        self.abstract = f"\0{MARK}-{folder.name}"
        self._tcp, self._udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self._named, self._abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        self._tcp.bind(("127.0.0.1", 0))
        self._udp.bind(("127.0.0.1", self.port))
        self._named.bind(str(self.path))
        self._abstract.bind(self.abstract)
        for listener in (self._tcp, self._named, self._abstract):
            listener.listen()
        for listener in (self._tcp, self._named, self._abstract, self._udp):
            listener.setblocking(False)

    @property
    def port(self) -> int:
        return int(self._tcp.getsockname()[1])

    def reached(self) -> list[str]:
        """Which of them somebody has talked to since the last call."""
        named = {"tcp": self._tcp.accept, "unix": self._named.accept, "abstract unix": self._abstract.accept}
        doors = {**named, "udp": lambda: self._udp.recv(1)}
        return [name for name, knock in doors.items() if _answers(knock)]


def _answers(knock: object) -> bool:
    try:
        knock()  # type: ignore[operator]
    except BlockingIOError:
        return False
    return True


def _marked(folder: Path, below: str = "") -> list[Path]:
    return list(folder.glob(f"{below}*{MARK}*"))


def _state(path: Path) -> tuple[object, ...]:
    about = path.lstat()
    state = (about.st_mode, about.st_uid, about.st_gid)
    if not path.is_file():
        return state  # a folder's times change with the scratch folders that come and go in it
    hashed = hashlib.sha256(path.read_bytes()).hexdigest() if about.st_size < _SMALL and not path.is_symlink() else ""
    return (*state, about.st_nlink, about.st_size, about.st_mtime_ns, hashed)
