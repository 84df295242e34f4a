"""How the organisation looks to its customers: who may change it, what becomes of a picture, what is refused."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts import dressing
from accounts.models import AuditEvent


def picture(size=(1200, 400), kind="PNG", noise=False) -> SimpleUploadedFile:
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "#1f6a57")
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", buffer.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_large_picture_becomes_a_small_png(kind, hotel, agnes, logged_in):
    client = logged_in(agnes)
    fields = {"sender_name": " Fjäll  vid sjön", "colour": "AA3300", "logo": picture(kind=kind)}
    assert client.post("/settings/look/", fields).url == "/settings/look/"
    hotel.refresh_from_db()
    assert (hotel.sender_name, hotel.colour) == ("Fjäll vid sjön", "#aa3300")
    png = base64.b64decode(hotel.logo)
    assert len(png) <= dressing.LOGO_BYTES
    assert Image.open(io.BytesIO(png)).size == (192, 64)
    assert 'src="data:image/png;base64,' in client.get("/settings/look/").content.decode()


def test_even_noise_is_drawn_small_enough_or_refused_kindly():
    try:
        png = base64.b64decode(dressing.drawn_small(picture(noise=True)))
    except dressing.ValidationError as refused:
        assert "simpler" in refused.messages[0]
    else:
        assert len(png) <= dressing.LOGO_BYTES


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a" + b"\xff" * 40, b"x" * 5_000_001]
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_changes(content, hotel, agnes, logged_in):
    upload = SimpleUploadedFile("logo.png", content)
    page = logged_in(agnes).post("/settings/look/", {"sender_name": "Ny", "colour": "", "logo": upload})
    assert 'class="error-summary"' in page.content.decode()
    assert 'value="Ny"' in page.content.decode()
    hotel.refresh_from_db()
    assert (hotel.sender_name, hotel.logo) == ("", "")


def test_a_picture_that_claims_to_be_huge_is_not_unpacked():
    with pytest.raises(dressing.ValidationError, match="pixels"):
        dressing.drawn_small(picture(size=(dressing.LARGEST_SIDE + 1, 1)))


def test_a_small_file_that_unpacks_to_a_whole_memory_is_not_unpacked():
    whole = io.BytesIO()
    Image.new("1", (5000, 5000)).save(whole, "PNG")
    assert len(whole.getvalue()) < 10_000
    with pytest.raises(dressing.ValidationError, match="pixels"):
        dressing.drawn_small(io.BytesIO(whole.getvalue()))


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "url(x)"])
def test_a_colour_we_cannot_read_is_said_at_its_field(colour, hotel, agnes, logged_in):
    page = logged_in(agnes).post("/settings/look/", {"sender_name": "", "colour": colour})
    assert "for example #1f6a57" in page.content.decode()
    hotel.refresh_from_db()
    assert hotel.colour == ""


def test_the_logo_stays_until_it_is_taken_away_and_each_change_is_noted_once(hotel, agnes, logged_in):
    client = logged_in(agnes)
    client.post("/settings/look/", {"logo": picture()})
    client.post("/settings/look/", {"sender_name": "Fjäll"})
    client.post("/settings/look/", {"sender_name": "Fjäll"})
    hotel.refresh_from_db()
    assert hotel.logo
    client.post("/settings/look/", {"sender_name": "Fjäll", "remove_logo": "on"})
    hotel.refresh_from_db()
    assert hotel.logo == ""
    noted = AuditEvent.objects.filter(verb="organisation.dressed").order_by("id").values_list("detail", flat=True)
    assert [event["fields"] for event in noted] == [["logo"], ["sender_name"], ["logo"]]
