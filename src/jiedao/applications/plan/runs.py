"""How often in a row the sub-district stood first, or was honoured with the same award."""

from jiedao.applications.plan.names import FACT, HONOUR
from jiedao.engines.indicators.runs import Run
from jiedao.kernel.titles import Title

RUNS = (
    Run("gdp_first_years", Title("地区生产总值连续排名第一年数", "Years first in gross product"), "年",
        FACT, "gdp_rank"),
    Run("civility_first_years",
        Title("文明城市创建测评连续排名第一年数", "Years first in the civility index"), "年", FACT,
        "civility_rank"),
    Run("party_demo_points_first_years",
        Title("“两新”党建示范点评定连续第一年数", "Years first in party demonstration points"), "年",
        FACT, "party_demo_points_rank"),
    Run("request_satisfaction_first_months",
        Title("“民意速办”满意度连续第一月数", "Months first in satisfaction with requests"), "个月",
        FACT, "request_satisfaction_rank", months=1),
    Run("river_chief_excellent_years",
        Title("河长制考核优秀连续年数", "Years excellent as river chiefs"), "年", HONOUR, by="award",
        only="河长制考核优秀"),
    Run("honour_title_years", Title("连续获评荣誉称号年数", "Years an award was given in a row"), "年",
        HONOUR, by="award"),
)  # fmt: skip
