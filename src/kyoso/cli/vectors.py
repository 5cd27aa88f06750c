"""`kyoso vectors`: word vectors, converted once into files of our own (D2)."""

from pathlib import Path

import click

from kyoso.engines.matching import VectorsMissingError, build_vectors, default_directory, installed_source

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def vectors() -> None:
    """Word vectors for the matching engine."""


@vectors.command()
@click.option(
    "--source", type=_FOLDER, help="Folder with the files vectors and key2row; the installed package's if absent."
)
@click.option("--to", "directory", type=_FOLDER, help="Where to write; $KYOSO_VAR/vectors or ./var/vectors if absent.")
def build(source: Path | None, directory: Path | None) -> None:
    """Convert the installed word vectors into a memory-mapped file."""
    target = directory or default_directory()
    try:
        made = build_vectors(source or installed_source(), target)
    except VectorsMissingError as missing:
        click.echo(str(missing), err=True)
        raise SystemExit(2) from missing
    click.echo(f"{len(made.keys):,} words, {made.dimensions} dimensions: {target}")
