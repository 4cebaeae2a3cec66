"""A figure's formula in words, read off the expression itself, so that it cannot say otherwise.

Conditions are walked as Ibis has them; a kind's own titles name its columns, states and options.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from jiedao.engines.indicators import compiled
from jiedao.engines.indicators.columns import ColumnWords, columns_of
from jiedao.engines.indicators.compiling import PERIOD_COLUMNS
from jiedao.engines.indicators.quotients import is_quotient
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import Column, Formula

_COMPARED: Final = {
    "Equals": gettext_lazy("%(a)s为%(b)s"),
    "NotEquals": gettext_lazy("%(a)s不为%(b)s"),
    "Greater": gettext_lazy("%(a)s大于%(b)s"),
    "GreaterEqual": gettext_lazy("%(a)s不小于%(b)s"),
    "Less": gettext_lazy("%(a)s小于%(b)s"),
    "LessEqual": gettext_lazy("%(a)s不大于%(b)s"),
}
_EXTRACTED: Final = {
    "ExtractYear": gettext_lazy("%(a)s的年份"),
    "ExtractMonth": gettext_lazy("%(a)s的月份"),
    "ExtractDay": gettext_lazy("%(a)s的日"),
    "ExtractHour": gettext_lazy("%(a)s的小时"),
}
_RECKONED: Final = {"Add": "+", "Subtract": "−", "Multiply": "×", "Divide": "÷",
                    "DateDiff": "−", "TimestampDiff": "−"}  # fmt: skip
_AS_IT_IS: Final = frozenset({"Cast", "Date", "Alias"})


def formula_in_words(indicator: Indicator) -> str:
    """How the figure is computed, in one sentence of the office's own words."""
    if is_quotient(indicator):
        return _quotient(indicator)
    if registry.indicators.find(indicator.key) is not indicator:
        return _formula(indicator)
    asked = repr(("words", get_language(), indicator.key))
    return compiled.kept(asked, lambda: _formula(indicator))


def _formula(indicator: Indicator) -> str:
    words = _Words(indicator)
    said = _BY_MEASURE[indicator.formula.measure](words, indicator.formula)
    return f"{_when(indicator, words)}{said}"


def _quotient(indicator: Indicator) -> str:
    """Which figures are divided, and how each of them is computed."""
    formula = indicator.formula
    of, by = registry.indicators.get(formula.of), registry.indicators.get(formula.by)
    pattern = _("%(of)s ÷ 全年%(by)s") if formula.yearly else _("%(of)s ÷ %(by)s")
    return _("%(divided)s。其中“%(of)s”%(counted)s；“%(by)s”%(held_against)s") % {
        "divided": pattern % {"of": of.titles, "by": by.titles},
        "of": of.titles, "counted": formula_in_words(of),
        "by": by.titles, "held_against": formula_in_words(by),
    }  # fmt: skip


def _when(indicator: Indicator, words: "_Words") -> str:
    if not indicator.date_field:
        return _("期末时点：")
    return _("按%(field)s落在期内统计：") % {"field": words.names.title(indicator.date_field)}


def _whose(words: "_Words", who: str) -> str:
    kind = str(words.names.kind_title)
    return _("%(who)s的%(kind)s") % {"who": who, "kind": kind} if who else kind


def _count(words: "_Words", formula: Formula) -> str:
    return _("%(whose)s数量") % {"whose": _whose(words, words.condition(formula.where))}


def _measured(pattern: str) -> Callable[["_Words", Formula], str]:
    def say(words: "_Words", formula: Formula) -> str:
        whose = _whose(words, words.condition(formula.where))
        return _(pattern) % {"whose": whose, "what": words.column(formula.column)}

    return say


def _rate(words: "_Words", formula: Formula) -> str:
    whose = _whose(words, words.condition(formula.where))
    part, what = words.condition(formula.part), words.column(formula.column)
    if what:
        return _("%(whose)s中，%(part)s的%(what)s之和 ÷ 全部%(what)s之和") % {
            "whose": whose, "part": part, "what": what,
        }  # fmt: skip
    return _("%(part)s的 ÷ 全部%(whose)s") % {"part": part, "whose": whose}


def _percentile(words: "_Words", formula: Formula) -> str:
    return _("%(whose)s中，%(share)d%% 不超过的%(what)s") % {
        "whose": _whose(words, words.condition(formula.where)),
        "share": round(formula.quantile * 100),
        "what": words.column(formula.column),
    }


