"""The anonymous public: which town it speaks to, whether it may, and how often.

The window of the rate limit lives in the memory of one process: with n web processes an address
gets up to n times as much. That is accepted (it costs no query, and the limit guards against
floods, not against persistence); what must be exact, such as urging once a day, is checked
against the database by its action.
"""

import ipaddress
import threading
import time
from collections import OrderedDict, deque

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.kernel import towns
from jiedao.kernel.errors import NotFound, TooMany
from jiedao.kernel.models import Town

PAGE, API = "public_page", "public_api"
"""Town settings: whether the public page and the public interfaces are open."""

WINDOW_SECONDS = 600.0
DEFAULT_RATE = 30
"""New requests of one address in a window; the town setting ``public_rate`` overrides it."""
QUESTIONS = 60
"""“Is it this one?” asked of one address in a window; afterwards nothing is offered."""
MISSES = 20
"""Wrong tracking codes of one address in a window."""

_KEYS_KEPT = 50_000
_TOWN_SECONDS = 1.0


class TooFast(TooMany):
    """Refused for now; ``seconds`` until the next one is taken."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence, code="too_fast")
        self.seconds = seconds


class Window:
    """A sliding window: at most so many acts of one key in ``seconds``, in this process."""

    def __init__(self, seconds: float = WINDOW_SECONDS) -> None:
        self._seconds = seconds
        self._acts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, most: int) -> int:
        """Count an act; 0 when it is within the limit, else the seconds to wait (not counted)."""
        moment = time.monotonic()
        with self._lock:
            acts = self._acts.setdefault(key, deque())
            self._acts.move_to_end(key)
            while acts and acts[0] <= moment - self._seconds:
                acts.popleft()
            if len(acts) >= most:
                return max(1, int(acts[0] + self._seconds - moment) + 1) if acts else 1
            acts.append(moment)
            while len(self._acts) > _KEYS_KEPT:
                self._acts.popitem(last=False)
        return 0

    def full(self, key: str, most: int) -> bool:
        """Whether the key has used up its window; counts nothing."""
        floor = time.monotonic() - self._seconds
        with self._lock:
            return sum(1 for act in self._acts.get(key, ()) if act > floor) >= most

    def clear(self) -> None:
        """Forget every key."""
        with self._lock:
            self._acts.clear()


new_requests = Window()
wrong_codes = Window()
questions = Window()


def is_open(town: Town, setting: str) -> bool:
    """Whether a town opened its public page or its public interfaces."""
    return bool(town.settings.get(setting, False))


def town_for(key: str, setting: str) -> Town:
    """The town of that key; without one the first that opened ``setting``, else the first.

    Raises NotFound for an unknown key, and where there is no town at all.
    """
    key = key.replace("\x00", "")
    town_id = _ids.get((key, setting))
    if town_id is None:
        town_id = _find(key, setting)
        _ids.put((key, setting), town_id)
    try:
        town = towns.town(town_id)
    except Town.DoesNotExist:
        town = None
    if town is None or (key and town.key != key):
        # Only where a database was replaced beneath a running process.
        _ids.clear()
        return towns.town(_find(key, setting))
    return town


def _find(key: str, setting: str) -> int:
    if key:
        return towns.town_by_key(key).pk
    known = list(Town.objects.order_by("id"))
    if not known:
        raise NotFound(_("这里还没有街道。"), code="no_town")
    return next((town.pk for town in known if is_open(town, setting)), known[0].pk)


class _Ids:
    """Town ids by what was asked for, remembered for a second."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[float, int]] = {}

    def get(self, asked: tuple[str, str]) -> int | None:
        entry = self._kept.get(asked)
        fresh = entry is not None and time.monotonic() - entry[0] < _TOWN_SECONDS
        return entry[1] if entry is not None and fresh else None

    def put(self, asked: tuple[str, str], town_id: int) -> None:
        self._kept[asked] = (time.monotonic(), town_id)

    def clear(self) -> None:
        self._kept.clear()


_ids = _Ids()


def forget() -> None:
    """Forget towns and addresses: for tests."""
    _ids.clear()
    new_requests.clear()
    wrong_codes.clear()
    questions.clear()


def address_of(request: HttpRequest) -> str:
    """The sender's address as the limits count it: an IPv6 household is one /64."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address), 64), strict=False).network_address)
    return text


def slow_down(town_id: int, address: str) -> None:
    """Count one new request of an address; TooFast when it sends too many."""
    most = int(towns.setting(town_id, "public_rate", DEFAULT_RATE))
    wait = new_requests.take(f"{town_id} {address}", most)
    if wait:
        raise TooFast(
            _("提交太频繁，请 %(n)d 分钟后再试；急事请拨打便民电话。") % {"n": -(-wait // 60)},
            wait,
        )


def may_ask(town_id: int, address: str) -> bool:
    """Count one question about matters like one's own; False when an address asks too often."""
    return questions.take(f"{town_id} {address}", QUESTIONS) == 0


def guard_codes(address: str) -> None:
    """TooFast for an address that has tried too many wrong tracking codes."""
    if wrong_codes.full(address, MISSES):
        raise TooFast(_("查询码输错次数太多，请稍后再试。"), int(WINDOW_SECONDS))


def note_wrong_code(address: str) -> None:
    """Count one wrong tracking code of an address."""
    wrong_codes.take(address, MISSES)
