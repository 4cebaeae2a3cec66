"""The town's settings of what is learned and suggested."""

from pydantic import BaseModel, Field

from jiedao.kernel import towns
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title


class MiningSettings(BaseModel):
    suggests: bool = Field(
        True, title="给出机器建议", description="分拨台上显示建议的事项、去向和时长，由人确认。"
    )
    wrong_cost: float = Field(
        10, ge=1, le=1000, title="派错一件的代价",
        description="相对于让人选一次的代价：派错要退回、改派、向居民解释，按几倍计。",
    )  # fmt: skip
    asking_cost: float = Field(
        2, gt=0, le=1000, title="让人选一次的代价",
        description="把握低于“1 − 让人选的代价 ÷ 派错的代价”时不给首选，请人选定；两项为 2 和 10 时是 80%。",
    )  # fmt: skip
    learning_hour: int = Field(
        2, ge=0, le=23, title="每天几点学习", description="从已确认的事件学习，夜里为宜。"
    )
    learn_from: int = Field(
        100, ge=20, le=100_000, title="至少多少件才学习",
        description="确认过的事件不到这个数时，按清单的名称、指引和关键词建议。",
    )  # fmt: skip
    dispatches_alone: bool = Field(
        False, title="有把握的自动分拨",
        description="不等人确认：把握达到上面的标准、清单又写明责任单位的，直接分拨。一般不开。",
    )  # fmt: skip


class LanguageSettings(BaseModel):
    """A large language model of the town's own choice; nothing else here needs one."""

    language_model_on: bool = Field(
        False, title="使用大语言模型",
        description="经办人可请它拟摘要和答复草稿。文字先隐去姓名、电话、证件号、金额再送出；结果须人工核对。",
    )  # fmt: skip
    language_model_address: str = Field(
        "", title="大语言模型地址", pattern=r"^(https?://[^\s/]+(/\S*)?)?$", max_length=300,
        description="OpenAI 兼容接口，如 http://10.0.0.8:8000/v1。密钥由管理员在环境变量 JIEDAO_LLM_KEY 中设置。",
    )  # fmt: skip
    language_model_name: str = Field(
        "", title="大语言模型名称", max_length=100, description="接口要求的 model 值。"
    )
    language_model_seconds: int = Field(
        30, ge=1, le=120, title="最多等几秒", description="超过就不再等，请经办人稍后再试。"
    )


GROUP = SettingGroup("mining", Title("智能归类", "Suggestions"), MiningSettings, 30)


def settings_of(town_id: int) -> MiningSettings:
    """The town's settings, defaults where it says nothing."""
    kept = towns.town(town_id).settings
    return MiningSettings(**{k: kept[k] for k in MiningSettings.model_fields if k in kept})


LANGUAGE = SettingGroup(
    "language_model", Title("大语言模型", "Large language model"), LanguageSettings, 31
)


def language_of(town_id: int) -> LanguageSettings:
    """The town's large language model; off where it says nothing."""
    kept = towns.town(town_id).settings
    return LanguageSettings(**{k: kept[k] for k in LanguageSettings.model_fields if k in kept})


def threshold_of(town_id: int) -> float:
    """From which probability on an item is suggested by itself."""
    from jiedao.engines.mining.classifying import threshold

    own = settings_of(town_id)
    return threshold(own.wrong_cost, own.asking_cost)
