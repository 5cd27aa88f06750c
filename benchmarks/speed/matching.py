"""How long a match takes: `python -m benchmarks.speed.matching`, after `kyoso demo --load-only` (KYOSO_VAR says where).

Measures, in one process and one request in flight: the service (database, engine, door, words) and the whole page
through Django's test client, for the first 40 published needs of organisations that have a person. The first query,
which opens the index, is reported apart; a need's first search reads its candidates, which are then remembered.
"""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")


CALLS = 40


def timed(call: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def line(name: str, times: list[float]) -> str:
    """Return one row of the table: number, median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    return f"| {name} | {len(times)} | {statistics.median(times):.0f} | {p95:.0f} | {ordered[-1]:.0f} |"


def main() -> None:
    """Print a Markdown table."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from kyoso.apps.accounts.models import Membership, Person
    from kyoso.apps.accounts.queries import actor_for
    from kyoso.apps.disclosure.models import Projection
    from kyoso.apps.matching.services.find_matches import matches_for

    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    people = dict(Membership.objects.filter(ended_at=None).values_list("organisation_id", "person_id"))
    needs = [
        (row.code, people[row.owner_id], row.owner_id)
        for row in Projection.objects.filter(kind="need", listed=True, tier_to=3).order_by("pk")
        if row.owner_id in people
    ][:CALLS]
    actors = {person: actor_for(person, organisation) for _code, person, organisation in needs}
    first = timed(lambda: matches_for(actors[needs[0][1]], "need", needs[0][0]))
    service = [timed(lambda c=code, p=person: matches_for(actors[p], "need", c)) for code, person, _owner in needs]
    pages = []
    for code, person, _owner in needs:
        client = Client()
        client.force_login(Person.objects.get(pk=person), backend=settings.AUTHENTICATION_BACKENDS[1])
        client.get("/")
        pages.append(timed(lambda c=code, via=client: via.get(f"/needs/{c}/matches/")))
    print("| what | calls | median ms | p95 ms | max ms |\n|---|---|---|---|---|")
    print(line("service, asked for the first time: one need, 20 candidates with reasons", service))
    print(line("page, asked again: the same through middleware and templates", pages))
    print(f"\nFirst query of a process (opens vectors, bridge, index): {first:.0f} ms.")


if __name__ == "__main__":
    main()
