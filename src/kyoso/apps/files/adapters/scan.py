"""The installation's own scanner, where it names one: a command that gets the path of each file sent."""

import logging
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WITHIN = 60
"""Seconds that a scan may take."""

log = logging.getLogger(__name__)


def scan(path: Path) -> None:
    """Raise ValidationError unless the scanner, where there is one, ends with 0; one that fails lets nothing in."""
    if not settings.SCAN_COMMAND:
        return
    try:
        done = subprocess.run(  # noqa: S603  the operator's own command, without a shell
            [*settings.SCAN_COMMAND, str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WITHIN,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        log.error("The scan command does not work: %s", type(fault).__name__)
        raise ValidationError(_("The virus scanner does not answer. Try again later, or tell the operator.")) from fault
    if done.returncode:
        raise ValidationError(_("The virus scanner refused this file."))
