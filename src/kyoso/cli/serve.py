"""`kyoso serve`: a web process, the worker and one for long work, supervised; each of them alone."""

import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Sequence
from functools import partial

import click

from kyoso.cli.django import has_database, prepare_database, refuse, start_django
from kyoso.cli.supervision import END_WITHIN, end_with, keep, load_site

MAILS_EVERY = 60.0
"""Seconds between two looks for mails that are due."""

SWEEP_EVERY = 3600.0
"""Seconds between two looks for bytes that belong to no file."""

CHILDREN = ("worker", "matching", "tasks")
"""Commands that run beside the site."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--processes", default=2, show_default=True, help="Web processes; one for each processor is right.")
@click.option("--threads", default=4, show_default=True, help="Requests answered at once by each web process.")
@click.option("--web-only", is_flag=True, help="Without worker and long work: they run elsewhere.")
def serve(host: str, port: int, processes: int, threads: int, web_only: bool) -> None:
    """Serve the site and do its work beside it, until interrupted."""
    start_django()
    refuse_taken_port(host, port)
    prepare_database()
    run_server(host, port, processes=processes, threads=threads, children=() if web_only else CHILDREN)


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


def run_server(
    host: str, port: int, *, processes: int = 2, threads: int = 4, children: Sequence[str] = CHILDREN
) -> None:
    """Start web processes and children; return when the web ends. Django must be set up and the database migrated."""
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces

    call_command("collectstatic", interactive=False, verbosity=0)
    # A forked web process would inherit what it must not: this process's signal handlers, which swallow the order to
    # end until it has its own; the pipe by which the worker is being started; and the open database.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "kyoso.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_level="warning",  # type: ignore[arg-type]
        workers_kill_timeout=END_WITHIN,
    )
    stop = threading.Event()
    keepers = [threading.Thread(target=keep, args=(name, stop), daemon=True) for name in children]
    for keeper in keepers:
        server.on_startup(keeper.start)  # signals are handled by then, so whoever is started is ended too
    try:
        server.serve(target_loader=partial(load_site, os.getpid()), wrap_loader=False)
    finally:
        stop.set()
        for keeper in keepers:
            if keeper.is_alive():
                keeper.join(timeout=END_WITHIN + 5)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option("--under", type=int, hidden=True, help="End when this process, which started the worker, is gone.")
def worker(once: bool, under: int | None) -> None:
    """Seal the journal, keep the index of search up to date, queue mails that are due, sweep what nobody needs."""
    if under is not None:
        end_with(under)
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso serve` or `kyoso demo` first.")
    from kyoso.apps.directory.services.refresh_search import refresh_search
    from kyoso.apps.exchange.services.sweep_exchange import sweep_exchange
    from kyoso.apps.files.services.sweep_files import sweep_files
    from kyoso.apps.journal.services.seal import seal_pending
    from kyoso.apps.notifications.services.queue_digests import queue_digests
    from kyoso.apps.sheets.services.delete_inquiry import sweep_inquiries

    sweep_at = mails_at = 0.0
    while True:
        if time.monotonic() >= sweep_at:
            sweep_files()
            sweep_exchange()
            sweep_inquiries()
            sweep_at = time.monotonic() + SWEEP_EVERY
        if time.monotonic() >= mails_at:
            queue_digests()
            mails_at = time.monotonic() + MAILS_EVERY
        busy = bool(seal_pending()) | (refresh_search() is not None)
        if once and not busy:
            return
        if not busy:
            time.sleep(1)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option("--under", type=int, hidden=True, help="End when this process, which started this one, is gone.")
def matching(once: bool, under: int | None) -> None:
    """Keep the index of matching up to date: apart from the worker, so that no search waits for a long build."""
    if under is not None:
        end_with(under)
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso serve` or `kyoso demo` first.")
    from kyoso.apps.matching.services.refresh_index import refresh_index

    while True:
        busy = refresh_index() is not None
        if once and not busy:
            return
        if not busy:
            time.sleep(1)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits and end.")
@click.option("--under", type=int, hidden=True, help="End when this process, which started this one, is gone.")
def tasks(once: bool, under: int | None) -> None:
    """Do long work that people started: imports, exports. Any number may run beside each other."""
    if under is not None:
        end_with(under)
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso serve` or `kyoso demo` first.")
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()  # told to end, it finishes the task in hand
    worker.run()
