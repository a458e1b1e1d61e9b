"""The tables of system calls against the kernel's own headers, and the same names for both processors."""

import re
from pathlib import Path

import pytest

from studykit.grading.worker.sandbox.syscalls import AARCH64, X86_64

HEADERS = [
    (X86_64, Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")),
    (AARCH64, Path("/usr/include/asm-generic/unistd.h")),  # what aarch64 uses
]
# Calls that aarch64 never had: newer ones take their place there.
ONLY_X86_64 = {"fork", "vfork", "iopl", "ioperm", "modify_ldt", "chmod", "chown", "lchown", "utime", "utimes", "futimesat"}


@pytest.mark.parametrize(("table", "header"), HEADERS, ids=["x86_64", "aarch64"])
def test_each_number_is_the_headers(table: dict[str, int], header: Path) -> None:
    if not header.exists():
        pytest.skip(f"{header} is not here")
    known = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())}
    assert {name: number for name, number in table.items() if name in known} == {name: known[name] for name in table if name in known}


def test_both_tables_refuse_the_same() -> None:
    assert set(X86_64) - set(AARCH64) == ONLY_X86_64
    assert set(AARCH64) - set(X86_64) == set()
    assert all(len(set(table.values())) == len(table) for table in (X86_64, AARCH64))
