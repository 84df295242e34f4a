"""How an organisation looks to its customers: who it says it is, one colour, one small logo.

The logo travels inside the customer's page, which is one request and at most 10 KB: so it is drawn anew, as small as
that asks for, whatever was uploaded. Nothing of the uploaded file itself is kept.
"""

import base64
import io
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from accounts import auditing
from accounts.models import Organisation, User

LARGEST_UPLOAD = 5_000_000  # bytes
LARGEST_SIDE = 10_000  # pixels, before it is made smaller
MOST_PIXELS = 16_000_000  # unpacked they take 64 MB; a telephone's photo has 12 million
LOGO_BYTES = 3_000
FIELDS = ("sender_name", "colour", "logo")
_SIZES = ((240, 64), (200, 56), (160, 48), (120, 40), (96, 32))  # pixels, the largest that fits is taken
_COLOURS = (64, 32, 16, 8)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@transaction.atomic
def dress(organisation: Organisation, *, by: User, **look) -> Organisation:
    """Store any of FIELDS (`logo` as `drawn_small` gives it, empty for none); nothing happens when nothing differs."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    different = [name for name in FIELDS if name in look and getattr(row, name) != look[name]]
    for name in different:
        setattr(row, name, look[name])
    if different:
        row.save(update_fields=different)
        auditing.note(by, "organisation.dressed", row, fields=different)
    return row


def drawn_small(upload: BinaryIO) -> str:
    """The picture as a PNG of at most LOGO_BYTES, in base64. Raises ValidationError in words for what is no picture."""
    picture = _opened(upload)
    for width, height in _SIZES:
        for colours in _COLOURS:
            png = _png(picture, (width, height), colours)
            if len(png) <= LOGO_BYTES:
                return base64.b64encode(png).decode("ascii")
    raise ValidationError(_("This picture has too many details for a small logo. A simpler one works better."))


def _opened(upload: BinaryIO) -> Image.Image:
    content = upload.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise ValidationError(_("This picture is larger than 5 MB. Please choose a smaller one."))
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        # The head is read, the pixels are not yet: a small file may claim to be a square kilometre.
        if max(picture.size) > LARGEST_SIDE or picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many pixels. Please choose a smaller one."))
        return picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as broken:
        raise ValidationError(_("We cannot read this as a picture. Choose a PNG, JPEG, GIF or WebP file.")) from broken


def _png(picture: Image.Image, size: tuple[int, int], colours: int) -> bytes:
    small = picture.copy()
    small.thumbnail(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.quantize(colors=colours, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
