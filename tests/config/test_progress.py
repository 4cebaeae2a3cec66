"""Progress: silent when quick, a line for each tenth in a log, a count where no total is known."""

from types import SimpleNamespace

import pytest

from jiedao.config.cli.progress import Progress


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock of the progress: ``seconds.now`` is what it says."""
    moment = SimpleNamespace(now=0.0)
    clock = SimpleNamespace(monotonic=lambda: moment.now)
    monkeypatch.setattr("jiedao.config.cli.progress.time", clock)
    return moment


def test_what_is_quick_says_nothing(
    seconds: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    for total in (10, 0):
        with Progress("行", total) as progress:
            for _row in range(10):
                progress.step()
    assert capsys.readouterr().err == ""


def test_what_takes_long_says_each_tenth(
    seconds: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress("行", 20) as progress:
        for _row in range(20):
            seconds.now += 1
            progress.step()
    assert capsys.readouterr().err.splitlines()[-2:] == ["行: 90%", "行: 100%"]


def test_without_a_total_the_count_is_told(
    seconds: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress("行", 0) as progress:
        for _row in range(20):
            seconds.now += 0.5
            progress.step(100)
    assert capsys.readouterr().err.splitlines() == ["行: 400", "行: 800", "行: 1,600"]
