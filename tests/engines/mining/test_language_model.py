"""The optional language model: off by default, masked, on record, labelled, never in the way.

The real client asks a real server on this machine, which keeps what it was sent.
"""

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from jiedao.engines.cases.actions import NewRequest, report_many
from jiedao.engines.cases.models import Case
from jiedao.engines.mining import language_model
from jiedao.engines.mining.language_model import LanguageModelFailed, Purpose
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.town.actions import change_settings
from jiedao.kernel.actors import RESIDENT, SYSTEM
from jiedao.kernel.errors import Conflict, Invalid, Refused
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.mining.confirming import setting
from tests.engines.mining.model_server import Said, serving

TEXT = (
    "我叫赵小虎，电话13912345678，身份证440306199001011234，车粤B12345停在幸福路1号门口被砸，"
    "损失3500元，路灯一直不亮。旁边店里的钱多多可以作证。"
)
SECRETS = ("赵小虎", "13912345678", "440306199001011234", "粤B12345", "3500", "钱多多")


@pytest.fixture
def said() -> Iterator[Said]:
    with serving() as one:
        yield one


def on(town: SmallTown, said: Said, **more: object) -> None:
    values = {
        "language_model_on": True,
        "language_model_address": said.address,
        "language_model_name": "shuoshuo-7b",
        "language_model_seconds": 5,
    }
    setting(town, **{**values, **more})


