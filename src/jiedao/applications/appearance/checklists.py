"""What is looked at at a recycling station."""

from jiedao.engines.visits.checklists import Checklist, Question
from jiedao.kernel.titles import Title

RECYCLING = "recycling_station"
CHECKLISTS = (
    Checklist(RECYCLING, Title("再生资源回收站点检查", "Check of a recycling station"), (
        Question("permit", Title("备案、证照齐全有效", "Registered, with valid papers"),
                 "《再生资源回收管理办法》"),
        Question("work", Title("安全生产条件符合要求", "Working conditions are safe"),
                 "《安全生产法》"),
        Question("fire", Title("消防设备完好、通道畅通", "Fire equipment works, ways are clear"),
                 "《消防法》"),
        Question("waste", Title("环保设施运行、无污水外排", "No pollution, facilities run"),
                 "《固体废物污染环境防治法》"),
        Question("vehicle", Title("没有以车代库", "No vehicle serves as a store")),
    )),
)  # fmt: skip
