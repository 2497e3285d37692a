"""Pictures are taken in whatever people send, and nothing else is."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from matching.errors import RuleBroken
from matching.needs.photos import MOST_BYTES, reencoded


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def jpeg(width: int = 40, height: int = 20, **options: object) -> bytes:
    return saved(Image.new("RGB", (width, height), "green"), **options)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_a_photo_is_made_small() -> None:
    picture = reencoded(jpeg(4000, 3000))

    assert (picture.width, picture.height) == (1600, 1200)
    assert Image.open(io.BytesIO(picture.jpeg)).size == (1600, 1200)


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "1-2-3 Zenkoji"
    exif.get_ifd(0x8825)[1] = "N"
    raw = jpeg(exif=exif, comment=b"kept nowhere")

    picture = reencoded(raw)
    kept = Image.open(io.BytesIO(picture.jpeg))

    assert (picture.width, picture.height) == (20, 40)
    assert not kept.getexif()
    assert b"Zenkoji" not in picture.jpeg
    assert b"kept nowhere" not in picture.jpeg
    assert b"Exif" not in picture.jpeg


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1"])
def test_other_kinds_become_jpeg(kind: str, mode: str) -> None:
    raw = saved(Image.new(mode, (30, 30)), kind)

    assert Image.open(io.BytesIO(reencoded(raw).jpeg)).format == "JPEG"


def test_what_is_clear_becomes_white() -> None:
    raw = saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")

    assert Image.open(io.BytesIO(reencoded(raw).jpeg)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "読み取れません"),
        (b"%PDF-1.7 not a picture", "読み取れません"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "読み取れません"),
        (jpeg(400, 400)[:700], "読み取れません"),
        (saved(Image.new("RGB", (30, 30)), "BMP"), "読み取れません"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "読み取れません"),
        (b"0" * (MOST_BYTES + 1), "10MB"),
        (bomb(7_200, 7_000), "縦横が大きすぎます"),
        (bomb(12_000, 9_000), "縦横が大きすぎます"),
        (bomb(60_000, 60_000), "縦横が大きすぎます"),
        (bomb(2**31 - 1, 2**31 - 1), "縦横が大きすぎます"),
        (bomb(4_000, 4_000), "読み取れません"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        reencoded(raw)
