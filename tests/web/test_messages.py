"""Translations: what is found in code and templates, and the two file forms."""

import gettext
import io
from pathlib import Path

from jiedao.web import catalogs, messages
from jiedao.web.catalogs import Entry

CODE = """
x = _("你好")
y = ngettext("%(n)s 条", "%(n)s 条", n)
z = Field(default="", title="原因", description="会告诉对方")
w = _("plain English")
v = _(variable)
"""
TEMPLATE = """{% load i18n %}{% trans "分拨" %}{% blocktrans %}没有找到“{{ words }}”{% endblocktrans %}
{% blocktrans count n=rows %}{{ n }} 条{% plural %}{{ n }} 条{% endblocktrans %}
{% pagehead _("工单") meta=_('今天') %}{% endpagehead %}{{ _("标题") }}"""


def test_sentences_are_found_in_code() -> None:
    found = [one for one in messages.of_code(CODE) if catalogs.is_chinese(one)]
    assert set(found) == {"你好", ("%(n)s 条", "%(n)s 条"), "原因", "会告诉对方"}


def test_sentences_are_found_in_templates() -> None:
    found = {one for one in messages.of_template(TEMPLATE) if catalogs.is_chinese(one)}
    assert found == {
        "分拨",
        "没有找到“%(words)s”",
        ("%(n)s 条", "%(n)s 条"),
        "工单",
        "今天",
        "标题",
    }


def test_both_forms_hold_the_same(tmp_path: Path) -> None:
    entries = [
        Entry('引“号”与"直引"\n换行\\', ('Quote "and"\nline\\',), ("a.py",)),
        Entry(("%(n)s 条", "%(n)s 条"), ("one", "%(n)s rows")),
        Entry("没有英文", ("",)),
    ]
    path = tmp_path / "django.po"
    catalogs.write(path, entries)
    assert [(one.id, one.texts) for one in catalogs.read(path)] == [
        (one.id, one.texts) for one in entries
    ]
    compiled = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    assert compiled.gettext('引“号”与"直引"\n换行\\') == 'Quote "and"\nline\\'
    assert compiled.ngettext("%(n)s 条", "%(n)s 条", 2) == "%(n)s rows"
    assert compiled.gettext("没有英文") == "没有英文"
