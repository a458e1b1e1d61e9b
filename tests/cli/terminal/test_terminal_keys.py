"""The keys of a terminal that is given back while a thread waits for them."""

import os
import pty

import pytest

from studykit.cli.terminal.terminal_keys import TerminalKeys


def test_keys_end_where_ctrl_c_closes_the_way_of_signals() -> None:
    _, follower = pty.openpty()
    heard, told = os.pipe()
    os.close(heard)
    # The system calls this end ready, since nobody is at the other, and a read of it fails: as when it is closed between the two.
    with pytest.raises(EOFError):
        TerminalKeys(follower, told).key()
