"""A bulletin as prose and tables: the same words on the page and in the Word file."""

from collections.abc import Sequence
from datetime import datetime

from jiedao.applications.command.bulletin.counting import Content, Hot, UnitLine, title_of
from jiedao.applications.command.bulletin.models import Bulletin
from jiedao.kernel import towns
from jiedao.kernel.clock import TOWN_ZONE

UNIT_HEAD = ("单位", "分拨", "在办", "超期", "按期率", "返工率", "满意率")
HOT_HEAD = ("名称", "本期", "上期", "增减")


def share(value: float | None) -> str:
    """A share in per cent; a dash where there was nothing to divide by."""
    return "—" if value is None else f"{value:g}%"


def unit_row(line: UnitLine) -> tuple[str, ...]:
    """A unit's line of the table."""
    counts = (line.dispatched, line.open, line.late)
    shares = (line.in_time, line.rework, line.satisfied)
    return (line.name, *map(str, counts), *map(share, shares))


def hot_row(line: Hot) -> tuple[str, ...]:
    """A class or place of the table."""
    return line.name, str(line.count), str(line.before), f"{line.count - line.before:+d}"


def sentences(content: Content) -> list[str]:
    """What came, what was done, what is late."""
    change = content.received - content.received_before
    against = f"比上期{'多' if change > 0 else '少'}{abs(change)}件" if change else "与上期持平"
    said = [
        f"本期受理{content.received}件，{against}；办结{content.closed}件。"
        f"截至统计时在办{content.open}件，其中超期{content.late}件。"
    ]
    if content.emergencies:
        late = f"，其中迟报{content.late_reports}件" if content.late_reports else "，无迟报"
        said.append(f"接报突发事件{content.emergencies}件{late}，已妥善处置{content.settled}件。")
    else:
        said.append("本期没有突发事件。")
    return said


def as_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as a Word file, in Chinese whatever language the page speaks."""
    # Imported where one is written: a start need not wait for it.
    from jiedao.engines.reports.writing.official import Block, Grid, Official, to_docx

    content = Content.model_validate(bulletin.content)
    blocks: list[Block | Grid] = [Block.of(text) for text in sentences(content)]
    tables: Sequence[tuple[str, tuple[str, ...], list[tuple[str, ...]]]] = (
        ("一、各单位办理情况", UNIT_HEAD, [unit_row(line) for line in content.units]),
        ("二、反映最多的事项", HOT_HEAD, [hot_row(line) for line in content.items]),
        ("三、反映最多的网格", HOT_HEAD, [hot_row(line) for line in content.places]),
    )
    for title, head, rows in tables:
        blocks.append(Block.of(title, 1))
        blocks.append(Grid(head, tuple(rows)) if rows else Block.of("本期没有。"))
    blocks += [Block.of(text) for text in _at_the_end(bulletin)]
    town = towns.town(bulletin.town_id).title
    released = bulletin.released_at
    return to_docx(
        Official(
            title=title_of(bulletin),
            blocks=blocks,
            office=f"{town}指挥中心",
            day=_local(released or bulletin.counted_at).date(),
        )
    )


def _at_the_end(bulletin: Bulletin) -> list[str]:
    counted = f"数据截至{_local(bulletin.counted_at):%Y年%m月%d日%H时%M分}，由系统记录统计。"
    silent = [row.unit.name for row in bulletin.checks.filter(agreed=None).select_related("unit")]
    checked = f"尚未核对的单位：{'、'.join(silent)}。" if silent else "各单位数字均经本单位核对。"
    if bulletin.released_by is None:
        return [counted + checked, "本期为草稿，未经发布。"]
    return [counted + checked, f"发布人：{bulletin.released_by.name}。"]


def _local(moment: datetime) -> datetime:
    return moment.astimezone(TOWN_ZONE)
