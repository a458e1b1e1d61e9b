"""A submission that looks through all memory that its worker can read, for texts that must not be there; it prints those that are."""

import re

SCAN = """
import ctypes

wanted = {shifted_words!r}  # each byte one higher: to look for a word must not put it there
shift = bytes((byte + 1) % 256 for byte in range(256))
ctypes.CDLL(None).prctl(4, 1)  # dumpable: an ordinary user may read the memory of its own process only then
found = set()
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in maps:
        fields = line.split()
        start, end = (int(part, 16) for part in fields[0].split("-"))
        if not fields[1].startswith("r") or fields[-1] in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
            continue
        if fields[1][1] != "w" and fields[-1].startswith("/"):
            continue  # a file as it lies on the disk
        for begin in range(start, end, 16 << 20):
            try:
                memory.seek(begin)
                data = memory.read(min(end - begin, (16 << 20) + 64))
            except (OSError, ValueError, OverflowError):
                continue
            data = data.translate(shift)
            found |= {{word for word in wanted if word in data}}


def sgd_update(params, lr):
    print("scanned", sorted(word.hex() for word in found))
"""


def scan(words: list[str]) -> str:
    """The submission that looks for these words; it holds them with each byte one higher."""
    return SCAN.format(shifted_words=[bytes(byte + 1 for byte in word.encode()) for word in words])


def seen_by(printed: str) -> list[str] | None:
    """The words that a scan found; None if it did not get to its end."""
    lines = [line for line in printed.splitlines() if line.startswith("scanned ")]
    return [bytes(byte - 1 for byte in bytes.fromhex(word)).decode() for word in re.findall(r"[0-9a-f]{8,}", lines[0])] if lines else None
