"""Small drawn pictures that stand for photos of the demo town: a street corner with its trouble,
and the same corner when the work is done. Drawn once, stored once, used by many cases."""

import io
import random
from collections.abc import Callable
from functools import cache

from docx import Document
from PIL import Image, ImageDraw

from jiedao.foundation.files.checking import Ready, Upload, prepare

Colour = tuple[int, int, int]
Pencil = ImageDraw.ImageDraw
_WIDTH, _HEIGHT = 800, 600
_HORIZON = 250
_VARIANTS = 3
_SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((150, 190, 225), (226, 236, 242)), ((196, 204, 212), (232, 234, 234)), ((176, 198, 214), (250, 226, 196)),
)  # fmt: skip
_WALLS: tuple[Colour, ...] = (
    (222, 208, 188), (206, 196, 186), (190, 202, 204), (226, 216, 206), (200, 186, 176), (212, 214, 206),
)  # fmt: skip
_AWNINGS: tuple[Colour, ...] = ((170, 74, 62), (62, 116, 92), (70, 98, 142), (196, 148, 66))


def ready_picture(stage: str, group: str, variant: int) -> Ready:
    """A stored picture for a stage of a case about a group of matters.

    Pictures of one ``variant`` show the same corner, so that before and after can be compared.
    """
    troubled = stage in ("report", "before")
    return _stored(_SCENES.get(group, "heap"), variant % _VARIANTS, troubled)


@cache
def ready_document(group: str) -> Ready:
    """A stored page of text, for matters whose handling ends in a document."""
    page = Document()
    page.add_heading(f"{group}处置文书", level=1)
    page.add_paragraph("（演示文件）经现场核实，已责令整改并复查，问题消除，现予存档。")
    body = io.BytesIO()
    page.save(body)
    body.seek(0)
    (ready,) = prepare([Upload("处置文书.docx", body)])
    return ready


@cache
def _stored(scene: str, variant: int, troubled: bool) -> Ready:
    name = "现场.jpg" if troubled else "处理后.jpg"
    (ready,) = prepare([Upload(name, io.BytesIO(draw(scene, variant, troubled)))])
    return ready


def draw(scene: str, variant: int, troubled: bool) -> bytes:
    """The JPEG of a scene; the same arguments give the same bytes."""
    rng = random.Random(f"{scene}-{variant}")  # noqa: S311
    image = Image.new("RGB", (_WIDTH, _HEIGHT))
    pencil = ImageDraw.Draw(image)
    _sky(pencil, _SKIES[variant % len(_SKIES)])
    _houses(pencil, rng)
    _ground(pencil)
    _lamp(pencil, 120 + 30 * variant, lit=not (scene == "lamp" and troubled))
    _tree(pencil, 690 - 40 * variant, 330, rng)
    if troubled and scene == "lamp":
        night = Image.new("RGB", (_WIDTH, _HEIGHT), (22, 26, 44))
        image.paste(Image.blend(image, night, 0.68))
    elif troubled:
        _TROUBLES[scene](pencil, random.Random(f"{scene}-{variant}-trouble"))  # noqa: S311
    pencil.rectangle([0, _HEIGHT - 30, 236, _HEIGHT], fill=(32, 36, 42))
    pencil.text((12, _HEIGHT - 22), f"DEMO  {scene}  {variant + 1}", fill=(236, 236, 232))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _sky(pencil: Pencil, colours: tuple[Colour, Colour]) -> None:
    high, low = colours
    for y in range(_HORIZON + 60):
        share = y / (_HORIZON + 60)
        shade = tuple(int(a + (b - a) * share) for a, b in zip(high, low, strict=True))
        pencil.line([(0, y), (_WIDTH, y)], fill=shade)


def _houses(pencil: Pencil, rng: random.Random) -> None:
    left = -20
    while left < _WIDTH:
        width, top = rng.randrange(110, 190), rng.randrange(40, 150)
        wall = rng.choice(_WALLS)
        pencil.rectangle([left, top, left + width, 330], fill=wall)
        dark = tuple(max(0, value - 26) for value in wall)
        pencil.rectangle([left, top, left + width, top + 7], fill=dark)
        for x in range(left + 14, left + width - 22, 34):
            for y in range(top + 22, 268, 36):
                pane = rng.choice(((104, 124, 142), (126, 146, 160), (92, 108, 124)))
                pencil.rectangle([x, y, x + 19, y + 22], fill=pane, outline=dark)
        _shop(pencil, left + 6, width - 12, rng)
        left += width + 3


