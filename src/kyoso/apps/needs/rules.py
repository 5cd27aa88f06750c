"""What may become of a need: draft → published → closed, and open again."""

from kyoso.apps.needs.enums import NeedStatus

NEXT = {
    NeedStatus.DRAFT: {NeedStatus.PUBLISHED, NeedStatus.CLOSED},
    NeedStatus.PUBLISHED: {NeedStatus.CLOSED},
    NeedStatus.CLOSED: {NeedStatus.PUBLISHED},
}


def can_become(status: str, wanted: NeedStatus) -> bool:
    """Say whether a need may go from one status to another."""
    return wanted in NEXT[NeedStatus(status)]
