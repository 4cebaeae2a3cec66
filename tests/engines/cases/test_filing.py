"""Files of a case: all or none, kept once however often they come."""

import io

import pytest

from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Attachment
from jiedao.foundation.files.checking import Upload
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import picture, reported


def upload(body: bytes, name: str = "文件") -> Upload:
    return Upload(name, io.BytesIO(body))


def test_all_or_none_and_at_most_nine(town: SmallTown) -> None:
    case = reported(town).case
    with pytest.raises(Invalid):
        attach(case, [upload(picture().getvalue()), upload(b"no")], stage="report")
    with pytest.raises(Invalid, match="9"):
        attach(case, [upload(b"x")] * 10, stage="report")
    assert not Attachment.objects.exists()
    twice = [upload(picture().getvalue(), "../../etc/p.jpg") for _n in range(2)]
    rows = attach(case, twice, stage="report")
    assert [row.name for row in rows] == ["p.jpg", "p.jpg"]
    assert rows[0].file == rows[1].file, "stored once under its digest"
