"""Figures that others publish: key, titles, unit, and which way is better.

A fact gives the key on its form; what is published is taken as it stands, never computed here.
"""

from typing import Final

ECONOMY: Final = ("gdp", "above_scale", "industrial", "below_scale", "fixed_asset", "technical",
                  "retail", "above_quota", "profit_service", "industry_cluster", "core_economic",
                  "mall_revenue", "economic_indicators")  # fmt: skip
POLICE: Final = ("terror", "police", "criminal", "public_order", "gangs", "safety_feeling")
ENVIRONMENT: Final = ("pm25", "ozone", "good_air", "kitchen_waste", "recyclables")
APPRAISAL: Final = ("appearance", "illegal_building", "digital_city", "civility",
                    "utility_overcharge")  # fmt: skip
"""How the keys of a subject begin."""

Line = tuple[str, str, str, str, int]

VALUES: Final[tuple[Line, ...]] = (
    ("gdp", "地区生产总值", "Gross product", "亿元", 1),
    ("gdp_growth", "地区生产总值同比增速", "Growth of gross product", "%", 1),
    ("above_scale_output", "规上工业总产值", "Output of above-scale industry", "亿元", 1),
    ("above_scale_output_growth", "规上工业总产值同比增速", "Growth of above-scale output", "%", 1),
    ("above_scale_output_growth_outside_top50", "规上工业50强外企业总产值同比增速",
     "Growth of above-scale output outside the top 50", "%", 1),
    ("industrial_value_added", "规上工业增加值", "Value added of industry", "亿元", 1),
    ("industrial_value_added_growth", "规上工业增加值同比增速", "Growth of value added", "%", 1),
    ("below_scale_revenue", "规下工业加权后营业收入", "Below-scale revenue, weighted", "亿元", 1),
    ("below_scale_revenue_growth", "规下工业加权后营业收入同比增速",
     "Growth of below-scale revenue", "%", 1),
    ("fixed_asset_investment", "固定资产投资额", "Fixed-asset investment", "亿元", 1),
    ("fixed_asset_investment_growth", "固定资产投资同比增速",
     "Growth of fixed-asset investment", "%", 1),
    ("industrial_investment", "工业投资额", "Industrial investment", "亿元", 1),
    ("technical_upgrade_investment_growth", "技改投资同比增速",
     "Growth of technical-upgrade investment", "倍", 1),
    ("retail_sales", "社会消费品零售总额", "Retail sales", "亿元", 1),
    ("retail_sales_growth", "社会消费品零售总额同比增速", "Growth of retail sales", "%", 1),
    ("above_quota_commerce_sales", "限上商业销售额", "Sales of above-quota commerce", "亿元", 1),
    ("profit_service_revenue", "其他营利性服务业营业收入",
     "Revenue of other profit-making services", "亿元", 1),
    ("profit_service_revenue_growth", "其他营利性服务业营业收入同比增速",
     "Growth of other profit-making services", "%", 1),
    ("industry_cluster_share_of_district", "产业集群产值占全区比重",
     "Cluster output as a share of the district's", "成", 1),
    ("terror_and_political_cases", "暴力恐怖及涉政案事件数",
     "Terrorist and political cases", "起", -1),
    ("police_incidents_decrease", "刑事治安总警情同比降幅",
     "Decrease of police incidents", "%", 1),
    ("criminal_incidents_decrease", "刑事警情同比降幅", "Decrease of criminal incidents", "%", 1),
    ("public_order_incidents_decrease", "治安警情同比降幅",
     "Decrease of public-order incidents", "%", 1),
    ("gangs_broken", "打掉恶势力团伙数", "Gangs broken up", "个", 1),
    ("pm25_decrease", "PM2.5浓度同比降幅", "Decrease of PM2.5", "%", 1),
    ("ozone_decrease", "臭氧浓度同比降幅", "Decrease of ozone", "%", 1),
    ("good_air_rate_change", "空气质量优良率同比变化",
     "Change of the share of good-air days", "个百分点", 1),
    ("appearance_grade", "市容环境测评等次", "Grade of the city's appearance", "等次", 0),
    ("media_reads", "专栏累计阅读量", "Reads of the column", "万", 1),
)  # fmt: skip

