"""Processes that start, run and end together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import click

RESTART_AFTER = 1.0
"""Seconds before a worker that died is started again."""

END_WITHIN = 10
"""Seconds that a process which was told to end has to do so; then it is killed."""


def keep(name: str, stop: threading.Event) -> None:
    """Run the command `name` as a child until told to stop; start it again when it dies."""
    command = [sys.executable, "-m", "kyoso.cli", name, "--under", str(os.getpid())]
    while not stop.is_set():
        # In a group of its own it does not hear a terminal's interrupt: it ends when this process says so.
        child = subprocess.Popen(command, process_group=0)  # noqa: S603  nothing in it comes from outside
        while child.poll() is None and not stop.wait(0.2):
            pass
        if child.poll() is None:
            end(child)
        elif not stop.wait(RESTART_AFTER):
            click.echo(f"`kyoso {name}` ended unexpectedly and is started again.", err=True)


def end(child: "subprocess.Popen[bytes]", within: float = END_WITHIN) -> None:
    """Tell a child to end and wait for it; kill it when it does not."""
    child.terminate()
    try:
        child.wait(within)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def end_with(supervisor: int) -> None:
    """End this process soon after the one that started it is gone, whatever it is busy with."""
    if os.name == "posix":  # elsewhere a process keeps its parent's number when the parent is gone
        threading.Thread(target=_watch, args=(supervisor,), daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_WITHIN)  # a web process answers first what it was asked
    os._exit(1)


def load_site(supervisor: int) -> Callable[..., Any]:
    """Return the site for a web process, which is bound to end with its supervisor."""
    end_with(supervisor)
    if os.name == "posix":
        # In a group of its own, as the worker: it would hear a terminal's interrupt and then its supervisor's order to
        # end, and Granian, told twice at once, sometimes does not end at all.
        os.setpgid(0, 0)
    from kyoso.config.wsgi import application

    return application
