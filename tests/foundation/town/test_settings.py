"""A town's settings: one declared list behind file, page and command; every change on record."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import translation

from jiedao.config.cli.frame import _jiedao
from jiedao.engines.cases.clocks import town_limit
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.passwords import least_length
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.town.actions import change_settings
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.choices import every_setting, groups
from jiedao.kernel.errors import Forbidden, Invalid, NotFound
from jiedao.kernel.models import History, Town
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, reported

EVERY = sorted(every_setting())


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def changed(town: SmallTown) -> list[dict[str, list[str]]]:
    lines = History.objects.filter(town=town.town, kind="town", verb="settings_changed")
    return [line.changes for line in lines.order_by("id")]


def test_a_setting_counts_at_once_and_its_change_is_on_record(town: SmallTown) -> None:
    revision = towns.revision(town.id)
    done = change_settings(town.id, {"limits.inner": "3 个工作日"}, actor=actor_of(town.admin))
    assert done == ["limits.inner"]
    assert town_limit(town.id, "inner") == Limit(3, LimitUnit.WORKDAYS)
    assert town_limit(town.id, "sign_for") == Limit(2, LimitUnit.OFFICE_HOURS)
    assert towns.revision(town.id) != revision
    assert changed(town) == [{"limits.inner": ["5 个工作日", "3 个工作日"]}]
    assert History.objects.get(verb="settings_changed").actor_id == town.admin.pk
    assert change_settings(town.id, {"limits.inner": "3 个工作日"}, actor=SYSTEM) == []
    assert change_settings(town.id, {"limits.inner": None}, actor=SYSTEM) == ["limits.inner"]
    assert "limits" not in Town.objects.get(pk=town.id).settings
    assert Town.objects.get(pk=town.id).settings["area_code"] == "0755"


def test_only_who_may_edit_settings_changes_them(town: SmallTown) -> None:
    for account in (town.handler, town.security, town.nobody):
        with pytest.raises(Forbidden):
            change_settings(town.id, {"public_page": True}, actor=actor_of(account))
    other = town.stranger.town_id or 0
    with pytest.raises(NotFound):
        change_settings(other, {"public_page": True}, actor=actor_of(town.admin))
    assert change_settings(town.id, {"public_page": True}, actor=actor_of(town.admin))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("limits.inner", "很快", "不是能识别的时限"),
        ("limits.inner", "停止 4 工作时；处罚 7 工作日", "请写一个时限"),
        ("limits.inner", {"amount": 0, "unit": "workdays"}, "请写一个时限"),
        ("warn_share", 1.5, "须小于 1"),
        ("password_length", 6, "不能小于 10"),
        ("public_rate", "许多", "请填整数"),
        ("fallback_unit", "无此单位", "请从列出的选项中选择"),
        ("fallback_unit", "police", "请从列出的选项中选择"),
        ("area_code", "755", "格式不对"),
        ("colour", "red", "没有名为“colour”的设置"),
        ("office_hours", "9 点到 5 点", "办公时间读不懂"),
        ("map_tiles", [{"url": "javascript:alert(1)"}], "格式不对"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_changes(
    town: SmallTown, name: str, value: object, told: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change_settings(town.id, {name: value, "public_page": True}, actor=SYSTEM)
    assert told in refused.value.errors[name]
    assert "public_page" not in Town.objects.get(pk=town.id).settings
    assert not changed(town)


def test_every_clock_may_warn_at_its_own_time(town: SmallTown) -> None:
    values = {"warn_share": 0.25, "warn_shares.sign_for": 0.5}
    change_settings(town.id, values, actor=SYSTEM)
    with clock.at(MONDAY):
        desk = reported(town)
    left = {one.kind: (one.due_at - one.warn_at) / (one.due_at - one.started_at)
            for one in desk.case.clocks.all()}  # fmt: skip
    assert left["sign_for"] == pytest.approx(0.5)
    assert left["inner"] == pytest.approx(0.25)


def test_the_page_shows_every_setting_to_who_may_change_them(town: SmallTown) -> None:
    html = opened(town.admin).get("/settings/").content.decode()
    for setting in every_setting().values():
        assert setting.title in html, setting.name
    assert "5 个工作日" in html
    assert opened(town.handler).get("/settings/").status_code == 403
    assert opened(town.handler).get("/settings/loop/").status_code == 403
    assert Client().get("/settings/").status_code == 303


@pytest.mark.parametrize("key", [one.key for one in groups()])
def test_every_group_has_its_form_or_its_page(town: SmallTown, key: str) -> None:
    """Sent back as it stands, a form changes nothing."""
    client = opened(town.admin)
    response = client.get(f"/settings/{key}/")
    if key in ("workdays", "map"):
        assert response.status_code == 404
        return
    assert response.status_code == 200
    fields = {one.name: one.value for one in response.context["form"].fields}
    sent = {name: value for name, value in fields.items() if value not in (False, "")}
    assert client.post(f"/settings/{key}/", sent).status_code == 303
    assert not changed(town)


def test_a_form_changes_settings_and_the_page_tells_who_did(town: SmallTown) -> None:
    client = opened(town.admin)
    sent = {"limits.sign_for": "4 工作时", "limits.inner": "", "warn_share": "0.2"}
    assert client.post("/settings/loop/", sent).status_code == 303
    assert changed(town) == [
        {
            "auto_dispatch": ["是", "否"],
            "limits.sign_for": ["2 工作时", "4 工作时"],
            "warn_share": ["0.25", "0.2"],
        }
    ]
    html = client.get("/settings/").content.decode()
    assert "修改街道设置" in html
    assert "管系统" in html


def test_a_form_keeps_what_was_typed_wrongly(town: SmallTown) -> None:
    response = opened(town.admin).post("/settings/loop/", {"limits.inner": "很快"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "很快" in html
    assert "不是能识别的时限" in html
    assert not changed(town)


def test_the_fallback_unit_is_chosen_by_name(town: SmallTown) -> None:
    client = opened(town.admin)
    assert "指挥中心" in client.get("/settings/catalogue/").content.decode()
    assert client.post("/settings/catalogue/", {"fallback_unit": "centre"}).status_code == 303
    assert changed(town) == [{"fallback_unit": ["", "指挥中心"]}]


def test_the_page_in_english(town: SmallTown) -> None:
    town.admin.language = "en"
    town.admin.save(update_fields=["language"])
    html = opened(town.admin).get("/settings/").content.decode()
    assert "Dispatch and limits" in html
    assert "5 workdays" in html


def settings(*arguments: str) -> Result:
    with translation.override("zh-hans"):
        return CliRunner().invoke(_jiedao, ["settings", *arguments])


def test_the_command_lists_shows_and_changes(town: SmallTown) -> None:
    key = town.town.key
    listed = settings(key)
    assert listed.exit_code == 0, listed.output
    assert [line.split()[1 if line[0] == "*" else 0] for line in listed.output.splitlines()] == [
        *every_setting()
    ]
    assert "预警比例" in settings(key, "warn_share").output
    assert settings(key, "limits.inner", "3 workdays").exit_code == 0
    assert settings(key, "office_hours", "08:30-12:00，13:30-17:30").exit_code == 0
    assert settings(key, "map_tiles", '[{"url": "https://t.example/{z}/{x}/{y}"}]').exit_code == 0
    held = Town.objects.get(pk=town.id).settings
    assert held["limits"] == {"inner": {"amount": 3, "unit": "workdays"}}
    assert held["office_hours"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert held["map_tiles"][0]["kind"] == "xyz"
    assert settings(key, "limits.inner", "--default").exit_code == 0
    assert "limits" not in Town.objects.get(pk=town.id).settings
    assert len(changed(town)) == 4


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("limits.inner", "很快"), 1, "不是能识别的时限"),
        (("colour", "red"), 2, "没有名为“colour”的设置"),
        (("map_tiles", "[1"), 2, "不是有效的 JSON"),
    ],
)
def test_the_command_refuses_in_a_sentence(
    town: SmallTown, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = settings(town.town.key, *arguments)
    assert (result.exit_code, told in result.output) == (code, True), result.output


def test_a_new_password_follows_the_setting(town: SmallTown) -> None:
    change_settings(town.id, {"password_length": "14"}, actor=SYSTEM)
    assert least_length(town.id) == 14


def test_a_tracking_code_lives_as_long_as_the_setting_says(town: SmallTown) -> None:
    change_settings(town.id, {"tracking_days": 30}, actor=SYSTEM)
    with clock.at(MONDAY):
        request = reported(town).case.requests.get()
    assert request.tracking_expires_at == request.received_at + timedelta(days=30)
