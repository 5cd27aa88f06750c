"""Running `kyoso` as people do: a process of its own, on data of its own."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kyoso.config.settings import SOURCE

COMMAND = [sys.executable, "-m", "kyoso.cli"]

PATIENCE = 60
"""Seconds until a test gives up: no measure of speed, which a busy machine would fail."""


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return the environment of a fresh installation whose data lies in `var`; its word vectors are not built."""
    share_bridge(var)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KYOSO_", "DJANGO_"))}
    return kept | {"KYOSO_VAR": str(var), "PYTHONPATH": str(SOURCE.parent), "PYTHONUTF8": "1"} | more


def share_bridge(var: Path) -> None:
    """Let tests share what is worked out of the bridge: it takes seconds, and is known by its content."""
    shared = Path(tempfile.gettempdir()) / "kyoso-tests-bridge"
    shared.mkdir(exist_ok=True)
    var.mkdir(parents=True, exist_ok=True)
    if os.name == "posix" and not (var / "bridge").is_symlink():
        (var / "bridge").symlink_to(shared)


def kyoso(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; one that finds none is killed, and what it said so far is shown."""
    try:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment(var, **more),
            cwd=var.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=3 * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        said = b"".join(part for part in (late.stdout, late.stderr) if isinstance(part, bytes)).decode(errors="replace")
        pytest.fail(f"{late}\n{said}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
