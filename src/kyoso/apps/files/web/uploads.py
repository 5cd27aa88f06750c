"""Taking in files as they stream: none larger than the limit is ever kept, in memory or on disk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.files.adapters.prepare import too_large
from kyoso.apps.files.rules import MEGABYTE
from kyoso.shared.bodies import limits_itself

View = Callable[..., HttpResponse]
AT_ONCE = 5
"""How many files of the largest size one request may bring."""


class Receiver(FileUploadHandler):
    """Writes each file to a temporary one, and drops it as soon as it grows beyond the limit.

    What was dropped, and why, is in `faults`: pairs of a name and a text.
    """

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.faults: list[tuple[str, str]] = []
        self.kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file under a name of our own: an ending of 10,000 characters is none for a disk."""
        super().new_file(*args, **kwargs)
        self.file = TemporaryUploadedFile("upload", self.content_type, 0, self.charset, self.content_type_extra)
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, unless it is one too many."""
        end, most = start + len(raw_data), settings.FILE_BYTES
        if end > most:
            self._drop(too_large())
        if self.kept + end > most * AT_ONCE:
            text = _("More than %(n)s MB came at once. Send this one again by itself.")
            self._drop(text % {"n": most * AT_ONCE // MEGABYTE})
        self.file.write(raw_data)

    def _drop(self, why: str) -> None:
        self.faults.append((self.file_name or "", why))
        self.file.close()
        raise SkipFile

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        """Hand over a file that fits."""
        self.kept += file_size
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        if hasattr(self, "file"):
            self.file.close()


def takes_files(view: View) -> View:
    """Receive files under the limits before anything else reads the form; protected against forgery as everywhere.

    The outermost decorator but for the method: guards and the protection read forms, too. The view finds what was
    dropped in `request.upload_faults`.
    """
    protected = csrf_protect(view)

    @limits_itself
    @csrf_exempt
    @wraps(view)
    def receiving(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        receiver = Receiver(request)
        request.upload_handlers = [receiver]
        request.upload_faults = receiver.faults  # type: ignore[attr-defined]
        try:
            _read = request.POST
        except TooManyFilesSent:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            receiver.faults.append(("", _("At most %(n)s files can be sent at once.") % {"n": most}))
            return view(request, *args, **kwargs)  # nothing was read, so there is nothing to protect
        return protected(request, *args, **kwargs)

    return receiving
