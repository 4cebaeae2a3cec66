"""Forms from models: what is asked, what is read, what is said when it is wrong."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextChoices
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from pydantic import BaseModel, Field, field_validator

from jiedao.kernel.errors import Conflict, Invalid
from jiedao.web.forms import Form
from jiedao.web.widgets import Choice, LonLat, Pin, Widget

make = RequestFactory()


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Level(TextChoices):
    ONE = "1", "一级"
    TWO = "2", "二级"


class Everything(BaseModel):
    text: str = Field(title="事情", min_length=3, max_length=20)
    note: str = ""
    count: int | None = Field(default=None, title="数量", ge=1)
    money: Decimal | None = Field(default=None, json_schema_extra={"unit": "元"})
    day: date | None = None
    moment: datetime | None = None
    yes: bool = False
    mood: Mood = Mood.GOOD
    level: Level | None = None
    way: Literal["phone", "spot"] = "spot"
    units: list[int] = []
    pin: Pin | None = None

    @field_validator("note")
    @classmethod
    def _note(cls, value: str) -> str:
        if value == "坏":
            raise ValueError("备注不能这样写。")
        return value


def a_form(**kwargs: object) -> Form[Everything]:
    widgets = {"units": Widget("checks", choices=[Choice("1", "城管"), Choice("2", "水务")])}
    return Form(Everything, widgets=widgets, **kwargs)  # type: ignore[arg-type]


def sent(**data: object) -> HttpRequest:
    return make.post("/", data)


def test_widgets_follow_from_types() -> None:
    kinds = {one.name: one.widget.kind for one in a_form().fields}
    assert kinds == {
        "text": "text",
        "note": "text",
        "count": "number",
        "money": "number",
        "day": "date",
        "moment": "datetime",
        "yes": "switch",
        "mood": "radio",
        "level": "radio",
        "way": "radio",
        "units": "checks",
        "pin": "pin",
    }
    assert [str(choice.label) for choice in a_form()["level"].widget.options()] == ["一级", "二级"]


def test_what_was_sent_becomes_the_model() -> None:
    data = a_form().bind(
        sent(
            text="  路灯不亮\r\n两盏 ",
            count="1,200",
            money="99.5",
            day="2026-11-22",
            moment="2026-11-22T14:20",
            yes="1",
            mood="bad",
            units=["1", "2"],
            pin="114.3,22.7",
        )
    )
    assert data is not None
    assert data.text == "路灯不亮\n两盏"
    assert (data.count, data.money, data.day) == (1200, Decimal("99.5"), date(2026, 11, 22))
    assert data.moment == datetime(2026, 11, 22, 6, 20, tzinfo=UTC)
    assert data.yes
    assert data.mood is Mood.BAD
    assert data.units == [1, 2]
    assert data.pin == LonLat(114.3, 22.7)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "请填写。"),
        ("text", "二字", "至少 3 个字。"),
        ("text", "长" * 21, "最多 20 个字。"),
        ("count", "0", "不能小于 1。"),
        ("count", "许多", "请填整数。"),
        ("money", "x", "请填数字。"),
        ("day", "昨天", "请填日期，如 2026-11-22。"),
        ("moment", "now", "请填日期和时间，如 2026-11-22 14:20。"),
        ("mood", "odd", "请从列出的选项中选择。"),
        ("way", "mail", "请从列出的选项中选择。"),
        ("note", "坏", "备注不能这样写。"),
        ("pin", "114.3", "请在地图上重新标注位置。"),
    ],
)
def test_errors_are_sentences_at_their_field(field: str, value: str, sentence: str) -> None:
    form = a_form()
    request = sent(**{"text": "路灯不亮", "units": ["2"], field: value})
    assert form.bind(request) is None
    assert form[field].error == sentence
    assert form[field].value == value
    assert form["units"].value == ["2"], "what else was chosen is kept"
    assert form.summary.startswith("有 1 处需要修改")


def test_the_page_keeps_what_was_typed_and_names_the_fault() -> None:
    form = a_form(hidden={"version": 7}, draft="x:1")
    form.bind(sent(text="路", note="<b>不</b>"))
    html = Template("{% load web %}{% form form submit='提交' action='/x' %}").render(
        Context({"form": form, "csrf_token": "t"})
    )
    assert 'value="&lt;b&gt;不&lt;/b&gt;"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="everything-text-error"' in html
    assert 'aria-describedby="everything-text-error"' in html
    assert '<input type="hidden" name="version" value="7">' in html
    assert 'data-draft="x:1"' in html
    assert "data-refused" in html


def test_a_refusal_of_the_action_stands_at_its_field_or_on_top() -> None:
    form = a_form()
    form.refuse(Invalid("重复了。", field="text"))
    assert form["text"].error == "重复了。"
    form = a_form()
    form.refuse(Conflict("已被他人分拨。"))
    assert form.summary == "已被他人分拨。"
    form = a_form()
    form.refuse(Invalid("两处。", errors={"text": "甲", "day": "乙", "unknown": "丙"}))
    assert (form["text"].error, form["day"].error) == ("甲", "乙")
    assert "两处。" in form.summary


def test_initial_values_are_shown_in_the_town_s_time() -> None:
    form = a_form(
        initial={
            "moment": datetime(2026, 11, 22, 6, 20, tzinfo=UTC),
            "pin": LonLat(114.3, 22.7),
            "units": [2],
            "mood": Mood.BAD,
        }
    )
    assert form["moment"].value == "2026-11-22T14:20"
    assert form["pin"].value == "114.300000,22.700000"
    assert [on for _choice, on in form["units"].chosen] == [False, True]
    assert [on for _choice, on in form["mood"].chosen] == [False, True]


class WithPhotos(BaseModel):
    photos: list[object] = Field(default=[], json_schema_extra={"widget": "photos"})


def test_files_arrive() -> None:
    form = Form(WithPhotos)
    photo = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
    data = form.bind(make.post("/", {"photos": [photo]}))
    assert data is not None
    assert len(data.photos) == 1
    assert form.has_files
