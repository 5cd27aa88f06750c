"""`kyoso serve`: a web process and one worker, supervised; `kyoso worker`: the worker alone."""

import subprocess
import sys
import threading
import time

import click

from kyoso.cli.django import prepare_database, start_django

RESTART_AFTER = 2.0
"""Seconds before a worker that died is started again."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=4, show_default=True, help="Requests answered at once.")
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site and run the worker beside it, until interrupted."""
    start_django()
    prepare_database()
    run_server(host, port, threads)


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
        child = subprocess.Popen([sys.executable, "-m", "kyoso.cli", "worker"])
        while child.poll() is None and not stop.wait(0.5):
            pass
        if child.poll() is None:
            child.terminate()
            child.wait(timeout=10)
        elif not stop.wait(RESTART_AFTER):
            click.echo("The worker ended unexpectedly and is started again.", err=True)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
def worker(once: bool) -> None:
    """Seal the journal and keep the index up to date."""
    start_django()
    from kyoso.apps.journal.services.seal import seal_pending
    from kyoso.apps.matching.services.refresh_index import refresh_index

    while True:
        busy = bool(seal_pending()) | (refresh_index() is not None)
        if once and not busy:
            return
        if not busy:
            time.sleep(1)
