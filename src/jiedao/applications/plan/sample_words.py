"""What the demo town's plan promises, and what is said of it on the way."""

from typing import Final

Idea = tuple[str, str, str, str, tuple[str, str, str] | None]
"""Section, domain, unit, task, and target (indicator, comparison, value)."""

IDEAS: Final[tuple[Idea, ...]] = (
    ("（一）稳企业、促增长", "economy", "economy", "走访重点工业企业并逐户建立服务台账", None),
    ("（一）稳企业、促增长", "economy", "economy", "办好三场银企对接会",  None),
    ("（一）稳企业、促增长", "investment", "economy", "引进两个海洋装备配套项目", None),
    ("（一）稳企业、促增长", "enterprise_service", "economy", "编印惠企政策口袋书并送到园区", None),
    ("（一）稳企业、促增长", "investment", "works", "推动码头仓储片区项目开工", None),
    ("（一）稳企业、促增长", "economy", "economy", "组织渔港美食季带动消费", None),
    ("（一）稳企业、促增长", "enterprise_service", "labour", "开展四场用工招聘进园区", None),
    ("（二）提升城区品质", "transport_infrastructure", "works", "打通望潮路东段断头路", None),
    ("（二）提升城区品质", "transport_infrastructure", "works", "新增二百个路内停车位", None),
    ("（二）提升城区品质", "city_appearance", "city", "改造五条背街小巷", None),
    ("（二）提升城区品质", "city_appearance", "city", "新建四个口袋公园", None),
    ("（二）提升城区品质", "city_appearance", "keeper", "更新一千个分类垃圾桶", None),
    ("（二）提升城区品质", "city_appearance", "lamps", "更换海棠路老旧路灯", None),
    ("（二）提升城区品质", "urban_renewal", "works", "完成旧渔村微改造方案公示", None),
    ("（二）提升城区品质", "land_space", "works", "完成两宗闲置用地清理", None),
    ("（二）提升城区品质", "environment", "city", "完成辖区古树名木巡查保护", ("heritage_tree_checks", "at_least", "30")),
    ("（三）守住安全底线", "safety_fire", "safety", "开展安全生产小专项行动", ("safety_campaign_topics", "at_least", "4")),
    ("（三）守住安全底线", "safety_fire", "safety", "整治重点企业并逐家复查", ("safety_rectified_enterprises", "at_least", "300")),
    ("（三）守住安全底线", "safety_fire", "safety", "企业主要负责人安全培训全覆盖", ("safety_head_training_coverage", "at_least", "95")),
    ("（三）守住安全底线", "safety_fire", "safety", "不发生较大及以上安全生产事故", ("major_safety_accidents", "at_most", "0")),
    ("（三）守住安全底线", "safety_fire", "safety", "不发生火灾亡人事故", ("fatal_fires", "at_most", "0")),
    ("（三）守住安全底线", "safety_fire", "safety", "更换瓶装燃气用户软管和减压阀", ("gas_hose_households_replaced", "at_least", "60")),
    ("（三）守住安全底线", "safety_fire", "safety", "完成城中村供用电安全提升", ("villages_power_upgraded", "at_least", "2")),
    ("（三）守住安全底线", "emergency", "safety", "修订防台风应急预案并组织演练", None),
    ("（三）守住安全底线", "emergency", "water", "完成六处易涝点整治", None),
    ("（三）守住安全底线", "policing", "stability", "建成群防群治巡逻点十二个", None),
    ("（四）办好民生实事", "livelihood_projects", "social", "完成民生微实事项目", ("micro_projects_completed", "at_least", "12")),
    ("（四）办好民生实事", "livelihood_projects", "social", "实施民生微实事项目", ("micro_projects_implemented", "at_least", "15")),
    ("（四）办好民生实事", "elderly_childcare", "social", "新建一个社区长者食堂", None),
    ("（四）办好民生实事", "elderly_childcare", "social", "适老化改造八十户", None),
    ("（四）办好民生实事", "education_health", "education", "协调新增公办幼儿园学位一百八十个", None),
    ("（四）办好民生实事", "education_health", "health", "家庭医生签约入户服务两千人次", None),
    ("（四）办好民生实事", "social_assistance_employment", "labour", "帮扶就业困难人员八十人", None),
    ("（四）办好民生实事", "culture_sports_civility", "education", "举办海岸徒步和读书月活动", None),
    ("（四）办好民生实事", "housing", "housing", "推动十个小区成立业主组织", None),
    ("（五）提升治理效能", "requests_minyi", "centre", "民生诉求办结率保持高位", ("request_closing_rate", "at_least", "95")),
    ("（五）提升治理效能", "requests_minyi", "centre", "民生诉求满意率稳步提高", ("request_satisfaction_rate", "at_least", "90")),
    ("（五）提升治理效能", "grid_governance", "stability", "完成网格员轮训两期", None),
    ("（五）提升治理效能", "disputes_petitions", "stability", "化解积案八宗", None),
    ("（五）提升治理效能", "law_enforcement_legal", "law", "查处占道经营并清理三处乱点", None),
    ("（五）提升治理效能", "government_service", "party", "政务服务事项就近办增加二十项", None),
    ("（五）提升治理效能", "environment", "water", "完成入海排口溯源整治", None),
)  # fmt: skip
CHALLENGES: Final = (
    ("（五）提升治理效能", "city_appearance", "提出共享单车停放整治的长效办法", "说明做法、经费和三个月内的成效"),
    ("（五）提升治理效能", "grid_governance", "一个月清完渔港周边卫生死角", "可以跨单位组队，按片区包干"),
)  # fmt: skip
PROPOSALS: Final = (
    "划定停放区并与企业共建调度群，两个月见效，由分管副职负责。",
    "联合城管、社区分三片包干，每周通报一次，年底前完成。",
)
PROGRESS: Final = (
    "已制定方案，明确分工和时间表。",
    "现场踏勘完成，正在办理前期手续。",
    "按计划推进，本月完成阶段任务。",
    "协调相关单位，问题逐项销号。",
    "主体工作基本完成，正在收尾。",
)
CLOSED: Final = "任务全部完成，验收材料齐全。"
URGED: Final = "本月没有报告进展，请抓紧推进并报告原因。"
LETTER: Final = "进度明显滞后于时间表，请倒排工期，明确专人，按周报告。"
DROPPED: Final = "上级规划调整，不再实施。"
TEXT: Final = """云湾街道工作总结和下一步工作计划
一、工作情况
（一）经济运行稳中向好。完成固定资产投资额38.2亿元，社会消费品零售总额达到71.5亿元。
（二）城区品质稳步提升。改造背街小巷五条，新建口袋公园四个。
二、下一步工作计划
（一）着力稳增长。推动固定资产投资额不少于42亿元。加快建设海洋装备产业园二期。办好渔港美食季。
（二）着力优环境。新建3个口袋公园，改造6条背街小巷。打通望潮路西段断头路。
（三）着力保平安。开展5个安全生产小专项行动。更换燃气软管及减压阀80户。
（四）着力惠民生。完成民生微实事项目16个。建设2个社区长者食堂。推进老旧小区加装电梯。
"""
FACTS: Final = (
    ("gdp", "economy", 186.0, 1.062, "亿元"),
    ("fixed_asset_investment", "economy", 31.5, 1.094, "亿元"),
    ("retail_sales", "economy", 60.2, 1.058, "亿元"),
    ("above_scale_output", "economy", 240.0, 1.07, "亿元"),
)
RANKS: Final = (
    ("gdp_rank", "economy", (4, 3, 3)),
    ("civility_rank", "survey", (2, 1, 1)),
    ("request_satisfaction_rank", "appraisal", (5, 2, 1)),
)
HONOUR: Final = ("安全发展示范街道", "city", "安全生产")
STATED: Final = (
    ("definition", "当时把热线咨询电话也计入受理件数，系统只计登记办理的。"),
    ("estimate", "年初报的是快报数，统计部门核实后有所调整。"),
)
"""Why two of the figures reported before differ from the computed ones."""
