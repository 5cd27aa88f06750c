"""`kyoso demo`: the sample network, loaded once, and the server; what `make demo` runs."""

import time

import click

from kyoso.cli.django import prepare_database, start_django
from kyoso.cli.serve import refuse_taken_port, run_server

HOST = "127.0.0.1"

WORKED_NEED = (
    "真夏の現場で作業員が倒れる前に、体の異変にまわりが気づける作業着がほしい。洗っても使え、動きを邪魔しないこと。"
)


@click.command()
@click.option("--load-only", is_flag=True, help="Load the sample network and build its index, but do not serve.")
@click.option("--port", default=8000, show_default=True)
def demo(load_only: bool, port: int) -> None:
    """Load the sample network (once) and serve it on 127.0.0.1."""
    start_django()
    if not load_only:
        refuse_taken_port(HOST, port)
    prepare_database()
    _load()
    _show(port)
    if not load_only:
        run_server(HOST, port)


def _load() -> None:
    """Load and index what is not there yet; a second start finds both and is quick."""
    from kyoso.apps.directory.services.refresh_search import refresh_search
    from kyoso.apps.matching.services.refresh_index import refresh_index
    from kyoso.demo.load import has_other_data, is_loaded, load_network

    if has_other_data():
        click.echo("This database holds data of its own, so the sample network is not loaded into it.")
    elif not is_loaded():
        started = time.monotonic()
        click.echo("Loading the sample network …")
        counts = load_network()
        figures = ", ".join(f"{number} {name}" for name, number in counts.items())
        click.echo(f"Loaded {figures} in {time.monotonic() - started:.0f} s.")
    refresh_search()
    refresh_index()


def _show(port: int) -> None:
    """Print where to look, whom to be, and one worked match."""
    from kyoso.apps.accounts.actors import ANONYMOUS
    from kyoso.apps.matching.services.find_matches import matches_for_text
    from kyoso.demo.content import read_sign_ins
    from kyoso.demo.load import PASSWORD, is_loaded

    click.echo(f"\n  Kyoso  http://{HOST}:{port}/\n")
    if not is_loaded():
        return
    click.echo(f"  Sign in with the password  {PASSWORD}  as")
    for one in read_sign_ins():
        click.echo(f"    {one.email:34} {one.shows['ja']} / {one.shows['en']}")
    from kyoso.cli.match import print_match

    click.echo(f"\n  A need:  {WORKED_NEED}\n  and who can help (kyoso match --need …):")
    for match in matches_for_text(ANONYMOUS, "need", WORKED_NEED, top=1):
        print_match(match, lambda line: click.echo(f"    {line}"))
    click.echo("")
