"""What is asked whenever a record of land or premises is saved: a sentence what is wrong, or ""."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.space import names

_YEARS: Final = 20
"""No lease runs longer (Civil Code, art. 705)."""
_YEARS_ALONE: Final = 5
"""A collective company's longer leases are decided by its members."""


def has_area(work: Any) -> str:
    """Figures add up areas: none may be missing."""
    return "" if work.record.area_size else _("请填写面积。")


def of_a_begun_project(work: Any) -> str:
    """A stage is that of a project, and not counted from before it began."""
    project = work.subject_record
    if project is None or project.kind != names.LAND_PROJECT:
        return _("请从整备项目的页面登记它的阶段。")
    began = project.started_on
    if began is not None and work.values["began_on"] < began:
        return _("起算日期早于项目启动。")
    if work.values["stage"] == "levelling" and not work.values.get("levelled_area"):
        return _("请填写平整面积。")
    return ""


def of_an_upgrade(work: Any) -> str:
    """Investment is that of an upgrade, in a month after it was entered."""
    project = work.subject_record
    if project is None:
        return _("请从园区升级项目的页面登记它的固定资产投资。")
    return _("投资月份早于项目申报。") if work.record.day < project.day else ""


def lawful_lease(work: Any) -> str:
    """What a letting must keep to; of collective premises also rent and decision."""
    begins, ends = work.values.get("lease_from"), work.values.get("lease_to")
    if begins is None or ends is None:
        return ""
    if ends < begins:
        return _("租期届满早于起租。")
    if ends > _years_after(begins, _YEARS):
        return _("租期不能超过 %(years)d 年。") % {"years": _YEARS}
    return _lawful_for_a_collective(work) if work.values["owned_by"] == "collective" else ""


def _lawful_for_a_collective(work: Any) -> str:
    rent, floor = work.values.get("rent"), work.values.get("guide_rent")
    if rent is not None and floor is not None and rent < floor:
        return _("租金低于指导租金 %(rent)s 元。") % {"rent": floor}
    longest = _years_after(work.values["lease_from"], _YEARS_ALONE)
    if work.values["lease_to"] > longest and not work.values.get("resolution"):
        return _("租期超过 %(years)d 年，请填写民主决议文号。") % {"years": _YEARS_ALONE}
    return ""


def _years_after(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def compared(work: Any) -> str:
    """Who holds the contract and who uses the premises: two names are a sub-letting."""
    firm = work.record.organisation
    if firm is None:
        return _("请填写实际使用的企业。")
    same = firm.name == work.values["holder"].strip()
    if same and work.values["sublet"]:
        return _("合同承租方就是实际使用方，不是转租。")
    if not same and not work.values["sublet"]:
        return _("合同承租方与实际使用方不一致，请勾选“二房东转租”。")
    return ""


def full_time_since_a_day(work: Any) -> str:
    """Whoever is full-time is so since a day."""
    if work.values.get("full_time") and work.values.get("full_time_since") is None:
        return _("请填写专职起始日期。")
    return ""
