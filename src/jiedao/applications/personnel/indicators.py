"""Figures of personnel: people are told apart by their files, which postings are about."""

from jiedao.applications.personnel.kinds import POSTING, PROMOTION, TRAINING
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, distinct, total
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("staff_promoted", Title("提拔晋升(重用)干部数", "Staff promoted"), "名", PROMOTION, "day",
              distinct(lambda t: t.subject_id, lambda t: t.state != "ended"),
              sentence="提拔重用干部{value}", dimensions=("step",)),
    Indicator("staff_posted", Title("交流、选派干部数", "Staff posted"), "名", POSTING, "day",
              distinct(lambda t: t.subject_id), sentence="选派干部{value}",
              dimensions=("scheme", "batch", "target_post")),
    Indicator("exchange_batches", Title("干部交流批次", "Batches of exchange"), "批次", POSTING, "day",
              distinct(lambda t: t.batch, lambda t: t.batch != ""),
              sentence="开展干部交流{value}", dimensions=("scheme",)),
    Indicator("training_terms_held", Title("开展专题培训期数", "Training runs held"), "期", TRAINING,
              "day", count(lambda t: t.state == "held"), 1, sentence="开展专题培训{value}",
              dimensions=("topic",)),
    Indicator("training_person_times", Title("培训干部人次", "Attendance of training"), "人次",
              TRAINING, "day", total(lambda t: t.attended, lambda t: t.state == "held"), 1,
              sentence="培训干部{value}", dimensions=("topic",)),
    Indicator("training_person_hours", Title("培训干部学时数", "Hours of training"), "学时", TRAINING,
              "day", total(lambda t: t.attended * t.hours, lambda t: t.state == "held"), 1,
              sentence="培训干部{value}", dimensions=("topic",)),
)  # fmt: skip
