"""What a community's emergency body has to have."""

from jiedao.engines.visits.checklists import Checklist, Question
from jiedao.kernel.titles import Title

BODY = "emergency_body"
CHECKLISTS = (
    Checklist(BODY, Title("社区应急机构“六有”检查", "What a community must have"), (
        Question("team", Title("有班子：负责人和应急队伍到位", "A head and a team")),
        Question("rules", Title("有机制：预案和值班制度齐全", "Plans and a duty roster")),
        Question("room", Title("有场地：应急值守室", "A duty room")),
        Question("radio", Title("有通信：对讲机、卫星电话可用", "Radios and satellite telephone")),
        Question("stores", Title("有物资：清单内物资齐全", "Stores as listed")),
        Question("shelter", Title("有避难场所：可随时启用", "A shelter that can be opened")),
    )),
)  # fmt: skip
