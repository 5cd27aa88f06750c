"""How long pages take at size: ``python -m benchmarks.speed.pages`` after ``benchmarks.speed.network``, same KYOSO_VAR.

Starts the site (web processes alone, so that no building of an index is measured), opens a session for each person,
and asks over HTTP:

- one request in flight: each page ``--rounds`` times, in turn, by five people of different organisations;
- many people: ``--people`` of them; each asks a page at random, reads ``--think`` seconds on the average, asks again.

Times are those between sending a request and the last byte of the answer, on the same machine.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")

PORT = 8799
WORDS = [
    "研磨",
    "深絞り",
    "sus304",
    "検査",
    "薄板",
    "発酵 温度",
    "めっき",
    "deep drawing",
    "繊維",
    "0.01",
    "鉄",
    "polishng",
]
Page = tuple[str, str]


class Visitor:
    """One signed-in person on a connection of their own."""

    def __init__(self, number: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._cookies = {"sessionid": session_of(f"person-{number}@kyoso.example")}
        self.pages = self._find_pages()

    def get(self, path: str) -> tuple[float, int, str]:
        """Return seconds, status and text of a page."""
        begun = time.perf_counter()
        status, body = self._ask(path)
        return time.perf_counter() - begun, status, body

    def _ask(self, path: str) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept-Language": "ja",
        }
        try:
            self._connection.request("GET", path, headers=headers)
            answer = self._connection.getresponse()
        except RemoteDisconnected:  # the site ends a connection that was idle, as it would a browser's
            self._connection.close()
            return self._ask(path)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer.status, answer.read().decode()

    def _find_pages(self) -> list[Page]:
        """Return the ten pages, with records of one's own and of others."""
        links = {}
        for name, path, pattern in (
            ("own asset", "/assets/", r'href="(/assets/[A-Z0-9]{6,}/)"'),
            ("own need", "/needs/", r'href="(/needs/[A-Z0-9]{6,}/)"'),
            ("others' asset", "/directory/?what=asset", r'href="(/assets/[A-Z0-9]{6,}/)"'),
            ("organisation", "/directory/?what=organisation", r'href="(/organisations/[A-Z0-9]{6,}/)"'),
        ):
            found = re.search(pattern, self._ask(path)[1])
            if found:
                links[name] = found.group(1)
        return [
            ("home", "/"),
            ("our assets", "/assets/"),
            ("our needs", "/needs/"),
            *links.items(),
            ("directory: assets", "/directory/?what=asset"),
            ("directory: needs, filtered", "/directory/?what=need&industry=24&industry=25&prefecture=13"),
            ("directory: organisations", "/directory/?what=organisation"),
        ]


def session_of(email: str) -> str:
    """Open a session in the database: fifty sign-ins from one address would be refused as too many."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from kyoso.apps.accounts.models import Person

    person, session = Person.objects.get(email=email), SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def searches() -> list[Page]:
    """Return searches for a word, of each sort."""
    plain = {"search: assets": "what=asset", "search: needs": "what=need"}
    filtered = {"search: assets, filtered": "what=asset&category=technology&prefecture=23"}
    found = [
        (name, f"/directory/?{query}&q={quote(word)}") for name, query in (plain | filtered).items() for word in WORDS
    ]
    return found + [("search: organisations", f"/directory/?what=organisation&q={quote(word)}") for word in WORDS[:4]]


def row(name: str, times: list[float], errors: int) -> str:
    """Return a line of the table, in milliseconds."""
    ordered = sorted(times)
    cells = [ordered[len(ordered) // 2], ordered[max(0, round(len(ordered) * 0.95) - 1)], ordered[-1]]
    return f"| {name} | {len(ordered)} | " + " | ".join(f"{cell * 1000:.0f}" for cell in cells) + f" | {errors} |"


def alone(visitors: list[Visitor], rounds: int) -> None:
    """Print the table of one request in flight."""
    times: dict[str, list[float]] = {}
    errors: dict[str, int] = {}
    for turn in range(rounds + 1):
        visitor = visitors[turn % len(visitors)]
        asked = visitor.pages + (searches() if turn % 4 == 0 else [])
        for name, path in asked:
            seconds, status, _ = visitor.get(path)
            if turn:  # the first round opens what stays open
                times.setdefault(name, []).append(seconds)
                errors[name] = errors.get(name, 0) + (status != 200)
    print("| page, one request in flight | calls | median ms | p95 ms | max ms | errors |\n|---|---|---|---|---|---|")
    for name, measured in times.items():
        print(row(name, measured, errors[name]))


def together(visitors: list[Visitor], seconds: float, think: float) -> None:
    """Print the table of many people at once."""
    times: list[float] = []
    failed: list[int] = []
    until = time.perf_counter() + seconds

    def visit(visitor: Visitor, seed: int) -> None:
        draw = random.Random(seed)
        time.sleep(draw.uniform(0, think))
        while time.perf_counter() < until:
            pages = visitor.pages + draw.sample(searches(), 4)
            took, status, _ = visitor.get(draw.choice(pages)[1])
            times.append(took)
            if status != 200:
                failed.append(status)
            time.sleep(draw.expovariate(1 / think))

    threads = [threading.Thread(target=visit, args=(visitor, seed)) for seed, visitor in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\n| many people | calls | median ms | p95 ms | max ms | errors |\n|---|---|---|---|---|---|")
    print(row(f"{len(visitors)} people, {think:g} s to read, {seconds:.0f} s", times, len(failed)))


def main() -> None:
    """Start the site, measure, stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    command = [sys.executable, "-m", "kyoso.cli", "serve", "--web-only", "--port", str(PORT)]
    site = subprocess.Popen(command, env=os.environ | {"KYOSO_BASE_URL": f"http://127.0.0.1:{PORT}"})
    try:
        _wait()
        visitors = [Visitor(number) for number in range(asked.people)]
        alone(visitors[:5], asked.rounds)
        together(visitors, asked.seconds, asked.think)
    finally:
        site.terminate()
        site.wait(30)


def _wait() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site does not answer")


if __name__ == "__main__":
    main()
