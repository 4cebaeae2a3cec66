"""What a kind's attributes say, in words: their titles and units come from the kind's model."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin

from django.db.models import Choices
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from jiedao.engines.cases.attributes import model_of
from jiedao.foundation.parties.masks import mask_name
from jiedao.foundation.records.references import visible_words
from jiedao.foundation.records.work import HIDDEN
from jiedao.kernel.access import Reach
from jiedao.kernel.attributes import declared_titles, facts_of, ref_of
from jiedao.kernel.titles import Title
from jiedao.web import formats
from jiedao.web.parts import Change, Fact
from jiedao.web.widgets import bare

_LISTS = (list, tuple, set, frozenset)
_LONG = 40


def fields_of(kind: str) -> Mapping[str, FieldInfo]:
    """The attributes that a kind declares."""
    model = model_of(kind)
    return model.model_fields if model is not None else {}


def title(name: str, info: FieldInfo) -> str:
    """What an attribute is called, in the reader's language."""
    return str(titles(name, info))


def titles(name: str, info: FieldInfo) -> Title:
    """The same in both, as ``attribute`` says it; else in the reader's."""
    word = _(info.title) if info.title else name
    return declared_titles(info) or Title(word, word)


def facts(kind: str, attributes: Mapping[str, Any], reach: Reach) -> list[Fact]:
    """The attributes of a case that have a value; what they refer to by its name, of records only
    those that the reader may see."""
    found = []
    for name, info in fields_of(kind).items():
        value = attributes.get(name)
        text = _named(ref_of(info), value, reach) or words(info, value)
        if text:
            found.append(Fact(title(name, info), text, wide=len(text) > _LONG))
    return found


def _named(to: str, value: Any, reach: Reach) -> str:
    return visible_words(reach, to, [value]).get(value, "") if to and value else ""


def changes(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The attributes that differ."""
    return [
        Change(title(name, info), words(info, old.get(name)), words(info, new.get(name)))
        for name, info in fields_of(kind).items()
        if old.get(name) != new.get(name)
    ]


def words(info: FieldInfo, value: Any) -> str:
    """A stored value as one reads it, with its unit; a personal one as much as may be seen."""
    if value in (None, "", []):
        return ""
    if is_personal(info):
        return mask_name(value) if isinstance(value, str) else HIDDEN
    text = _plain(bare(info.annotation), value)
    unit = unit_of(info)
    return f"{text} {unit}" if unit else text


def is_personal(info: FieldInfo) -> bool:
    """Whether it tells of a person: masked on pages, left out of files."""
    return facts_of("", info).personal


def unit_of(info: FieldInfo) -> str:
    """What a number counts, as ``attribute`` says it or a plain pydantic field."""
    extra = info.json_schema_extra
    plain = extra.get("unit", "") if isinstance(extra, dict) else ""
    return str(plain or facts_of("", info).unit)


def _plain(kind: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        inner = bare(get_args(kind)[0]) if get_origin(kind) in _LISTS and get_args(kind) else str
        return _("、").join(_plain(inner, each) for each in value)
    return _of_type(kind, value) if isinstance(kind, type) else _(str(value))


def _of_type(kind: type, value: Any) -> str:
    if issubclass(kind, Enum):
        member = next((each for each in kind if each.value == value), None)
        known = member is not None and issubclass(kind, Choices)
        return str(getattr(member, "label" if known else "titles", value))
    if issubclass(kind, datetime):
        return formats.exact(datetime.fromisoformat(value))
    if issubclass(kind, date):
        return date.fromisoformat(value).isoformat()
    return str(value)
