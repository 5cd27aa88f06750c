"""Photos for print: no larger than paper needs, within the document itself."""

import base64
import io

from django.core.files.storage import default_storage
from PIL import Image

from kyoso.apps.files.models import File

LONGEST_SIDE = 1200
"""Ten centimetres at 300 dots an inch."""


def photo_for_print(file: File) -> str:
    """Return a picture as a data address; empty where its bytes are gone or cannot be read."""
    try:
        with default_storage.open(file.stored) as source, Image.open(source) as picture:
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = Image.new("RGB", picture.size, "white")
            alpha = picture.convert("RGBA")
            flat.paste(alpha, mask=alpha.getchannel("A"))
    except (OSError, ValueError):
        return ""
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=86, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(target.getvalue()).decode()
