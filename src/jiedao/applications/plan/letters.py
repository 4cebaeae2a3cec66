"""Letters of supervision (督办函): which there are, and one as a file."""

from datetime import date

from jiedao.applications.plan.models import Letter
from jiedao.applications.plan.queries import tasks
from jiedao.applications.plan.settings import rhythm_of
from jiedao.kernel import towns
from jiedao.kernel.access import Reach

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter_of(reach: Reach, letter_id: int) -> Letter | None:
    """A letter about a task that the reader may know of."""
    rows = Letter.objects.select_related("task", "unit")
    return rows.filter(pk=letter_id, task__in=tasks(reach).values("pk")).first()


def number_of(letter: Letter) -> str:
    """As it stands on the letter: 平安督〔2024〕3号."""
    mark = rhythm_of(letter.town_id).letter_mark or f"{towns.town(letter.town_id).title}督"
    return f"{mark}〔{letter.year}〕{letter.serial}号"


def as_docx(letter: Letter) -> bytes:
    """The letter as a file. It is Chinese whatever language the page speaks."""
    # Imported where a letter is written: a start need not wait for it.
    from jiedao.engines.reports.writing.official import Block, Official, to_docx

    town = towns.town(letter.town_id).title
    office = town if town.endswith(("办事处", "办")) else f"{town}办事处"
    asked = (
        f"请于{_day(letter.reply_by)}前书面回复办理情况，并在系统中报告进展；"
        "不能按期完成的，说明原因、措施和完成时间。"
    )
    said = (_what_it_is(letter), f"督办事项和要求：{letter.reason}", asked)
    return to_docx(
        Official(
            title=f"关于督办“{letter.task.title}”的函",
            blocks=[Block.of(text) for text in said],
            office=office,
            day=letter.dated,
            head=f"{office}督办函",
            number=number_of(letter),
            addressee=letter.unit.name,
        )
    )


def _what_it_is(letter: Letter) -> str:
    task = letter.task
    source = str(task.attributes.get("source") or "")
    begun = f"《{source}》部署的任务" if source else "工作计划部署的任务"
    due = f"，应于{_day(task.ends_on)}前完成" if task.ends_on else ""
    said = str(task.attributes.get("said") or "").rstrip("。")
    last = f"最近一次报告：{said}。" if said else "至今没有报告进展。"
    place = f"{begun}“{task.title}”（登记号{task.number}）由你单位负责{due}"
    return f"{place}。截至{_day(letter.dated)}，进度为{task.progress}%。{last}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def letters_of(task_id: int) -> list[Letter]:
    """The letters about a task, the latest first."""
    return list(Letter.objects.filter(task_id=task_id).order_by("-id"))
