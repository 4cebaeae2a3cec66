"""Two addresses for those who watch over the installation; neither tells anything secret."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

import jiedao
from jiedao.kernel import clock
from jiedao.kernel.models import Heartbeat

WORKER = "worker"
_migrated = False


@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is alive; asks nobody."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, else 503; tells how old the worker's beat is."""
    try:
        migrated = is_migrated()
        age = worker_age() if migrated else None
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    body = {
        "ready": migrated,
        "version": jiedao.__version__,
        "database": connection.vendor,
        "migrated": migrated,
        "worker_seconds_ago": age,
    }
    return JsonResponse(body, status=200 if migrated else 503)


def is_migrated() -> bool:
    """Whether every migration is applied; once they are, only that the database answers."""
    global _migrated
    if _migrated:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    else:
        _migrated = not missing_migrations()
    return _migrated


def missing_migrations() -> int:
    """How many migrations are still to be applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def worker_age() -> float | None:
    """Seconds since the worker was last seen; None when it never was."""
    beat = Heartbeat.objects.filter(name=WORKER).first()
    return round((clock.now() - beat.at).total_seconds(), 1) if beat else None
