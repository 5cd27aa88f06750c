"""`kyoso rank`: the matching engine alone on files of anyone's own, without a database (D2)."""

import json
from pathlib import Path
from typing import Any

import click

from kyoso.engines.matching import InputFaultsError, load_resources, rank_corpus, read_corpus, read_queries

_FILE = click.Path(path_type=Path)


@click.command()
@click.option(
    "--corpus", required=True, type=_FILE, help='JSON lines {"id", "text", "lang"?}; several may share an id.'
)
@click.option("--queries", required=True, type=_FILE, help='JSON lines {"id", "text"}.')
@click.option("--top", default=100, show_default=True, type=click.IntRange(min=1), help="Most hits for a query.")
@click.option("--vectors", type=_FILE, help="Folder made by `kyoso vectors build`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each query, in their order.")
def rank(corpus: Path, queries: Path, top: int, vectors: Path | None, as_json: bool) -> None:
    """Rank a corpus for each query of a file."""
    chunks, asked = _read(corpus, queries)
    resources = load_resources(vectors)
    if resources.notice:
        click.echo(resources.notice, err=True)
    for query, hits in rank_corpus(chunks, asked, top, resources=resources):
        click.echo(_line(query, hits) if as_json else _table(query, hits))


def _read(corpus: Path, queries: Path) -> tuple[list[Any], list[Any]]:
    """Read both files before anything is printed; on faults name them all and leave with code 2."""
    found: list[list[Any]] = []
    faults: list[str] = []
    for read, path in ((read_corpus, corpus), (read_queries, queries)):
        try:
            found.append(list(read(path)))
        except InputFaultsError as error:
            faults.extend(error.faults)
    if faults:
        click.echo("\n".join(faults), err=True)
        raise SystemExit(2)
    return found[0], found[1]


def _line(query: str, hits: list[tuple[str, float]]) -> str:
    return json.dumps({"id": query, "hits": [{"id": i, "score": s} for i, s in hits]}, ensure_ascii=False)


def _table(query: str, hits: list[tuple[str, float]]) -> str:
    rows = [f"{place:>5}  {score:>10.4f}  {record}" for place, (record, score) in enumerate(hits, start=1)]
    return "\n".join([query, *rows])