def reported(town: SmallTown, text: str = TEXT, **more: object) -> Case:
    """钱多多 left his name; nothing in the text tells it from words."""
    new = NewRequest(
        text=text, channel="public_page", contact_name="钱多多", contact_phone="13800005678",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return report_many(town.id, [new], actor=RESIDENT)[0].case


def at_work(town: SmallTown) -> Case:
    """With 丁承包: the catalogue's rule sends a lamp there by itself."""
    case = reported(town)
    assert case.unit_id == town.units.contractor.pk
    return case


def lines(case: Case) -> list[History]:
    return list(History.objects.filter(record_id=case.pk, verb=language_model.VERB))


def test_off_by_default_nothing_goes_out(town: SmallTown) -> None:
    case = reported(town)
    with pytest.raises(LanguageModelFailed, match="没有启用"):
        language_model.summary(case, actor=actor_of(town.handler))
    assert lines(case) == []


def test_only_masked_text_goes_out_and_the_answer_is_labelled(
    town: SmallTown, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEDAO_LLM_KEY", "sk-town")
    on(town, said)
    case = reported(town)
    case.result = "已联系赵小虎先生（13912345678），灯具已更换。"
    for ask in (language_model.summary, language_model.draft_reply):
        answer = ask(case, actor=actor_of(town.handler))
        assert answer.text == said.content
        assert answer.label.zh == "机器生成，须人工核对"
        assert answer.model == "shuoshuo-7b"
    assert said.paths == ["/v1/chat/completions"] * 2
    assert said.keys == ["Bearer sk-town"] * 2
    for body in said.bodies:
        told = json.dumps(json.loads(body), ensure_ascii=False)
        assert [secret for secret in SECRETS if secret in told] == []
        assert "路灯一直不亮" in told
    assert "灯具已更换" not in json.dumps(json.loads(said.bodies[0]), ensure_ascii=False)
    assert "灯具已更换" in json.dumps(json.loads(said.bodies[1]), ensure_ascii=False)


def test_without_a_key_none_is_sent(
    town: SmallTown, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIEDAO_LLM_KEY", raising=False)
    on(town, said)
    language_model.summary(reported(town), actor=actor_of(town.handler))
    assert said.keys == [None]


def test_each_call_is_on_record_without_text_even_one_that_fails(
    town: SmallTown, said: Said
) -> None:
    on(town, said)
    case = reported(town)
    language_model.summary(case, actor=actor_of(town.handler))
    said.status = 500
    with pytest.raises(LanguageModelFailed):
        language_model.draft_reply(case, actor=actor_of(town.colleague))
    first, second = lines(case)
    assert (first.actor_id, second.actor_id) == (town.handler.pk, town.colleague.pk)
    assert first.data == {"purpose": "summary", "model": "shuoshuo-7b", "host": "127.0.0.1"}
    assert second.data["purpose"] == "draft_reply"
    for line in (first, second):
        kept = f"{line.note}{line.data}{line.changes}"
        assert "路灯" not in kept
        assert "电话" not in kept


def test_an_extraction_gives_the_known_fields_alone(town: SmallTown, said: Said) -> None:
    on(town, said)
    said.content = (
        '```json\n{"matter": "路灯不亮", "place": " 幸福路 ", "wish": "", "evil": "x"}\n```'
    )
    answer = language_model.extraction(reported(town), actor=actor_of(town.handler))
    assert answer.facts == {"matter": "路灯不亮", "place": "幸福路"}


def test_numbers_that_the_model_invents_are_taken_out(town: SmallTown, said: Said) -> None:
    on(town, said)
    said.content = "<think>居民着急</think>请拨13700001111联系。"
    answer = language_model.draft_reply(reported(town), actor=actor_of(town.handler))
    assert answer.text == "请拨〔电话〕联系。"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": 401}, "密钥"),
        ({"status": 429}, "正忙"),
        ({"status": 500}, "500"),
        ({"status": 302, "headers": {"Location": "/elsewhere"}}, "302"),
        ({"body": b"<html>"}, "不能用"),
        ({"body": b'{"choices": []}'}, "不能用"),
        ({"body": b"[1]"}, "不能用"),
        ({"body": b"\xff\xfe\x00"}, "不能用"),
        ({"content": "   "}, "不能用"),
        ({"content": None}, "不能用"),
        ({"content": 7}, "不能用"),
        ({"content": None, "extra": {"refusal": "no"}}, "没有回答"),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    town: SmallTown, said: Said, change: dict[str, object], sentence: str
) -> None:
    on(town, said)
    for name, value in change.items():
        setattr(said, name, value)
    with pytest.raises(LanguageModelFailed, match=sentence) as refused:
        language_model.summary(reported(town), actor=actor_of(town.handler))
    assert isinstance(refused.value, Refused)
    assert refused.value.status == 502
    assert said.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize("content", ["不知道", "[]", '{"else": 1}', '{"matter": ["a"]}', "{"])
def test_an_extraction_that_is_none_is_a_sentence(
    town: SmallTown, said: Said, content: str
) -> None:
    on(town, said)
    said.content = content
    with pytest.raises(LanguageModelFailed, match="不能用"):
        language_model.extraction(reported(town), actor=actor_of(town.handler))


@pytest.mark.slow
def test_too_slow_is_a_sentence(town: SmallTown, said: Said) -> None:
    said.late = threading.Event()
    on(town, said, language_model_seconds=1)
    with pytest.raises(LanguageModelFailed, match="1 秒"):
        language_model.summary(reported(town), actor=actor_of(town.handler))


def test_nobody_there_is_a_sentence(town: SmallTown, said: Said) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        on(town, said, language_model_address=f"http://127.0.0.1:{free.getsockname()[1]}/v1")
        with pytest.raises(LanguageModelFailed, match="连不上"):
            language_model.summary(reported(town), actor=actor_of(town.handler))


def test_what_is_secret_never_goes_out(town: SmallTown, said: Said) -> None:
    on(town, said)
    case = reported(town, secret=True)
    with pytest.raises(Conflict, match="涉密"):
        language_model.summary(case, actor=actor_of(town.handler))
    assert said.bodies == []


@pytest.mark.parametrize("address", ["ftp://a.cn/v1", "file:///etc/passwd", "a.cn", "http://"])
def test_only_http_addresses_are_settings(town: SmallTown, address: str) -> None:
    with pytest.raises(Invalid):
        change_settings(town.id, {"language_model_address": address}, actor=SYSTEM)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://[x", "http://a:b/", "gopher://x"]
)
def test_nor_is_another_one_asked_however_it_came_there(
    town: SmallTown, said: Said, address: str
) -> None:
    on(town, said, language_model_address="http://a.cn")
    case = reported(town)
    own = language_model.language_of(town.id).model_copy(update={"language_model_address": address})
    with pytest.raises(LanguageModelFailed, match="连不上"):
        language_model._complete(own, "", case.text)


def test_buttons_only_where_switched_on_and_for_who_handles(town: SmallTown, said: Said) -> None:
    case = at_work(town)
    url = f"/cases/{case.number}/"
    mark = f"/mining/cases/{case.number}/machine/"
    assert mark not in browser(town.contractor).get(url).content.decode()
    on(town, said)
    assert mark in browser(town.contractor).get(url).content.decode()
    assert mark not in browser(town.dispatcher).get(url).content.decode()
    assert browser(town.dispatcher).post(mark, {"purpose": "summary"}).status_code == 403
    assert browser(town.stranger).post(mark, {"purpose": "summary"}).status_code in {403, 404}
    assert browser(town.contractor).get(mark).status_code == 405
    assert said.bodies == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_button_shows_the_labelled_text_in_place(
    town: SmallTown, said: Said, purpose: Purpose
) -> None:
    on(town, said)
    said.content = '{"matter": "<b>路灯</b>不亮"}'
    case = at_work(town)
    client = browser(town.contractor)
    url = f"/mining/cases/{case.number}/machine/"
    part = client.post(url, {"purpose": purpose}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    shown = part.content.decode()
    assert "机器生成，须人工核对" in shown
    assert "&lt;b&gt;路灯" in shown
    assert "<html" not in shown
    assert "机器生成，须人工核对" in client.post(url, {"purpose": purpose}).content.decode()
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "请大语言模型拟稿" in page
    assert "shuoshuo-7b · 127.0.0.1" in page


def test_a_failure_on_the_page_is_said_and_the_page_stays(town: SmallTown, said: Said) -> None:
    on(town, said)
    said.status = 429
    case = at_work(town)
    url = f"/mining/cases/{case.number}/machine/"
    answer = browser(town.contractor).post(
        url, {"purpose": "summary"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 502
    assert answer.headers["HX-Reswap"] == "none"
    assert browser(town.contractor).post(url, {"purpose": "poem"}).status_code == 422
