"""`kyoso serve`: the site and its worker, started, kept and ended together."""

import http.client
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
from tests.cli.processes import COMMAND, PATIENCE, environment, free_port, kyoso

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes by /proc")

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this machine itself, whatever proxy its environment names."""


class Served:
    """A running installation. Whatever is waited for has an end, and a failure shows what the processes said."""

    def __init__(self, var: Path) -> None:
        self.var, self.port, self.log = var, free_port(), var.parent / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port)],
                env=environment(var),
                cwd=var.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self, for_it: Callable[[], object], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not for_it():
            if time.monotonic() > until:
                pytest.fail(f"Not within {PATIENCE} s: {what}.\nRunning: {self.children()}\nLog:\n{self.said()}")
            time.sleep(0.05)

    def get(self, path: str = "/") -> int:
        with DIRECT.open(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE / 2) as answer:
            return int(answer.status)

    def answers(self) -> bool:
        try:
            return self.get() == 200
        except (OSError, http.client.HTTPException):
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
        return self.log.read_text()

    def ends_in_good_order(self) -> None:
        """Fail unless all of it ends, without a complaint and without force."""
        self.wait(lambda: self.process.poll() is not None, "the supervisor ends")
        assert self.process.returncode == 0, self.said()
        self.wait(lambda: not self.children(), "nothing is left")
        assert "Traceback" not in self.said(), self.said()
        assert "Killing" not in self.said(), self.said()

    def kill(self) -> None:
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)


def change(var: Path) -> None:
    """What a service does to tell the worker."""
    with sqlite3.connect(var / "kyoso.sqlite3", timeout=10) as database:
        row = ("asset", 1, "2026-01-01 00:00:00")
        database.execute(
            "INSERT INTO journal_outboxrow (kind, record_id, created_at, in_search) VALUES (?, ?, ?, 0)", row
        )


def waiting(var: Path) -> int:
    with sqlite3.connect(var / "kyoso.sqlite3", timeout=10) as database:
        return int(database.execute("SELECT COUNT(*) FROM journal_outboxrow").fetchone()[0])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(tmp_path / "var")
    yield running
    running.kill()


def test_site_and_worker_start_work_restart_and_end_together(served: Served) -> None:
    served.wait(served.answers, "the site answers")
    assert served.get("/directory/") == 200
    served.wait(served.generation, "the first index is built")

    # A change is found soon.
    before = served.generation()
    change(served.var)
    served.wait(lambda: not waiting(served.var), "the change is indexed")
    assert served.generation() != before

    # A worker that dies is started again, and works.
    first = served.worker()
    assert first is not None, served.said()
    os.kill(first, signal.SIGKILL)
    served.wait(lambda: served.worker() not in {None, first}, "the worker is started again")
    assert "started again" in served.said()
    change(served.var)
    served.wait(lambda: not waiting(served.var), "the change is indexed by the new worker")
    assert served.answers()

    # Both end when told to, even while somebody is connected who says nothing.
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE):
        served.process.send_signal(signal.SIGTERM)
        served.ends_in_good_order()


def test_interrupting_ends_both_too(served: Served) -> None:
    served.wait(served.answers, "the site answers")
    os.killpg(served.process.pid, signal.SIGINT)  # what a terminal does: everybody in the foreground hears it
    served.ends_in_good_order()


def test_ending_it_while_it_starts_leaves_nothing(served: Served) -> None:
    served.wait(lambda: len(served.children().keys() - {served.worker()}) > 1, "a web process is started")
    served.process.send_signal(signal.SIGTERM)
    served.ends_in_good_order()


def test_all_end_by_themselves_when_their_supervisor_is_killed(served: Served) -> None:
    served.wait(lambda: served.worker() and served.answers(), "site and worker run")
    served.process.kill()
    served.process.wait(timeout=PATIENCE)
    served.wait(lambda: not served.children(), "nothing is left")


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


def test_the_worker_alone_does_what_is_due_and_ends(tmp_path: Path) -> None:
    var = tmp_path / "var"
    assert kyoso(var, "manage", "migrate", "-v", "0").returncode == 0
    change(var)
    orphan = var / "files" / "attached" / "ab" / "abcdef"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left by an upload that broke off")
    os.utime(orphan, (0, 0))
    done = kyoso(var, "worker", "--once")
    assert done.returncode == 0, done.stderr
    assert not orphan.exists()
    assert waiting(var) == 1  # search has it, matching does not yet
    done = kyoso(var, "matching", "--once")
    assert done.returncode == 0, done.stderr
    assert waiting(var) == 0
    assert (var / "index" / "CURRENT").exists()


@pytest.mark.parametrize("command", ["worker", "matching"])
def test_the_worker_without_a_database_says_so_in_a_line(tmp_path: Path, command: str) -> None:
    done = kyoso(tmp_path / "var", command, "--once")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "kyoso" in line
