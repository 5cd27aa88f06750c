"""What `make test` runs: checks, then tests on SQLite with a browser, then the database tests on PostgreSQL.

    python scripts/test.py            all of it, as CI does; installs what is missing on Debian and Ubuntu where it may
    python scripts/test.py --quick    checks, and tests on SQLite without a browser
    python scripts/test.py -- -k need further arguments for pytest after two dashes

Something missing (a browser, PostgreSQL …) is skipped and said aloud; where CI=true it is a failure.
"""

import argparse
import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Run:
    """What was done so far: one line for each step, and what was left out."""

    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def step(self, name: str, command: list[str], *, quiet: bool = True, **more: str) -> None:
        """Run a command and note how it went; its output is shown when it fails, or always where it is not quiet."""
        print(f"── {name}", flush=True)
        begun = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment | more, capture_output=quiet, text=True, check=False
        )
        took = f"{time.monotonic() - begun:.1f} s"
        if done.returncode:
            self.failed.append(name)
            if quiet:
                print(done.stdout + done.stderr, flush=True)
        self.lines.append(f"{'FAILED' if done.returncode else 'ok':>7}  {name} ({took})")

    def left_out(self, name: str, reason: str) -> None:
        """Note that something could not be tried: a failure in CI, loud anywhere."""
        print(f"── {name}: LEFT OUT, {reason}", flush=True)
        self.lines.append(f"{'FAILED' if CI else 'LEFT OUT':>8}  {name}: {reason}")
        if CI:
            self.failed.append(name)


# What the machine must have


def chromium() -> str | None:
    """Return the path of a browser, the system's or Playwright's own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as it: print(it.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest from 15 on."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    if found and int(found[-1].parent.name) >= 15:
        return found[-1]
    known = shutil.which("initdb")
    return Path(known).resolve().parent if known else None


def japanese_font() -> str | None:
    """Return a font in which Japanese can be drawn."""
    if not shutil.which("fc-list"):
        folders = Path("/usr/share/fonts").rglob("NotoSansCJK*")
        return next(map(str, folders), None)
    done = subprocess.run(["fc-list", ":lang=ja", "file"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def pango() -> str | None:
    """Return the library that draws sheets as PDF."""
    return ctypes.util.find_library("pangoft2-1.0") and ctypes.util.find_library("harfbuzz-subset")


NEEDED: dict[str, tuple[str, Callable[[], object]]] = {
    "Chromium": ("chromium", chromium),
    "a Japanese font": ("fonts-noto-cjk", japanese_font),
    "PostgreSQL 15 or later": ("postgresql", postgresql),
    "Pango": ("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", pango),
    "xgettext": ("gettext", lambda: shutil.which("xgettext")),
}


def provide(run: Run) -> None:
    """Install what is missing, where this machine lets us; say what stays missing."""
    packages = [each for package, find in NEEDED.values() if not find() for each in package.split()]
    become = _administrator()
    if packages and become is not None and shutil.which("apt-get"):
        quietly = run.environment | {"DEBIAN_FRONTEND": "noninteractive"}
        print(f"── installing {' '.join(packages)}", flush=True)
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*become, "apt-get", *arguments], env=quietly, capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(done.stderr[-2000:], flush=True)
    if not chromium():
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, cwd=ROOT, capture_output=True, check=False)
    for name, (package, find) in NEEDED.items():
        if not find():
            run.left_out(name, f"not found; on Debian or Ubuntu: apt install {package}")


def _administrator() -> list[str] | None:
    """Return what to put before a command to run it as administrator; None where that is not allowed."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"]
    return None


# Checks and tests


def check(run: Run) -> None:
    """Style, types, import contracts, migrations; and the texts compiled, which pages need."""
    run.step("ruff check", [str(BIN / "ruff"), "check", "."])
    run.step("ruff format", [str(BIN / "ruff"), "format", "--check", "."])
    run.step("mypy", [str(BIN / "mypy")])
    run.step("import contracts", [str(BIN / "lint-imports")])
    run.step("migrations", [str(BIN / "kyoso"), "manage", "makemigrations", "--check", "--dry-run"])
    run.step("messages", [str(BIN / "kyoso"), "messages", "compile"])


def pytest(run: Run, name: str, arguments: list[str], **more: str) -> None:
    """Run pytest in parallel and let it speak for itself."""
    workers = str(min(os.cpu_count() or 2, 8))
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "worksteal", *arguments]
    run.step(name, command, quiet=False, **more)


@contextmanager
def cluster() -> Iterator[str]:
    """Start PostgreSQL for the length of the tests, in a folder of its own and on a socket only; yield its address."""
    programs, folder = postgresql(), Path(tempfile.mkdtemp(prefix="kyoso-pg-"))
    become: list[str] = []
    if os.geteuid() == 0:  # initdb refuses to run as root
        become = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        subprocess.run([*become, str(programs / program), *arguments], cwd=folder, check=True, capture_output=True)  # type: ignore[operator]

    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        call("initdb", "-D", str(data), "-U", "kyoso", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", settings, "start")
        yield f"postgresql://kyoso@/kyoso?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_on_postgresql(run: Run, arguments: list[str]) -> None:
    """Repeat what uses the database on PostgreSQL."""
    if not postgresql():
        return
    try:
        with cluster() as address:
            pytest(run, "tests on PostgreSQL", ["--database-only", *arguments], KYOSO_DATABASE_URL=address)
    except (subprocess.CalledProcessError, LookupError) as error:
        detail = getattr(error, "stderr", b"") or b""
        run.left_out("tests on PostgreSQL", f"the cluster did not start: {error} {detail.decode(errors='replace')}")


def environment(var: Path) -> dict[str, str]:
    """Return the environment of all steps: data in a passing folder, word vectors where the installation built them."""
    vectors = ROOT / "var" / "vectors"
    if vectors.exists() and hasattr(os, "symlink"):
        (var / "vectors").symlink_to(vectors)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KYOSO_")}
    return kept | {"KYOSO_VAR": str(var), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def main() -> int:
    """Run it all and say how it went; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="checks, and tests on SQLite without a browser")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after two dashes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kyoso-test-") as var:
        run = Run(environment(Path(var)))
        if not given.quick:
            provide(run)
        check(run)
        only = ["-m", "not browser"] if given.quick or not chromium() else []
        pytest(run, "tests on SQLite", [*only, *given.pytest])
        if not given.quick:
            test_on_postgresql(run, given.pytest)
    print("\nSummary\n" + "\n".join(run.lines))
    print(f"\n{len(run.failed)} failed: {', '.join(run.failed)}" if run.failed else "\nAll is well.")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
