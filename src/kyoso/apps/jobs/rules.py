"""When a job counts as stopped, and for whom it exists: pure functions on values."""

import datetime

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.jobs.enums import OPEN_STATES, JobState

SILENCE = datetime.timedelta(minutes=2)
"""A process that said nothing for so long is gone: each step of a job takes seconds."""


def is_stopped(state: str, beat_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Say whether the process that did a job died over it."""
    return state == JobState.RUNNING and now - beat_at > SILENCE


def can_restart(state: str, *, stopped: bool) -> bool:
    """What did not end well may be begun again; what waits, runs or is finished may not."""
    return stopped or state in {JobState.FAILED, JobState.CANCELLED}


def can_cancel(state: str) -> bool:
    """Only what is not over yet can be called off."""
    return state in OPEN_STATES


def can_see_job(actor: Actor, person_id: int | None, organisation_id: int) -> bool:
    """A job is there for whoever started it, and for the managers of the organisation, while acting for it."""
    if actor.organisation_id is None or actor.organisation_id != organisation_id:
        return False
    return actor.is_manager or (actor.person_id is not None and actor.person_id == person_id)
