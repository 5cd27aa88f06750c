"""`kyoso serve`: a web process and one worker, supervised; `kyoso worker`: the worker alone."""

import os
import socket
import subprocess
import sys
import threading
import time

import click

from kyoso.cli.django import has_database, prepare_database, refuse, start_django

RESTART_AFTER = 2.0
"""Seconds before a worker that died is started again."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=4, show_default=True, help="Requests answered at once.")
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site and run the worker beside it, until interrupted."""
    start_django()
    refuse_taken_port(host, port)
    prepare_database()
    run_server(host, port, threads)


def refuse_taken_port(host: str, port: int) -> None:
    """Exit with 2 where somebody listens already: the web server would try again for ever."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # elsewhere this would let two listen at once
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        refuse(f"Cannot listen on {host}, port {port} ({error.strerror}). Choose another with --port.")


def run_server(host: str, port: int, threads: int = 4) -> None:
    """Start web and worker; return when the web process ends. Django must be set up and the database migrated."""
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces

    call_command("collectstatic", interactive=False, verbosity=0)
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), daemon=True)
    keeper.start()
    try:
        Granian(
            "kyoso.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=threads,
            log_level="warning",  # type: ignore[arg-type]
        ).serve()
    finally:
        stop.set()
        keeper.join(timeout=15)


def _keep_worker(stop: threading.Event) -> None:
    """Run the worker as a child until told to stop; start it again when it dies."""
    while not stop.is_set():
        command = [sys.executable, "-m", "kyoso.cli", "worker", "--under", str(os.getpid())]
        child = subprocess.Popen(command)  # noqa: S603  nothing in it comes from outside
        while child.poll() is None and not stop.wait(0.5):
            pass
        if child.poll() is None:
            child.terminate()
            child.wait(timeout=10)
        elif not stop.wait(RESTART_AFTER):
            click.echo("The worker ended unexpectedly and is started again.", err=True)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option("--under", type=int, hidden=True, help="End when this process, which started the worker, is gone.")
def worker(once: bool, under: int | None) -> None:
    """Seal the journal and keep the index up to date."""
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso serve` or `kyoso demo` first.")
    from kyoso.apps.journal.services.seal import seal_pending
    from kyoso.apps.matching.services.refresh_index import refresh_index

    while under is None or os.name != "posix" or os.getppid() == under:
        busy = bool(seal_pending()) | (refresh_index() is not None)
        if once and not busy:
            return
        if not busy:
            time.sleep(1)
