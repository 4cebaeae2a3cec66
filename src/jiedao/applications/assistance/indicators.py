"""Figures of benefits: amounts are kept in yuan, published in 10,000 yuan."""

from jiedao.applications.assistance.kinds import PAYMENT
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import TEN_THOUSAND, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("benefit_amount_paid", Title("津补贴发放金额", "Benefits paid"), "万元", PAYMENT,
              "given_on",
              total(lambda t: t.amount, lambda t: t.state == "paid", scale=TEN_THOUSAND),
              sentence="发放各类津补贴{value}", dimensions=("benefit",)),
)  # fmt: skip
