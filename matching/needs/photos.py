"""Pictures of needs: read with care, made small, turned upright, stripped of everything else."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from matching.errors import RuleBroken
from matching.i18n import N_

MOST_PIXELS = 50_000_000
"""What telephones make; more than that, unpacked, would fill the server's memory."""
MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 1600
MOST_PHOTOS = 3
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
CANNOT_READ = N_("写真を読み取れませんでした。JPEGかPNGの写真を選んでください。")

TOO_WIDE = N_("写真の縦横が大きすぎます。小さくしてから選んでください。")


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it."""

    jpeg: bytes
    width: int
    height: int


def reencoded(raw: bytes) -> Picture:
    """The picture as a new JPEG without EXIF, at most 1600 pixels long.

    Raises:
        RuleBroken: it is no picture we read, or too large in bytes or pixels.
    """
    if len(raw) > MOST_BYTES:
        raise RuleBroken(N_("写真が大きすぎます。10MBより小さい写真を選んでください。"))
    try:
        return _kept(_upright(raw))
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RuleBroken(TOO_WIDE) from None
    except Exception:  # a broken file may raise nearly anything in its decoder; MemoryError too
        raise RuleBroken(CANNOT_READ) from None


def _upright(raw: bytes) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=KINDS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise RuleBroken(TOO_WIDE)
        # Made small first: a JPEG is then not even unpacked in full (Pillow's draft mode).
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _on_white(ImageOps.exif_transpose(opened))


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not know and would turn black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    page = Image.new("RGB", clear.size, "white")
    page.paste(clear, mask=clear.getchannel("A"))
    return page


def _kept(picture: Image.Image) -> Picture:
    picture.info.clear()  # a comment would be written back
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=82, optimize=True)
    return Picture(made.getvalue(), picture.width, picture.height)
