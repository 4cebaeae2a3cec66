"""Takes the README's pictures from the demo town: ``./run screenshots``.

Starts Jiedao on a data folder of its own (``--home``; without it a temporary one, into which the
demo town is loaded first), or uses a running one (``--base http://127.0.0.1:8000``). One report
is sent in by the public page, because only its sender may see a tracking page.
"""

import argparse
import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests import browser

IMAGES = Path(__file__).parent / "images"
WAIT_MS = 60_000
YEAR_S = 1200
JIEDAO = [sys.executable, "-m", "jiedao.config.cli"]
# Sign-ins that the demo prints; each of them sees the whole town.
DISPATCHER, LEADER, PLANNER, PASSWORD = "dispatcher", "leader", "planner", "Yunwan-2026"
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1920, "height": 1080}
WALL: ViewportSize = {"width": 3840, "height": 1080}
MAPS_ARE_DRAWN = """() => [...document.querySelectorAll("[data-map]")].every(
    (map) => "ready" in map.dataset || map.getBoundingClientRect().top > innerHeight)"""
LOCALE, ZONE = "zh-CN", "Asia/Shanghai"


def main() -> None:
    """Read the options, take the pictures."""
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("--base", help="a running Jiedao with the demo town")
    parser.add_argument("--home", type=Path, help="data folder; filled if it is not there yet")
    parser.add_argument("--only", nargs="*", help="names of pictures, without .png")
    options = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    path = browser.find()
    if not path:
        sys.exit(
            "没有浏览器：请安装 chromium。No browser: install chromium, or set JIEDAO_CHROMIUM."
        )
    with _site(options.base, options.home) as base, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        wanted = set(options.only or [*STAFF, *PUBLIC])
        _take_staff(opened, base, wanted)
        _take_public(opened, base, wanted)
        opened.close()


@contextmanager
def _site(base: str | None, home: Path | None) -> Iterator[str]:
    """The address of the running Jiedao, or of one started for the pictures."""
    if base:
        yield base.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = (home or Path(folder) / "home").resolve()
        port = _free_port()
        env = {**os.environ, "JIEDAO_HOME": str(data), "JIEDAO_PORT": str(port)}
        if not data.exists():
            for step in ("migrate", "demo"):
                subprocess.run([*JIEDAO, step], env=env, check=True)  # noqa: S603  our own command
        server = subprocess.Popen([*JIEDAO, "serve"], env=env)  # noqa: S603  our own command
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/readyz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + WAIT_MS / 1000
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("网页没有启动起来。The server did not start.")


def _take_staff(opened: Browser, base: str, wanted: set[str]) -> None:
    """One sign-in for all pictures that share who looks and at which size."""
    groups: dict[tuple[str, int, int], list[str]] = {}
    for name, shot in STAFF.items():
        if name in wanted:
            key = (shot.user, shot.size["width"], shot.size["height"])
            groups.setdefault(key, []).append(name)
    for (user, width, height), names in groups.items():
        size: ViewportSize = {"width": width, "height": height}
        context = opened.new_context(base_url=base, viewport=size, locale=LOCALE, timezone_id=ZONE)
        page = _page(context)
        page.goto("/sign-in/")
        page.fill("[name=login], [name=username]", user)
        page.fill("[type=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/home/**")
        for name in names:
            STAFF[name].show(page)
            _save(page, name)
        context.close()


def _take_public(opened: Browser, base: str, wanted: set[str]) -> None:
    if wanted.isdisjoint(PUBLIC):
        return
    context = opened.new_context(
        base_url=base,
        viewport=PHONE,
        locale=LOCALE,
        timezone_id=ZONE,
        is_mobile=True,
        has_touch=True,
    )
    page = _page(context)
    for name, show in PUBLIC.items():
        show(page)
        if name in wanted:
            _save(page, name)
    context.close()


def _page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    return page


