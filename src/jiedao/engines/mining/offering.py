"""What is offered for one case: items by rule, model or the catalogue's words; units; time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from jiedao.engines.cases.models import Case
from jiedao.engines.mining import catalogue_words
from jiedao.engines.mining.actions import CATALOGUE
from jiedao.engines.mining.confirmed import features
from jiedao.engines.mining.learners import load, usable
from jiedao.engines.mining.models import LearnedModel, Task
from jiedao.engines.mining.settings import threshold_of
from jiedao.engines.mining.solved import Past
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import towns

if TYPE_CHECKING:
    from jiedao.engines.mining.classifying import ColdStart

RULE: Final = "rule"
MODEL: Final = "model"
DUTY: Final = "duty"
HISTORY: Final = "history"
_NOISE: Final = 0.03
"""Where even the likeliest item is less likely than this, none is worth a button."""
_MOST: Final = 3
_ASKED: Final = 8
"""More than are shown: the catalogue may have retired some of them since."""
_RANKED: Final = 20

Offer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """What is suggested for one task of one case."""

    offers: list[Offer]
    source: str
    version: LearnedModel | None = None
    asks: bool = False


class Offering:
    """What a town's catalogue and versions in use suggest; read once for a batch of cases."""

    def __init__(self, town_id: int) -> None:
        self.town_id = town_id
        self.catalogue: Catalogue = catalogue_for(town_id)
        self.sure = threshold_of(town_id)

    @cached_property
    def versions(self) -> dict[Task, LearnedModel | None]:
        """The versions in use."""
        return {task: usable(self.town_id, task) for task in Task}

    # Items

    def items(self, cases: Sequence[Case]) -> list[Offered]:
        """Of each case: what a rule names first, then what the words of earlier ones say."""
        version = self.versions[Task.ITEM]
        model: Any = load(version) if version else self._cold
        guesses = model.suggest([case.text for case in cases], most=_ASKED) if model else []
        found = []
        for at, case in enumerate(cases):
            likely = [
                self._offer(model, case, one.label, one.p)
                for one in (guesses[at] if model else ())
                if self._serves(one.label, case)
            ]
            found.append(self._item(case, likely, version))
        return found

    def _item(self, case: Case, likely: list[Offer], version: LearnedModel | None) -> Offered:
        named = self.catalogue.suggest(case.text, case.channel, case.community_id, case.kind)
        if named is not None:
            first = {"id": named.item.id, "p": None, "words": list(named.words)}
            others = [one for one in likely if one["id"] != named.item.id]
            return Offered([first, *others][:_MOST], RULE)
        if likely and likely[0]["p"] < _NOISE:
            likely = []
        asks = not likely or likely[0]["p"] < self.sure
        return Offered(likely[:_MOST], MODEL if version else CATALOGUE, version, asks)

    def _offer(self, model: Any, case: Case, code: str, p: float) -> Offer:
        item = self.catalogue.item(code)
        assert item is not None, "asked of _serves"
        return {"id": item.id, "p": round(p, 4), "words": list(model.why(case.text, code))}

    def _serves(self, code: str, case: Case) -> bool:
        item = self.catalogue.item(code)
        return item is not None and item.active and item.serves(case.kind)

    @cached_property
    def _cold(self) -> "ColdStart | None":
        return _cold_start(self.town_id)

    # Units

    def units(self, case: Case, item_id: int, past: Past) -> Offered:
        """The duty list's unit first; then who solved such matters here. Reasons in sentences."""
        areas = [a for a in (case.building_id, case.grid_id, case.community_id) if a is not None]
        listed = self.catalogue.responsible(item_id, areas).lead_unit_id
        version = self.versions[Task.UNIT]
        ranked = self._ranked(version, case, item_id)
        order = list(dict.fromkeys([*([listed] if listed else []), *ranked]))[:_MOST]
        offers = [
            {
                "id": unit_id,
                "p": ranked.get(unit_id),
                "words": self._reasons(case, item_id, unit_id, past, listed=unit_id == listed),
            }
            for unit_id in order
        ]
        return Offered(offers, DUTY if listed else HISTORY, version)

    def _ranked(self, version: LearnedModel | None, case: Case, item_id: int) -> dict[int, float]:
        """Units that work today → probability; one that has ended counts as its successor."""
        if version is None:
            return {}
        router: Any = load(version)
        row = features(self.catalogue, item_id, case)
        found: dict[int, float] = {}
        structure = structure_of(self.town_id)
        for one in router.rank([row], most=_RANKED, at=case.reported_at)[0]:
            unit = structure.current(int(one.unit))
            if unit is not None:
                found[unit.id] = round(found.get(unit.id, 0.0) + one.p, 4)
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def _reasons(
        self, case: Case, item_id: int, unit_id: int, past: Past, *, listed: bool
    ) -> list[str]:
        names = structure_of(self.town_id).units
        name = names[unit_id].name
        said = []
        if listed:
            said.append(_("清单写明此类事项由%(unit)s主办。") % {"unit": name})
        solvers = past.solvers(item_id, case.community_id)
        if solvers[unit_id]:
            told = {"n": solvers.total(), "k": solvers[unit_id], "unit": name}
            here = _("近一年此类事项在本社区 %(n)d 件中 %(k)d 件由%(unit)s办结。")
            everywhere = _("近一年此类事项 %(n)d 件中 %(k)d 件由%(unit)s办结。")
            said.append((here if case.community_id else everywhere) % told)
        for (asked, acted), times in past.objections.get(item_id, {}).items():
            if asked == unit_id and acted in names:
                told = {"unit": name, "other": names[acted].name, "n": times}
                said.append(
                    _("此类事项派给%(unit)s曾被提出异议并获支持 %(n)d 次，改由%(other)s办理。")
                    % told
                )
        return said

    # Time

    def time(self, case: Case, item_id: int, units: Offered, past: Past) -> Offered | None:
        """The risk of lateness, and the days such matters took; None where neither is known.

        The risk is that of the unit that the duty list names; without one it is the mean over the
        units that are likely (``units``), as nobody knows yet which it will be.
        """
        version = self.versions[Task.TIME]
        risk = None
        if version is not None:
            model: Any = load(version)
            row = features(self.catalogue, item_id, case)
            chances = _chances(units)
            risk = round(float(model.risk_over([row], "unit", [chances])[0]), 4)
        days = past.days(item_id, case.community_id)
        if risk is None and days is None:
            return None
        offer: Offer = {
            "id": 0,
            "p": risk,
            "words": [],
            "days": None if days is None else round(days, 2),
        }
        return Offered([offer], MODEL if version else HISTORY, version)


def _chances(units: Offered) -> dict[str, float]:
    """How likely each unit is to do it."""
    if units.source == DUTY:
        return {str(units.offers[0]["id"]): 1.0}
    return {str(one["id"]): one["p"] or 0.0 for one in units.offers}


_started: dict[int, tuple[object, "ColdStart | None"]] = {}


def _cold_start(town_id: int) -> "ColdStart | None":
    """From the catalogue's own words; kept until the catalogue changes."""
    revision = towns.revision(town_id)
    kept = _started.get(town_id)
    if kept is not None and kept[0] == revision:
        return kept[1]
    from jiedao.engines.mining.classifying import ColdStart

    entries = catalogue_words.entries(town_id)
    made = ColdStart(entries) if len(entries) > 1 else None
    _started[town_id] = (revision, made)
    return made
