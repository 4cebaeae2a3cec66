"""Small drawn pictures that stand for photos of the demo town: before, after, on inspection."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw

_SIZE = (480, 360)
_VARIANTS = 6


def picture(stage: str, rng: random.Random) -> io.BytesIO:
    """A JPEG of a street scene: littered or broken when reported, tidy afterwards."""
    return io.BytesIO(_drawn(stage, rng.randrange(_VARIANTS)))


@cache
def _drawn(stage: str, variant: int) -> bytes:
    rng = random.Random(variant)  # noqa: S311
    image = Image.new("RGB", _SIZE, (206, 222, 232))
    draw = ImageDraw.Draw(image)
    _buildings(draw, rng)
    draw.polygon([(0, 360), (480, 360), (300, 200), (180, 200)], fill=(112, 116, 122))
    draw.polygon([(0, 360), (0, 250), (180, 200), (120, 360)], fill=(176, 170, 160))
    for step in range(5):
        top = 345 - step * 30
        draw.line([(240, top), (240, top - 14)], fill=(236, 236, 228), width=4 - step // 2)
    _tree(draw, 60 + variant * 12, 250)
    if stage in ("report", "before"):
        _trouble(draw, rng, variant)
    draw.rectangle([8, 336, 148, 354], fill=(30, 34, 40))
    draw.text((14, 339), f"DEMO {stage.upper()} {variant + 1}", fill=(240, 240, 240))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _buildings(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    left = 0
    while left < 480:
        width, top = rng.randrange(50, 110), rng.randrange(40, 130)
        shade = rng.randrange(170, 214)
        draw.rectangle([left, top, left + width, 205], fill=(shade, shade - 8, shade - 20))
        for x in range(left + 8, left + width - 10, 18):
            for y in range(top + 10, 190, 22):
                draw.rectangle([x, y, x + 9, y + 11], fill=(96, 118, 138))
        left += width + 4


def _tree(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rectangle([x - 4, y - 40, x + 4, y], fill=(108, 84, 62))
    for dx, dy in ((-18, -52), (0, -66), (18, -52), (0, -46)):
        draw.ellipse([x + dx - 22, y + dy - 18, x + dx + 22, y + dy + 18], fill=(92, 142, 88))


def _trouble(draw: ImageDraw.ImageDraw, rng: random.Random, variant: int) -> None:
    """A heap of rubbish, a hole or a puddle."""
    if variant % 3 == 0:
        for _n in range(16):
            x, y = rng.randrange(290, 400), rng.randrange(270, 320)
            colour = rng.choice([(60, 60, 64), (190, 180, 150), (150, 60, 50), (70, 100, 150)])
            draw.ellipse([x - 14, y - 10, x + 14, y + 10], fill=colour)
    elif variant % 3 == 1:
        draw.ellipse([200, 270, 300, 312], fill=(58, 58, 62))
        draw.ellipse([214, 278, 286, 304], fill=(28, 28, 30))
    else:
        draw.ellipse([150, 262, 370, 330], fill=(140, 170, 190))
        draw.ellipse([190, 276, 330, 316], fill=(158, 186, 204))
