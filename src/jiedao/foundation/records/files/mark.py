"""The mark by which a template is told: the kind it was made for, and which fields it had."""

import re
import zipfile
from contextlib import suppress
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from jiedao.foundation.records.files import explaining
from jiedao.foundation.records.files.fields import version
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.sheets.files import Source, opened
from jiedao.kernel.errors import Invalid

NAME: Final = "_jiedao_template"
_MARK: Final = re.compile(rb'name="_jiedao_template"[^>]*>(?:"|&quot;)([a-z0-9_]+):([0-9a-f]+)')


def check_mark(schema: Schema, source: Source) -> None:
    """Invalid for a template of another kind, or of this kind with other fields."""
    mark = mark_of(source)
    if mark is None:
        return
    kind, made = mark
    if kind != schema.kind.key:
        raise Invalid(
            _("这是“%(other)s”的模板，不能导入“%(kind)s”。请下载“%(kind)s”的模板。")
            % {"other": explaining.kind_title(kind), "kind": schema.kind.titles},
            code="other_template",
        )
    if made != version(schema):
        raise Invalid(
            _("这是“%(kind)s”的旧模板，字段已经变了。请下载新模板，把内容复制过去再导入。")
            % {"kind": schema.kind.titles},
            code="old_template",
        )


def mark_of(source: Source) -> tuple[str, str] | None:
    """Kind and version of the template that a file was made from; None where it tells none."""
    with opened(source) as file:
        start = file.read(4)
        file.seek(0)
        found = _mark_in(file) if start == b"PK\x03\x04" else None
        file.seek(0)
    return found


def _mark_in(file: BinaryIO) -> tuple[str, str] | None:
    # What is broken is said by whoever reads the table.
    with suppress(zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        with zipfile.ZipFile(file) as archive, archive.open("xl/workbook.xml") as part:
            match = _MARK.search(part.read(1 << 20))
        if match:
            return match[1].decode(), match[2].decode()
    return None
