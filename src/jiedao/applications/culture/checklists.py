"""What a civility inspection looks at."""

from jiedao.engines.visits.checklists import Checklist, Question
from jiedao.kernel.titles import Title

CIVILITY = "civility_point"
_BY = "《全国文明城市测评体系》"
CHECKLISTS = (
    Checklist(CIVILITY, Title("文明城市点位检查", "Civility inspection of a point"), (
        Question("clean", Title("环境干净整洁、无卫生死角", "Clean, no neglected corners"), _BY),
        Question("order", Title("车辆停放有序、无占道经营", "Parking in order, nothing in the way"), _BY),
        Question("facilities", Title("公共设施完好、无障碍设施可用", "Public facilities whole"), _BY),
        Question("notices", Title("公益广告、公约上墙", "Public notices are up"), _BY),
        Question("service", Title("窗口服务规范、投诉渠道公开", "Service as it should be"), _BY),
        Question("fire", Title("消防通道畅通、器材有效", "Fire ways clear, equipment valid"), _BY),
    )),
)  # fmt: skip
