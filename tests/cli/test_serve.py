"""`kyoso serve`: the site and its worker, started, kept and ended together."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.processes import COMMAND, environment, free_port, kyoso

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes by /proc"),
    pytest.mark.skipif(
        os.environ.get("KYOSO_TEST_PROCESSES") != "yes",
        reason="set KYOSO_TEST_PROCESSES=yes: hangs on a busy build server, still to be mended",
    ),
]


def hear_interrupts() -> None:
    """Undo what a shell does to commands in the background: it lets them ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Served:
    """A running installation."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.log = (var.parent / "log").open("w+")
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port)],
            env=environment(var),
            cwd=var.parent,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=hear_interrupts,
        )

    def get(self, path: str = "/") -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            return int(answer.status)

    def answers(self) -> bool:
        try:
            return self.get() == 200
        except OSError:
            return False

    def children(self) -> dict[int, str]:
        """Return what runs in the session that was started, by process number."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                session = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[3])
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, IndexError):
                continue
            if session == self.process.pid and command:
                found[int(folder.name)] = command
        return found

    def worker(self) -> int | None:
        return next((pid for pid, command in self.children().items() if "kyoso.cli worker" in command), None)

    def generation(self) -> str:
        pointer = self.var / "index" / "CURRENT"
        return pointer.read_text() if pointer.exists() else ""

    def said(self) -> str:
        return Path(self.log.name).read_text()

    def end(self) -> None:
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
        self.log.close()


PATIENCE = 120
"""Seconds until a test gives up: no measure of speed, which a busy machine would fail."""


def wait(for_it: Callable[[], object], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not for_it():
        assert time.monotonic() < until, f"{what} within {PATIENCE} s"
        time.sleep(0.1)


def change(var: Path) -> None:
    """What a service does to tell the worker."""
    with sqlite3.connect(var / "kyoso.sqlite3", timeout=10) as database:
        row = ("asset", 1, "2026-01-01 00:00:00")
        database.execute("INSERT INTO journal_outboxrow (kind, record_id, created_at) VALUES (?, ?, ?)", row)


def waiting(var: Path) -> int:
    with sqlite3.connect(var / "kyoso.sqlite3", timeout=10) as database:
        return int(database.execute("SELECT COUNT(*) FROM journal_outboxrow").fetchone()[0])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(tmp_path / "var")
    yield running
    running.end()


def test_site_and_worker_start_work_restart_and_end_together(served: Served) -> None:
    wait(served.answers, "the site answers")
    assert served.get("/directory/") == 200
    wait(served.generation, "the first index is built")

    # A change is found soon.
    before = served.generation()
    change(served.var)
    wait(lambda: not waiting(served.var), "the change is indexed")
    assert served.generation() != before

    # A worker that dies is started again, and works.
    first = served.worker()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait(lambda: served.worker() not in {None, first}, "the worker is started again")
    assert "started again" in served.said()
    change(served.var)
    wait(lambda: not waiting(served.var), "the change is indexed by the new worker")
    assert served.answers()

    # Both end when told to, in good order.
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=PATIENCE) == 0
    assert served.children() == {}
    assert "Traceback" not in served.said()


def test_interrupting_ends_both_too(served: Served) -> None:
    wait(lambda: served.worker() and served.answers(), "site and worker run")
    for pid in served.children():
        os.kill(pid, signal.SIGINT)  # what a terminal does: everybody in the foreground hears it
    served.process.wait(timeout=PATIENCE)
    wait(lambda: served.children() == {}, "nothing is left")
    assert "Traceback" not in served.said()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = kyoso(tmp_path / "var", command, "--port", port)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert port in line
    assert "--port" in line


def test_a_worker_whose_supervisor_was_killed_ends_by_itself(served: Served) -> None:
    wait(lambda: served.worker() and served.answers(), "site and worker run")
    served.process.kill()
    wait(lambda: served.worker() is None, "the worker ends")


def test_the_worker_alone_does_what_is_due_and_ends(tmp_path: Path) -> None:
    var = tmp_path / "var"
    assert kyoso(var, "manage", "migrate", "-v", "0").returncode == 0
    change(var)
    done = kyoso(var, "worker", "--once")
    assert done.returncode == 0, done.stderr
    assert waiting(var) == 0
    assert (var / "index" / "CURRENT").exists()


def test_the_worker_without_a_database_says_so_in_a_line(tmp_path: Path) -> None:
    done = kyoso(tmp_path / "var", "worker", "--once")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "kyoso" in line
