"""Processes that start, run and end together: what must hold whatever a process is busy with."""

import os
import signal
import subprocess
import sys

import pytest
from tests.cli.processes import PATIENCE

from kyoso.cli.supervision import end

pytestmark = pytest.mark.skipif(os.name != "posix", reason="about signals")

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
WILLING = "import time; print(flush=True); time.sleep(600)"
BOUND = "import sys; from kyoso.cli.supervision import end_with; end_with(int(sys.argv[1])); "


@pytest.mark.parametrize(("code", "within", "signalled"), [(WILLING, PATIENCE, "TERM"), (DEAF, 0.1, "KILL")])
def test_who_does_not_end_when_told_is_killed(code: str, within: float, signalled: str) -> None:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()  # it is ready
        end(child, within)
    assert child.returncode == -getattr(signal, f"SIG{signalled}")


def test_an_orphan_ends_in_the_middle_of_its_work() -> None:
    """The number given is not its parent's, as when the parent is gone and another adopts it."""
    done = subprocess.run(
        [sys.executable, "-c", BOUND + "[None for _ in iter(int, 1)]", "1000000000"], timeout=PATIENCE, check=False
    )
    assert done.returncode == -signal.SIGTERM


def test_who_has_its_supervisor_lives_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOUND + "import time; time.sleep(1)", str(os.getpid())], timeout=PATIENCE, check=False
    )
    assert done.returncode == 0
