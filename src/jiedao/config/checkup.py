"""What `jiedao check` looks at: each finding says what is wrong and how to mend it."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import INFO, run_checks
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from jiedao.config.health import missing_migrations, worker_age
from jiedao.foundation.staff.models import Account
from jiedao.kernel.models import Delivery, Town

_LEAST_FREE = 1024**3
_WORKER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``good``, a ``remark`` worth knowing, or a ``fault`` to mend."""

    kind: str
    title: str
    text: str = ""

    @property
    def sign(self) -> str:
        return {"good": "✓", "remark": "·", "fault": "✗"}[self.kind]

    @property
    def is_fault(self) -> bool:
        return self.kind == "fault"


def examine() -> Iterator[Finding]:
    """Every finding, what the rest depends on first."""
    yield from _settings()
    yield from _keys()
    yield _disk()
    try:
        missing = missing_migrations()
    except DatabaseError as error:
        yield Finding("fault", _("数据库"), _("没有应答：%(error)s") % {"error": error})
        return
    if missing:
        yield Finding("fault", _("数据库"), _("数据表不是最新版本，请运行 jiedao migrate。"))
        return
    looks: tuple[Callable[[], Finding], ...] = (_database, _towns, _worker, _deliveries)
    yield from (look() for look in looks)


def _settings() -> Iterator[Finding]:
    messages = [message for message in run_checks() if message.level > INFO]
    for message in messages:
        yield Finding("fault", _("设置"), f"{message.id} {message.msg}")
    if settings.DEBUG:
        yield Finding("remark", _("设置"), _("JIEDAO_DEBUG 已打开，只用于开发。"))
    if not messages:
        yield Finding("good", _("设置"))


def _keys() -> Iterator[Finding]:
    folder = settings.HOME / "keys"
    loose = [
        path.name
        for path in sorted(folder.iterdir() if folder.exists() else ())
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if loose:
        text = _("%(names)s 能被别的用户读取，请运行 chmod 600。") % {"names": "、".join(loose)}
        yield Finding("fault", _("密钥"), text)
    else:
        yield Finding("good", _("密钥"))


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    text = _("%(folder)s 剩余 %(free).1f GB") % {"folder": settings.HOME, "free": free / 1024**3}
    return Finding("fault" if free < _LEAST_FREE else "good", _("磁盘"), text)


def _database() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("good", _("数据库"), "PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        fault = cursor.fetchone()[0]
    if fault != "ok":
        return Finding(
            "fault", _("数据库"), _("文件已损坏，请从备份恢复：%(fault)s") % {"fault": fault}
        )
    return Finding("good", _("数据库"), "SQLite")


def _towns() -> Finding:
    keys = list(Town.objects.order_by("id").values_list("key", flat=True))
    if not keys:
        return Finding("remark", _("街道"), _("还没有；请运行 jiedao init 或 jiedao demo。"))
    if not Account.objects.filter(is_active=True).exists():
        return Finding("fault", _("街道"), _("没有可以登录的账号。"))
    return Finding("good", _("街道"), "、".join(keys))


def _worker() -> Finding:
    age = worker_age()
    if age is None:
        return Finding("remark", _("后台进程"), _("从未运行；到期处理和通知靠它：jiedao worker。"))
    if age > _WORKER_SECONDS:
        text = _("已停 %(minutes)d 分钟；请启动 jiedao worker。") % {"minutes": age // 60}
        return Finding("remark", _("后台进程"), text)
    return Finding("good", _("后台进程"))


def _deliveries() -> Finding:
    stuck = Delivery.objects.filter(done_at__isnull=True, attempts__gte=3)
    count = stuck.count()
    if not count:
        return Finding("good", _("通知与联动"))
    worst = stuck.order_by("-attempts").first()
    return Finding(
        "fault",
        _("通知与联动"),
        _("%(count)d 条多次失败，最近的原因：%(error)s")
        % {"count": count, "error": worst.error if worst else ""},
    )
