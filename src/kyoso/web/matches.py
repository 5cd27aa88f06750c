"""The four steps of a match's path, in words (A4, D2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

PATH_STEPS = (
    pgettext_lazy("path of a match", "Technology"),
    pgettext_lazy("path of a match", "Function"),
    pgettext_lazy("path of a match", "Application"),
    pgettext_lazy("path of a match", "Outcome"),
)


def path_steps(path: Iterable[object]) -> list[dict[str, Any]]:
    """Name the steps of a path given as texts, or as mappings with `text` and perhaps `label` and `note`."""
    steps = []
    for position, step in enumerate(path):
        values = dict(step) if isinstance(step, Mapping) else {"text": step}
        if position < len(PATH_STEPS):
            values.setdefault("label", PATH_STEPS[position])
        steps.append(values)
    return steps
