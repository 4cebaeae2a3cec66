"""A town replayed says so on every page and in every file, and takes in no real record."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.http import content_disposition_header
from docx import Document

from jiedao.config.marking import SENTENCE, Marked
from jiedao.engines.reports.writing.official import Block, Official, to_docx
from jiedao.engines.reports.writing.outputs import FORMATS
from jiedao.foundation.datasets import runs
from jiedao.foundation.sheets.marking import marked
from jiedao.kernel import towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict
from jiedao.kernel.models import Town
from tests.cast import SmallTown
from tests.conformance.desk import browser, clerk

SAYS = "这是按公开工作报告重放的街道"
KIND = "heritage_tree"


@pytest.fixture
def replayed(town: SmallTown) -> SmallTown:
    """The small town as if it had been replayed: what no action could do to it."""
    Town.objects.exclude(pk=town.id).update(replayed="small")
    Town.objects.filter(pk=town.id).update(replayed="small")
    towns.forget()
    return town


def test_every_page_says_so_and_no_other_towns(replayed: SmallTown) -> None:
    user = clerk(replayed, KIND)
    addresses = ("/", f"/r/{KIND}/", f"/r/{KIND}/new/")
    assert all(SAYS in _page(browser(user), address) for address in addresses)
    Town.objects.update(replayed="")
    towns.forget()
    assert not any(SAYS in _page(browser(user), address) for address in addresses)


def test_whoever_is_not_signed_in_reads_it_too(replayed: SmallTown) -> None:
    assert SAYS in _page(Client(), reverse("account_login"))
    Town.objects.update(replayed="")
    towns.forget()
    assert SAYS not in _page(Client(), reverse("account_login"))


def test_what_is_downloaded_is_marked_in_its_name_and_in_every_row(replayed: SmallTown) -> None:
    answer = browser(clerk(replayed, KIND)).get(f"/r/{KIND}/export.csv")
    assert answer.status_code == 200
    assert "%E6%A8%A1%E6%8B%9F-" in answer["Content-Disposition"]
    assert answer["X-Jiedao-Simulated"] == "1"
    head = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",数据性质")


def test_files_of_a_real_town_bear_no_mark(town: SmallTown) -> None:
    answer = browser(clerk(town, KIND)).get(f"/r/{KIND}/export.csv")
    assert "%E6%A8%A1%E6%8B%9F" not in answer["Content-Disposition"]
    assert "X-Jiedao-Simulated" not in answer
    assert "数据性质" not in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_table_marks_each_row(replayed: SmallTown) -> None:
    header, rows = marked(["甲"], [[1], [2]])
    assert (list(header), list(rows)) == (["甲", "数据性质"], [(1, "模拟"), (2, "模拟")])


def test_no_import_begins(replayed: SmallTown) -> None:
    with pytest.raises(Conflict, match="不能导入真实记录"):
        runs.begin(replayed.id, KIND, ContentFile(b"x"), file_name="x.csv", actor=SYSTEM)
    Town.objects.update(replayed="")
    towns.forget()
    run = runs.begin(replayed.id, KIND, ContentFile(b"x"), file_name="x.csv", actor=SYSTEM)
    assert run.pk


def _page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    octets = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return octets.decode()


@pytest.mark.parametrize("form", ["docx", "html", "txt"])
def test_documents_say_so_themselves(replayed: SmallTown, form: str) -> None:
    contents = {"docx": _letter(), "html": b"<html><body>x</body></html>", "txt": b"x"}

    def answer(_request: HttpRequest) -> HttpResponse:
        disposition = content_disposition_header(True, f"报告.{form}") or ""
        headers = {"Content-Type": FORMATS[form], "Content-Disposition": disposition}
        return HttpResponse(contents[form], headers=headers)

    marked = Marked(answer)(RequestFactory().get("/"))
    assert isinstance(marked, HttpResponse)
    assert unquote(marked["Content-Disposition"]).endswith(f"模拟-报告.{form}")
    assert SENTENCE in _words(marked.content, form)
    Town.objects.update(replayed="")
    towns.forget()
    plain = Marked(answer)(RequestFactory().get("/"))
    assert isinstance(plain, HttpResponse)
    assert plain.content == contents[form]


def _letter() -> bytes:
    return to_docx(Official("报告", [Block.of("正文")], "样溪街道办事处", date(2024, 7, 1)))


def _words(content: bytes, form: str) -> str:
    if form != "docx":
        return content.decode()
    section = Document(BytesIO(content)).sections[0]
    assert section.even_page_header.paragraphs[0].text == SENTENCE
    return str(section.header.paragraphs[0].text)