RANKS: Final[tuple[Line, ...]] = (
    ("core_economic_indicator_rank", "核心经济指标全区排名", "Rank of core indicators", "全区", -1),
    ("gdp_rank", "地区生产总值排名", "Rank of gross product", "全区", -1),
    ("above_scale_output_rank", "规上工业总产值排名", "Rank of above-scale output", "全区", -1),
    ("industrial_value_added_rank", "规上工业增加值排名", "Rank of value added", "全区", -1),
    ("below_scale_sample_rank", "规下样本企业数全区排名",
     "Rank of below-scale sample firms", "全区", -1),
    ("industrial_investment_rank", "工业投资总量全区排名",
     "Rank of industrial investment", "全区", -1),
    ("retail_sales_rank", "社会消费品零售总额全区排名", "Rank of retail sales", "全区", -1),
    ("retail_sales_growth_rank", "社会消费品零售总额增速全区排名",
     "Rank of retail growth", "全区", -1),
    ("mall_revenue_growth_rank", "商超营收增长率全区排名",
     "Rank of the malls' growth", "全区", -1),
    ("illegal_building_rank", "违建消存量全区排名",
     "Rank in removing illegal buildings", "全区", -1),
    ("gas_ignition_rank", "“瓶改管”点火率全区排名", "Rank of the gas ignition rate", "全区", -1),
    ("village_power_entry_rank", "城中村供用电安全整治入场整治率排名",
     "Rank of village power works started", "全区", -1),
    ("village_power_pass_rank", "城中村供用电安全整治验收合格率排名",
     "Rank of village power works passed", "全区", -1),
    ("civility_rank", "文明城市创建测评指数排名", "Rank of the civility index", "全区", -1),
    ("request_satisfaction_rank", "“民意速办”工单满意度排名",
     "Rank of satisfaction with requests", "全区", -1),
    ("party_demo_points_rank", "“两新”党建示范点评定数排名",
     "Rank of party demonstration points", "全区", -1),
    ("deputy_points_rank", "人大代表履职积分排名", "Rank of deputies' points", "全区", -1),
    ("safety_enforcement_rank", "应急管理执法指标全区排名",
     "Rank of safety enforcement", "全区", -1),
    ("safety_feeling_rank", "群众安全感满意度测评全区排名", "Rank of felt safety", "全区", -1),
    ("kitchen_waste_rank", "厨余垃圾分出率全区排名", "Rank of kitchen waste sorting", "全区", -1),
    ("recyclables_rank", "可回收物平均分类率排名", "Rank of recyclables sorting", "全区", -1),
    ("digital_city_rank", "智慧城管数字化考核排名", "Rank of digital city management", "全区", -1),
    ("utility_overcharge_complaint_rank", "水电燃气违规加价楼均投诉量排名",
     "Rank of overcharge complaints per building", "全区", -1),
    ("graduate_service_rank_district", "高校毕业生服务工作全区排名",
     "District rank of graduate services", "全区", -1),
    ("graduate_service_rank_city", "高校毕业生服务工作全市排名",
     "City rank of graduate services", "全市", -1),
    ("service_hall_rank", "街道政务服务综合排名", "Rank of government services", "全区", -1),
)  # fmt: skip

# Own place among all years on file; the fact gives the year's value.
BEST: Final[tuple[Line, ...]] = (
    ("below_scale_sample_growth_best", "规下样本企业增速历史排名",
     "Place of below-scale sample growth among all years", "历史", 1),
    ("appearance_index_best", "市容环境综合指数测评年度成绩",
     "Place of the appearance index among all years", "历史", 1),
)  # fmt: skip


def of(subject: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a subject, values before ranks."""
    return tuple(line[0] for line in (*VALUES, *RANKS, *BEST) if line[0].startswith(subject))


def sentence(zh: str) -> str:
    """How a report says such a figure, from its title."""
    for ending, said in _ENDINGS:
        if zh.endswith(ending):
            return f"{zh.removesuffix(ending)}{said}"
    return f"{zh}{{value}}"


_ENDINGS: Final = (
    ("同比增速", "增长{value}"),
    ("同比降幅", "同比下降{value}"),
    ("同比变化", "同比上升{value}"),
    ("全区排名", "位列{value}"),
    ("全市排名", "位列{value}"),
    ("排名", "位列{value}"),
    ("团伙数", "团伙{value}"),
)