_BY_MEASURE: Final[dict[str, Callable[["_Words", Formula], str]]] = {
    "count": _count,
    "total": _measured(gettext_noop("%(whose)s的%(what)s合计")),
    "distinct": _measured(gettext_noop("%(whose)s中不同的%(what)s个数")),
    "mean": _measured(gettext_noop("%(whose)s的%(what)s平均值")),
    "rate": _rate,
    "percentile": _percentile,
}


class _Words:
    """Says expressions over one kind's table."""

    def __init__(self, indicator: Indicator) -> None:
        import ibis

        self.names: ColumnWords = columns_of(indicator.kind)
        self.table = ibis.table(
            {**self.names.types, **dict.fromkeys(PERIOD_COLUMNS, "date")}, name=indicator.kind
        )

    def condition(self, column: Column | None) -> str:
        """A condition; "" for none."""
        return "" if column is None else self._true(column(self.table).op())

    def _true(self, op: Any) -> str:
        """An expression where a condition is expected: of a flag, that it is set."""
        if type(op).__name__ == "Field":
            return _("是%(a)s") % {"a": self._say(op)}
        return self._say(op)

    def column(self, column: Column | None) -> str:
        """A column or what is reckoned from columns; "" for none."""
        return "" if column is None else self._say(column(self.table).op())

    def _say(self, op: Any) -> str:
        name = type(op).__name__
        handler = getattr(self, f"_{name.lower()}", None)
        if handler is not None:
            return str(handler(op))
        if name in _COMPARED:
            return self._compared(op, name)
        if name in _EXTRACTED:
            return _EXTRACTED[name] % {"a": self._say(op.args[0])}
        if name in _RECKONED:
            return f" {_RECKONED[name]} ".join(self._say(arg) for arg in op.args[:2])
        if name in _AS_IT_IS:
            return self._say(op.args[0])
        raise NotImplementedError(f"{name} has no words yet")

    def _field(self, op: Any) -> str:
        period = {"since": _("期初日"), "as_of": _("期末日")}
        return period.get(op.name) or self.names.title(op.name)

    def _literal(self, op: Any) -> str:
        return f"“{op.value}”" if isinstance(op.value, str) else str(op.value)

    def _compared(self, op: Any, name: str) -> str:
        left, right = op.left, op.right
        if type(right).__name__ == "Literal" and right.value == "":
            pattern = _("%(a)s未填") if name == "Equals" else _("%(a)s已填")
            return pattern % {"a": self._say(left)}
        return _COMPARED[name] % {"a": self._say(left), "b": self._value(left, right)}

    def _value(self, of: Any, op: Any) -> str:
        """A value as the column's own titles name it."""
        if type(op).__name__ != "Literal":
            return self._say(op)
        if type(of).__name__ == "Field":
            return f"“{self.names.value(of.name, op.value)}”"
        return self._literal(op)

    def _invalues(self, op: Any) -> str:
        values = _("或").join(self._value(op.value, one) for one in op.options)
        return _("%(a)s为%(b)s") % {"a": self._say(op.value), "b": values}

    def _and(self, op: Any) -> str:
        return _("且").join(_flat(self, op, "And"))

    def _or(self, op: Any) -> str:
        return _("（%(any)s）") % {"any": _("或").join(_flat(self, op, "Or"))}

    def _not(self, op: Any) -> str:
        return _("并非%(a)s") % {"a": self._say(op.arg)}

    def _notnull(self, op: Any) -> str:
        return _("已有%(a)s") % {"a": self._say(op.arg)}

    def _isnull(self, op: Any) -> str:
        return _("没有%(a)s") % {"a": self._say(op.arg)}

    def _floor(self, op: Any) -> str:
        return _("%(a)s取整") % {"a": self._say(op.arg)}

    def _datedelta(self, op: Any) -> str:
        return _("%(b)s至%(a)s的时长") % {"a": self._say(op.left), "b": self._say(op.right)}

    def _timestampdelta(self, op: Any) -> str:
        return self._datedelta(op)

    def _between(self, op: Any) -> str:
        return _("%(a)s在%(b)s至%(c)s") % {
            "a": self._say(op.arg), "b": self._say(op.lower_bound), "c": self._say(op.upper_bound),
        }  # fmt: skip


def _flat(words: _Words, op: Any, name: str) -> Iterator[str]:
    for side in (op.left, op.right):
        if type(side).__name__ == name:
            yield from _flat(words, side, name)
        else:
            yield words._true(side)
