"""Every page that the engine and the applications mount, found by itself.

What stands in a page's address is filled in from the records of the test. An application whose
addresses hold something else says what to put there in ``tests/samples.py`` of its own folder:
``def samples(town, case) -> dict[str, object]``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.urls import URLPattern, reverse

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.models import MatterClass
from jiedao.kernel import registry
from tests.cast import SmallTown

ENGINE = "jiedao.engines.cases"
MINING = "jiedao.engines.mining"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """A named address of one package."""

    package: str
    name: str
    parameters: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.name.replace(":", ".")

    @property
    def of_a_record(self) -> bool:
        """Whether its address names a record, so that a stranger must find nothing there."""
        return bool(set(self.parameters) - {"kind"})

    def url(self, samples: Mapping[str, Any]) -> str:
        missing = [name for name in self.parameters if name not in samples]
        assert not missing, (
            f"{self.name}: say in {self.package}.tests.samples what {missing[0]} may be"
        )
        chosen = {name: samples[name] for name in self.parameters}
        if self.name in _OF_REQUESTS:
            chosen["number"] = samples["request_number"]
        return reverse(self.name, kwargs=chosen)


def packages() -> list[str]:
    """The engines of cases and of what is learned from them, and the applications that mount pages."""
    applications = [config.name for config in registry.applications.values()]
    return [name for name in (ENGINE, MINING, *applications) if find_spec(f"{name}.urls")]


def pages(package: str) -> Iterator[Page]:
    """The pages of one package."""
    module = import_module(f"{package}.urls")
    for pattern in module.urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            name = f"{module.app_name}:{pattern.name}"
            yield Page(package, name, tuple(pattern.pattern.converters))


def every_page() -> list[Page]:
    """All of them."""
    return [page for package in packages() for page in pages(package)]


def samples(package: str, town: SmallTown, case: Case) -> dict[str, Any]:
    """What may stand in the addresses of a package."""
    request = case.requests.first()
    file = case.attachments.first()
    known: dict[str, Any] = {
        "number": case.number,
        "request_number": request.number if request else "",
        "attachment_id": file.pk if file else 0,
        "key": "remark",
        "kind": case.kind,
        "code": town.places.grid_1.code,
        "offered": town.items.stall.pk,
        "chosen": town.items.rubbish.pk,
        "version": 0,
        "class_number": _class_of(town, case).number if package == MINING else "",
        "case_number": case.number,
    }
    if (folder_of(package) / "tests" / "samples.py").exists():
        known |= import_module(f"{package}.tests.samples").samples(town, case)
    return known


def _class_of(town: SmallTown, case: Case) -> MatterClass:
    """A class of matters with the case in it."""
    moment = case.reported_at
    found, made = MatterClass.objects.get_or_create(
        town_id=town.id, number="L0001",
        defaults={"title": "垃圾没人清理", "state": "new", "first_at": moment, "last_at": moment,
                  "grouped_at": moment, "weeks": [0, 1], "size": 1, "people": 1},
    )  # fmt: skip
    if made:
        found.members.create(case=case, likeness=1, added_at=moment)
    return found


# Addresses that take one sort of number only.
_OF_REQUESTS = {"cases:entered"}


def folder_of(package: str) -> Path:
    """The folder of a package."""
    file = import_module(package).__file__
    assert file is not None
    return Path(file).parent


def counts_file(package: str) -> Path:
    """Where the committed counts of a package's pages lie: in the application's own folder."""
    if package in (ENGINE, MINING):
        return HERE / f"{package.rpartition('.')[2]}.json"
    return folder_of(package) / "tests" / "query_counts.json"
