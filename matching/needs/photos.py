"""Pictures of needs: read with care, turned upright, made small, stripped of everything else."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from matching.errors import RuleBroken
from matching.i18n import N_

MOST_PIXELS = 40_000_000
MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 1600
MOST_PHOTOS = 3
KINDS = ("JPEG", "PNG", "WEBP", "GIF")


def reencoded(raw: bytes) -> tuple[bytes, int, int]:
    """The picture as a new JPEG without EXIF: bytes, width, height.

    Raises:
        RuleBroken: it is no picture we read, or too large in bytes or pixels.
    """
    if len(raw) > MOST_BYTES:
        raise RuleBroken(N_("写真が大きすぎます。10MBより小さい写真を選んでください。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise RuleBroken(N_("写真の縦横が大きすぎます。小さくしてから選んでください。"))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning,
            OSError, ValueError, SyntaxError, EOFError):  # fmt: skip
        raise RuleBroken(
            N_("写真を読み取れませんでした。JPEGかPNGの写真を選んでください。")
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=82, optimize=True)
    return kept.getvalue(), upright.width, upright.height