def _shop(pencil: Pencil, left: int, width: int, rng: random.Random) -> None:
    colour = rng.choice(_AWNINGS)
    pencil.rectangle([left, 276, left + width, 330], fill=(88, 82, 78))
    pencil.polygon(
        [(left - 4, 292), (left + width + 4, 292), (left + width - 4, 272), (left + 4, 272)],
        fill=colour,
    )
    pencil.rectangle([left + width // 5, 300, left + width * 4 // 5, 330], fill=(150, 160, 158))


def _ground(pencil: Pencil) -> None:
    pencil.rectangle([0, 330, _WIDTH, _HEIGHT], fill=(186, 182, 174))
    for x in range(-400, _WIDTH + 400, 60):
        pencil.line([(400 + (x - 400) * 0.6, 330), (x, 420)], fill=(172, 168, 160), width=2)
    pencil.rectangle([0, 420, _WIDTH, 430], fill=(206, 204, 198))
    pencil.rectangle([0, 430, _WIDTH, _HEIGHT], fill=(104, 108, 114))
    for x in range(-60, _WIDTH, 170):
        pencil.polygon(
            [(x, 512), (x + 92, 512), (x + 84, 524), (x - 10, 524)], fill=(232, 230, 220)
        )


def _lamp(pencil: Pencil, x: int, *, lit: bool) -> None:
    pencil.rectangle([x, 110, x + 7, 425], fill=(92, 98, 104))
    pencil.rectangle([x, 108, x + 62, 114], fill=(92, 98, 104))
    pencil.ellipse([x + 44, 108, x + 76, 124], fill=(252, 240, 196) if lit else (70, 72, 76))


def _tree(pencil: Pencil, x: int, y: int, rng: random.Random) -> None:
    pencil.polygon(
        [(x - 9, y + 92), (x + 9, y + 92), (x + 5, y - 30), (x - 5, y - 30)], fill=(112, 88, 66)
    )
    for _leaf in range(26):
        dx, dy, size = rng.randrange(-62, 62), rng.randrange(-120, -14), rng.randrange(18, 36)
        green = rng.choice(((86, 134, 82), (104, 150, 92), (72, 118, 76)))
        pencil.ellipse([x + dx - size, y + dy - size, x + dx + size, y + dy + size], fill=green)


# -- troubles -----------------------------------------------------------------------------------


def _heap(pencil: Pencil, rng: random.Random) -> None:
    colours: tuple[Colour, ...] = (
        (58, 60, 64),
        (208, 200, 176),
        (164, 66, 56),
        (72, 104, 152),
        (188, 188, 180),
    )
    for _bag in range(34):
        x, y = rng.gauss(420, 78), rng.uniform(352, 448)
        size = rng.randrange(12, 32) * (y / 400)
        pencil.ellipse(
            [x - size, y - size * 0.7, x + size, y + size * 0.7], fill=rng.choice(colours)
        )
    pencil.polygon([(340, 440), (420, 428), (446, 452), (352, 466)], fill=(178, 146, 102))


def _hole(pencil: Pencil, rng: random.Random) -> None:
    x = rng.randrange(300, 440)
    for grow, colour in ((0, (74, 74, 76)), (14, (46, 46, 48)), (30, (26, 26, 28))):
        pencil.ellipse([x + grow, 452 + grow // 2, x + 190 - grow, 540 - grow // 2], fill=colour)
    for _crack in range(7):
        dx, dy = rng.randrange(-90, 270), rng.randrange(-30, 60)
        pencil.line([(x + 95, 496), (x + dx, 496 + dy)], fill=(70, 70, 72), width=3)


def _puddle(pencil: Pencil, rng: random.Random) -> None:
    for _pool in range(5):
        x, y, half = rng.randrange(120, 640), rng.randrange(440, 540), rng.randrange(90, 190)
        pencil.ellipse([x - half, y - 26, x + half, y + 30], fill=(138, 160, 172))
        pencil.ellipse([x - half // 2, y - 12, x + half // 2, y + 10], fill=(168, 188, 198))


def _fallen(pencil: Pencil, rng: random.Random) -> None:
    pencil.polygon([(230, 512), (600, 420), (606, 434), (236, 530)], fill=(108, 84, 62))
    for _leaf in range(30):
        x, y, size = rng.gauss(560, 70), rng.gauss(430, 34), rng.randrange(16, 34)
        green = rng.choice(((78, 126, 76), (98, 142, 86), (120, 150, 84)))
        pencil.ellipse([x - size, y - size, x + size, y + size], fill=green)


def _stalls(pencil: Pencil, rng: random.Random) -> None:
    for place in range(3):
        x = 210 + place * 150
        pencil.rectangle([x, 372, x + 116, 412], fill=(150, 118, 84))
        pencil.polygon(
            [(x - 14, 330), (x + 130, 330), (x + 112, 296), (x + 4, 296)], fill=rng.choice(_AWNINGS)
        )
        for post in (x - 6, x + 120):
            pencil.rectangle([post, 326, post + 4, 416], fill=(96, 96, 98))
        for _fruit in range(20):
            fx, fy = rng.randrange(x + 6, x + 110), rng.randrange(360, 376)
            colour = rng.choice(((206, 92, 60), (220, 176, 70), (112, 154, 78)))
            pencil.ellipse([fx - 6, fy - 6, fx + 6, fy + 6], fill=colour)


def _bikes(pencil: Pencil, rng: random.Random) -> None:
    for place in range(9):
        x, y = 170 + place * 52 + rng.randrange(-8, 8), 398 + rng.randrange(-8, 12)
        colour = rng.choice(((60, 118, 170), (222, 170, 56), (68, 140, 96)))
        for wheel in (x, x + 42):
            pencil.ellipse([wheel - 17, y - 17, wheel + 17, y + 17], outline=(54, 56, 60), width=4)
        pencil.line([(x, y), (x + 20, y - 26), (x + 42, y), (x + 14, y)], fill=colour, width=5)
        pencil.line([(x + 36, y - 32), (x + 44, y - 34)], fill=(54, 56, 60), width=4)


def _wires(pencil: Pencil, rng: random.Random) -> None:
    for place in range(8):
        y, sag = 150 + place * 13, rng.randrange(40, 120)
        points = [(x, y + sag * (1 - ((x - 400) / 400) ** 2)) for x in range(0, _WIDTH + 1, 20)]
        pencil.line(points, fill=(38, 38, 42), width=3)
    pencil.rectangle([384, 236, 430, 312], fill=(196, 198, 196), outline=(90, 90, 92))
    pencil.line([(404, 312), (398, 404), (440, 414)], fill=(38, 38, 42), width=4)


def _fence(pencil: Pencil, rng: random.Random) -> None:
    pencil.rectangle([0, 306, _WIDTH, 416], fill=(74, 122, 156))
    for x in range(0, _WIDTH, 66):
        pencil.line([(x, 306), (x, 416)], fill=(60, 100, 130), width=3)
    base = rng.randrange(470, 560)
    pencil.rectangle([base, 20, base + 12, 310], fill=(214, 168, 52))
    pencil.rectangle([base - 200, 30, base + 120, 40], fill=(214, 168, 52))
    pencil.line([(base - 150, 40), (base - 150, 170)], fill=(60, 60, 62), width=3)


def _board(pencil: Pencil, rng: random.Random) -> None:
    tilt = rng.randrange(18, 44)
    pencil.polygon(
        [(300, 190), (520, 190 + tilt), (512, 262 + tilt), (292, 262)], fill=(184, 60, 54)
    )
    pencil.line([(330, 215), (490, 215 + tilt * 0.8)], fill=(240, 226, 190), width=12)
    pencil.line([(514, 232 + tilt), (540, 330)], fill=(60, 60, 62), width=4)


_TROUBLES: dict[str, Callable[[Pencil, random.Random], None]] = {
    "heap": _heap,
    "hole": _hole,
    "puddle": _puddle,
    "tree": _fallen,
    "stalls": _stalls,
    "bikes": _bikes,
    "wires": _wires,
    "site": _fence,
    "board": _board,
}
_SCENES = {
    "市容环卫": "heap", "园林绿化": "tree", "市政设施": "hole", "环境保护": "heap", "噪音扰民": "site",
    "违法建设": "site", "停车交通": "bikes", "水务排水": "puddle", "燃气用电": "wires", "消防安全": "wires",
    "安全生产": "site", "物业小区": "heap", "出租屋与治安": "lamp", "教育文体": "stalls", "医疗卫生": "stalls",
    "市场监管": "stalls", "企业服务": "wires", "网格巡查": "board", "三防应急": "puddle", "民政养老": "lamp",
}  # fmt: skip
