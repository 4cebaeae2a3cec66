"""What the eye needs: contrast in both themes, shapes beside colours, icons that exist, no inline
scripts or styles that the content security policy would drop."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from jiedao.kernel import registry
from jiedao.kernel.declarations import Tone
from jiedao.web import cells, icons

SOURCE = Path(__file__).parents[2] / "src" / "jiedao"
TOKENS = (icons.STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


def theme(name: str) -> dict[str, str]:
    """The colours of a theme; the dark one changes the light one."""
    blocks = dict(re.findall(r'^(:root(?:\[data-theme="dark"\])?) \{(.*?)^\}', TOKENS, re.M | re.S))
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", blocks[":root"]))
    if name == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", blocks[':root[data-theme="dark"]']))
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) > 4 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    (text, ground)
    for text in ("text", "text-2", "text-3")
    for ground in ("surface", "ground", "hover")
]
TEXT += [(tone, ground) for tone in ("green", "amber", "red", "violet", "grey")
         for ground in ("surface", f"{tone}-ground")]  # fmt: skip
TEXT += [("on-brand", "brand"), ("brand", "surface"), ("brand", "brand-ground"), ("text", "highlight"),
         ("text-2", "grey-ground"), ("map-label", "map-land")]  # fmt: skip
MARKS = [(f"{tone}-mark", "surface") for tone in ("green", "amber", "red", "violet", "grey")]
MARKS += [("control-line", "surface"), ("focus", "surface")]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_contrast(name: str) -> None:
    colours = theme(name)
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert {pair: round(value, 2) for pair, value in weak.items() if value < 4.5} == {}
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in MARKS}
    assert {pair: round(value, 2) for pair, value in faint.items() if value < 2.8} == {}


def test_both_themes_name_the_same_colours() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", _all_css()))
    defined = set(re.findall(r"--([\w-]+):", _all_css()))
    assert used - defined == set()


def _all_css() -> str:
    return "".join(
        path.read_text(encoding="utf-8") for path in (icons.STATIC / "css").glob("*.css")
    )


def test_only_the_tokens_name_colours() -> None:
    allowed = {"#fff", "#000", "#222", "#444", "#888", "#bbb", "#0b0d10", "#59626d", "#23282f"}
    for path in (icons.STATIC / "css").glob("*.css"):
        if path.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8")))
            assert found <= allowed | {"#more"}, path.name


def test_every_tone_has_a_shape_of_its_own() -> None:
    shapes = [icons.SHAPES[tone] for tone in Tone]
    assert len(set(shapes)) == len(shapes) == len(icons.SHAPES)


def test_the_sprite_holds_every_name() -> None:
    sprite = icons.SPRITE.read_text(encoding="utf-8")
    held = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    assert icons.names() <= held


def test_icons_that_are_named_exist() -> None:
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r'{% (?:icon|empty) "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    declared = {("navigation", entry.icon) for entry in registry.navigation}
    declared |= {("application", one.icon) for one in registry.applications.values()}
    assert {(where, name) for where, name in named | declared if name not in icons.names()} == set()


def test_an_unknown_icon_is_told_to_developers_and_drawn_for_others() -> None:
    settings.DEBUG = True
    try:
        with pytest.raises(ValueError, match="no icon"):
            cells.icon("no-such-icon")
    finally:
        settings.DEBUG = False
    assert "#circle" in cells.icon("no-such-icon-either")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_templates_compile_and_hold_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    engines["django"].from_string(text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))[^>]*>", text), "inline script"
    assert not re.search(r"<[^>]*\sstyle=\"", text), "inline style"
    assert not re.search(r"<[^>]*\son[a-z]+=\"", text), "inline handler"


def test_pages_say_how_they_are_used() -> None:
    for name in ("staff", "public", "plain", "print"):
        template = get_template(f"web/base_{name}.html")
        assert "{% comment %}" in Path(template.origin.name).read_text(encoding="utf-8")
