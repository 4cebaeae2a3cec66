"""The town's settings of the loop and of what the public may do."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, Field

from jiedao.engines.cases import clocks, public, tracking, workflow
from jiedao.engines.cases.actions import spot
from jiedao.foundation.catalogue.limits import parse_limits
from jiedao.foundation.sheets.cells import CellFault
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


def _limit(value: Any) -> Limit:
    """A limit as a catalogue writes it (“5 个工作日”), or as the town keeps it."""
    try:
        limit = _read(value)
    except CellFault as fault:
        raise ValueError(fault.sentence) from None
    except (KeyError, TypeError, ValueError):
        limit = None
    if limit is None or limit.amount < 1:
        raise ValueError(_("请写一个时限，如“4 工作时”“5 个工作日”“15 天”或“24 紧急工作时”。"))
    return limit


def _read(value: Any) -> Limit | None:
    if isinstance(value, str):
        stages = dict(parse_limits(value))
        return stages.get("") if len(stages) == 1 else None
    if isinstance(value, Mapping):
        return Limit(int(value["amount"]), LimitUnit(value["unit"]))
    return value if isinstance(value, Limit) else None


OneLimit = Annotated[Limit, BeforeValidator(_limit)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Limits(BaseModel):
    """Where the catalogue's item names none of its own."""

    sign_for: OneLimit = Field(clocks.DEFAULT_LIMITS[workflow.SIGN_FOR], title="签收时限")
    first_contact: OneLimit = Field(
        clocks.DEFAULT_LIMITS[workflow.FIRST_CONTACT], title="首次联系时限",
        description="分拨后多久内联系诉求人；深圳要求 24 小时。",
    )  # fmt: skip
    inner: OneLimit = Field(
        clocks.DEFAULT_LIMITS[workflow.INNER],
        title="处置时限",
        description="清单的事项没有写时限时用它。",
    )
    co_report: OneLimit | None = Field(
        None, title="协办反馈时限", description="空着则与主办的处置时限相同。"
    )
    hearing: OneLimit = Field(
        clocks.DEFAULT_LIMITS[clocks.HEARING], title="异议陈述时限",
        description="被指名的单位在这段时间内陈述意见，过时即可裁定。",
    )  # fmt: skip
    arbitration: OneLimit = Field(
        clocks.DEFAULT_LIMITS[clocks.ARBITRATION], title="异议裁定时限",
        description="到时无人裁定的，由兜底单位办理。",
    )  # fmt: skip


class WarnShares(BaseModel):
    """Exceptions to ``warn_share``, clock by clock."""

    sign_for: Share | None = Field(None, title="签收：预警比例", description="空着则同上。")
    first_contact: Share | None = Field(
        None, title="首次联系：预警比例", description="空着则同上。"
    )
    inner: Share | None = Field(None, title="处置：预警比例", description="空着则同上。")
    co_report: Share | None = Field(None, title="协办反馈：预警比例", description="空着则同上。")
    platform: Share | None = Field(None, title="上级平台：预警比例", description="空着则同上。")


class LoopSettings(BaseModel):
    auto_dispatch: bool = Field(
        True, title="自动分拨", description="清单写明了承办单位的，收到即分拨，不等人。"
    )
    limits: Limits = Limits()
    warn_share: Share = Field(
        clocks.DEFAULT_WARN_SHARE, title="预警比例",
        description="剩余时间少于时限的这一部分时预警：0.25 即剩四分之一。",
    )  # fmt: skip
    warn_shares: WarnShares = WarnShares()
    check_far_m: int = Field(
        spot.DEFAULT_FAR_M, ge=20, le=5000, title="核查照片离事件多少米以上要说明",
        description="现场核查的照片拍得比这更远的，核查人须写明原因，距离记入经过。",
    )  # fmt: skip


class PublicSettings(BaseModel):
    public_page: bool = Field(False, title="开放公众网页", description="居民可在网页上反映和查询。")
    public_api: bool = Field(False, title="开放公众接口", description="Open311 等公共接口。")
    public_phone: str = Field(
        "", max_length=40, title="便民电话", description="公众网页上公布，急事请居民拨打。"
    )
    public_rate: int = Field(
        public.DEFAULT_RATE, ge=1, le=10_000, title="同一地址每 10 分钟最多反映几件",
        description="防止刷单；已登记的渠道不受限制。",
    )  # fmt: skip
    tracking_days: int = Field(
        tracking.DEFAULT_DAYS, ge=1, le=3650, title="查询码有效天数",
        description="居民凭查询码可查多少天；改动只对新的诉求有效。",
    )  # fmt: skip


GROUPS = (
    SettingGroup("loop", Title("分拨与时限", "Dispatch and limits"), LoopSettings, 20),
    SettingGroup("public", Title("公众渠道", "The public's channels"), PublicSettings, 40),
)