def _save(page: Page, name: str) -> None:
    """A picture of 256 colours: a third of the bytes. Chosen so that the few dots that are green,
    amber or red keep their colour; a median cut would give them the grey around them."""
    page.wait_for_function(MAPS_ARE_DRAWN)
    page.wait_for_timeout(3000)  # names on maps and live parts come last
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shot.quantize(
        256, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
    )
    small.save(IMAGES / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png")  # noqa: T201  what a command tells


def _at(path: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        page.goto(path)

    return show


def _desk(page: Page) -> None:
    """The desk with one case open beside the list."""
    page.goto("/cases/desk/")
    page.locator("a[href^='/cases/desk/C']").nth(3).click()
    page.locator("[data-desk]").wait_for()


def _case(page: Page) -> None:
    """The case that waits for its check and shows the most photos."""
    page.goto("/cases/?state=handled")
    numbers = list(dict.fromkeys(re.findall(r"/cases/(C\d+)/", page.content())))[:15]

    def photos(number: str) -> int:
        return page.request.get(f"/cases/{number}/").text().count("<img")

    page.goto(f"/cases/{max(numbers, key=photos)}/")


def _catalogue(page: Page) -> None:
    """One branch of the catalogue, with its limits and units."""
    page.goto("/catalogue/")
    for place in (2, 0):
        here = page.url
        page.locator("td a", has_text=re.compile("项$")).nth(place).click()
        page.wait_for_function("(here) => location.href !== here", arg=here)


def _area(page: Page) -> None:
    """A community with its map."""
    page.goto("/areas/")
    page.locator("a[href^='/areas/']").filter(has_text=re.compile("社区$")).nth(1).click()
    page.locator("#panel h1", has_text=re.compile("社区$")).wait_for()


def _report(page: Page) -> None:
    """The second step of the public form: the place."""
    page.goto("/")
    page.get_by_role("link", name="反映问题").first.click()
    page.get_by_label("是什么事").fill("滨海大道63号门口路灯不亮，已经三天，晚上看不清路。")
    page.get_by_role("button", name="下一步：标位置").click()
    page.get_by_label("在哪里").press_sequentially("滨海大道63")
    page.get_by_role("option").first.click()
    page.locator("[data-pin][data-ready]").wait_for()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def _track(page: Page) -> None:
    """Goes on from the form: send it, without a name, and follow it."""
    page.get_by_role("button", name="下一步：提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/receipt/")
    page.goto(page.url.removesuffix("receipt/"))


def _hazards(page: Page) -> None:
    """The hazards with the newest that is being put right beside them."""
    page.goto("/cases/kind/hazard/?state=rectifying")
    page.locator("a.row-link").first.click()
    page.locator("#panel h1").wait_for()


def _project(page: Page) -> None:
    """A micro livelihood project, if possible one being built, with its money and milestones."""
    page.goto("/r/micro_project/?state=implementing")
    if not page.locator("a.row-link").count():  # before the worker has told the whole year
        page.goto("/r/micro_project/")
    page.goto(page.locator("a.row-link").first.get_attribute("href") or "")


def _centre(page: Page) -> None:
    """The command centre with all panels answered."""
    page.goto("/centre/")
    page.locator("[data-centre][data-ready]").wait_for()
    page.locator("[aria-busy=true]").first.wait_for(state="detached")


def _centre_drill(page: Page) -> None:
    """A late case opened in place."""
    _centre(page)
    page.locator("[data-panel='cases.tones'] a[data-drill]").first.click()
    page.locator("#panel tr[data-row]").first.click()
    page.locator("#panel h1.mono").wait_for()


def _wall(page: Page) -> None:
    page.goto("/centre/wall/")
    page.locator("[data-wall] .tones").first.wait_for()


def _with_the_year(page: Page) -> None:
    """Wait until the worker has told the whole year, for figures are counted from it."""
    end = time.monotonic() + YEAR_S
    page.goto("/figures/")
    while page.get_by_text("演示数据还在装入").count() and time.monotonic() < end:
        page.wait_for_timeout(5000)
        page.reload()


def _figures(page: Page) -> None:
    _with_the_year(page)
    page.goto("/figures/")


def _plan(page: Page) -> None:
    _with_the_year(page)
    page.goto("/plan/wall/")


def _portrait(page: Page) -> None:
    """A community as of today, with its numbers."""
    _with_the_year(page)
    page.goto("/centre/portrait/")
    page.locator(".portrait-inside a").nth(1).click()
    page.locator(".portrait-counts").wait_for()


@dataclass(frozen=True)
class Shot:
    """A picture: what is shown, to whom, at which size."""

    show: Callable[[Page], None]
    user: str = DISPATCHER
    size: ViewportSize = field(default_factory=lambda: DESKTOP)


STAFF: dict[str, Shot] = {
    "home": Shot(_at("/home/")),
    "desk": Shot(_desk),
    "case": Shot(_case),
    "board": Shot(_at("/cases/board/")),
    "rates": Shot(_at("/cases/rates/")),
    "grid": Shot(_at("/grid/")),
    "catalogue": Shot(_catalogue),
    "areas": Shot(_area),
    "hazards": Shot(_hazards),
    "project": Shot(_project),
    "figures": Shot(_figures, LEADER),
    "plan": Shot(_plan, LEADER),
    "centre": Shot(_centre, LEADER),
    "centre-case": Shot(_centre_drill),
    "centre-1920": Shot(_centre, LEADER, WIDE),
    "centre-3840": Shot(_centre, LEADER, WALL),
    "centre-phone": Shot(_centre, LEADER, PHONE),
    "wall-1920": Shot(_wall, LEADER, WIDE),
    "wall-3840": Shot(_wall, LEADER, WALL),
    "portrait": Shot(_portrait, LEADER),
}
PUBLIC: dict[str, Callable[[Page], None]] = {"report": _report, "track": _track}

if __name__ == "__main__":
    main()
