"""Forms from pydantic models: labels above, one column, errors at the field and in one sentence.

A model says what is asked; the form draws it, reads what was sent, and on an error keeps every
word that was typed. Titles and descriptions of fields are Chinese msgids, translated here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django.utils.translation import ngettext
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from jiedao.kernel.attributes import facts_of
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice, Widget, read, widget_for, written

M = TypeVar("M", bound=BaseModel)
_SHORT_SET = 8


@dataclass(slots=True)
class Field:
    """One field as a template sees it."""

    name: str
    id: str
    label: str
    help: str
    required: bool
    widget: Widget
    value: Any
    error: str = ""
    demanded: bool = False
    """Whether this very record asks for what others may leave empty: said beside the label."""
    lost: list[str] = field(default_factory=list)
    """Names of the files that came with a form that is shown again: it cannot give them back."""
    longest: int | None = None
    bounds: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    """The heading under which it stands, together with its neighbours of the same group."""
    note: str = ""
    """What its label says of whether it must be filled, where the usual word does not fit."""
    said: str = ""
    """What is remarked upon its text (safe HTML), where its widget has it read over."""
    when: str = ""
    """``other=value``: shown only while the other field says so (with scripts; always without)."""

    @property
    def template(self) -> str:
        """The widget's template; text-like kinds share one."""
        shared = {"phone", "date", "datetime", "password", "hidden"}
        kind = {"money": "number", "files": "photos"}.get(self.widget.kind, self.widget.kind)
        return f"web/widgets/{'text' if kind in shared else kind}.html"

    @property
    def input_type(self) -> str:
        """The ``type`` of a text-like input."""
        kinds = {"phone": "tel", "datetime": "datetime-local"}
        return kinds.get(self.widget.kind, self.widget.kind)

    @property
    def chosen(self) -> list[tuple[Choice, bool]]:
        """Each option and whether it is chosen."""
        now = self.value if isinstance(self.value, list) else [self.value]
        return [(option, option.value in now) for option in self.widget.options()]

    @property
    def is_long(self) -> bool:
        """Whether the options are so many that they fold away."""
        return len(self.widget.options()) > _SHORT_SET

    @property
    def has_chosen(self) -> bool:
        """Whether any option is chosen."""
        return any(on for _option, on in self.chosen)

    @property
    def optional(self) -> bool:
        """Whether to say that it may be left empty: a choice already made needs no word."""
        chosen = self.widget.kind == "radio" and self.value
        return not self.required and not self.note and not chosen

    @property
    def described_by(self) -> str:
        """Ids of the help and error texts, for screen readers."""
        ids = [f"{self.id}-help"] if self.help else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)


class Form(Generic[M]):
    """A form for ``model``.

    ``initial`` are values by field; ``widgets`` say how a field is asked for; ``exclude`` leaves
    fields out, ``order`` names those that are asked and their order, ``labels`` and
    ``headings`` call them and their groups otherwise; ``draft`` names the browser's autosave; ``hidden`` are values sent along unseen
    (``version``). Two forms on one page need different ``prefix``.
    """

    def __init__(
        self,
        model: type[M],
        *,
        initial: Mapping[str, Any] | BaseModel | None = None,
        widgets: Mapping[str, Widget] | None = None,
        exclude: tuple[str, ...] = (),
        hidden: Mapping[str, Any] | None = None,
        draft: str = "",
        prefix: str = "",
        order: Sequence[str] = (),
        labels: Mapping[str, object] | None = None,
        headings: Mapping[str, object] | None = None,
    ) -> None:
        self.model = model
        self.draft = draft
        self.hidden = dict(hidden or {})
        self.prefix = prefix or model.__name__.lower()
        self.summary = ""
        self.doubt = ""
        """What to think over before it is sent once more: nothing is wrong with it."""
        self.data: M | None = None
        values = initial.model_dump() if isinstance(initial, BaseModel) else dict(initial or {})
        self._labels, self._headings = labels or {}, headings or {}
        self.fields = [
            self._field(
                name,
                model.model_fields[name],
                (widgets or {}).get(name),
                values.get(name, _default(model.model_fields[name])),
            )
            for name in order or model.model_fields
            if name not in exclude
        ]

    def _field(self, name: str, info: FieldInfo, given: Widget | None, value: Any) -> Field:
        widget = widget_for(info, given)
        bounds = _bounds(info)
        facts = facts_of(name, info)
        return Field(
            name=name,
            id=f"{self.prefix}-{name}",
            label=str(self._labels.get(name, "")) or _words(facts.titles, name),
            help=_words(facts.help),
            required=info.is_required() or bool(bounds.get("min_length")),
            widget=widget,
            value=written(widget, value),
            longest=bounds.get("max_length"),
            bounds=bounds,
            group=str(self._headings.get(name, facts.group)),
            when=facts.when,
        )

    @property
    def groups(self) -> list[tuple[str, list[Field]]]:
        """The fields under their headings, in order; one group without a heading where none is."""
        found: list[tuple[str, list[Field]]] = []
        for one in self.fields:
            if not found or found[-1][0] != one.group:
                found.append((one.group, []))
            found[-1][1].append(one)
        return found

    def __getitem__(self, name: str) -> Field:
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def id(self) -> str:
        return f"form-{self.prefix}"

    @property
    def has_files(self) -> bool:
        return any(one.widget.kind in {"photos", "files"} for one in self.fields)

    @property
    def refused(self) -> bool:
        """Whether it comes back: with errors, or to be thought over."""
        return bool(self.summary or self.doubt)

    def demand(self, names: Collection[str]) -> None:
        """Mark fields as needed for this very record, whatever the model says of all."""
        for one in self.fields:
            if one.name in names:
                one.required = one.demanded = True

    def bind(self, request: HttpRequest) -> M | None:
        """The model made from what was sent; None with errors filled in."""
        raw: dict[str, Any] = {}
        for one in self.fields:
            value = read(one.widget, one.name, request)
            if one.widget.kind not in {"photos", "files", "password"}:
                one.value = written(one.widget, value)
            elif one.widget.kind != "password":
                one.lost = [str(file.name) for file in value]
            if value is not None:
                raw[one.name] = value
        try:
            self.data = self.model.model_validate(raw | self._unasked(request))
        except ValidationError as error:
            self._take(error)
            return None
        return self.data

    def _unasked(self, request: HttpRequest) -> dict[str, Any]:
        """Hidden values that belong to the model."""
        known = set(self.hidden) & set(self.model.model_fields)
        return {name: request.POST[name] for name in known if name in request.POST}

    def _take(self, error: ValidationError) -> None:
        lost: list[str] = []
        for detail in error.errors():
            name = str(detail["loc"][0]) if detail["loc"] else ""
            sentence = sentence_of(detail)
            if any(one.name == name for one in self.fields):
                if self[name].widget.kind == "combo" and detail["type"] in _NO_NUMBER:
                    # Words that name nothing came where the number of a row was looked for.
                    sentence = _("没有找到“%(words)s”，请从列表中选择。") % {
                        "words": str(detail["input"])[:40]
                    }
                self[name].error = self[name].error or sentence
            else:
                lost.append(sentence)
        self._summarise(lost)

    def refuse(self, error: Refused) -> None:
        """Show an action's refusal: at the field it names, else on top. Nothing typed is lost."""
        known = {one.name: one for one in self.fields}
        errors = error.errors if isinstance(error, Invalid) else {}
        if error.field and error.field not in errors:
            errors = {**errors, error.field: error.sentence}
        for name in known.keys() & errors.keys():
            known[name].error = errors[name]
        self._summarise(_on_top(error, errors, known))

    def _summarise(self, sentences: list[str]) -> None:
        wrong = [one for one in self.fields if one.error]
        if wrong:
            text = ngettext(
                "有 %(n)s 处需要修改：%(names)s。", "有 %(n)s 处需要修改：%(names)s。", len(wrong)
            )
            names = _("、").join(one.label for one in wrong)
            sentences = [text % {"n": len(wrong), "names": names}, *sentences]
        self.summary = " ".join(sentences) or _("填写有误，请检查。")


_NO_NUMBER = frozenset({"int_parsing", "int_type"})


def _on_top(error: Refused, errors: Mapping[str, str], known: Collection[str]) -> list[str]:
    """What stands at its field need not stand on top as well."""
    general = error.general if isinstance(error, Invalid) else None
    if general is not None:
        return [*(errors[name] for name in errors if name not in known), *filter(None, [general])]
    return [] if len(errors) == 1 and errors.keys() <= set(known) else [error.sentence]


def _words(title: Title, name: str = "") -> str:
    """A title in the reader's language: by its own English, else by the catalogue of messages."""
    if not title.zh:
        return name
    return str(title) if title.en and title.en != name else _(title.zh)


def _default(info: FieldInfo) -> Any:
    return None if info.is_required() else info.get_default(call_default_factory=True)


def _bounds(info: FieldInfo) -> dict[str, Any]:
    """min_length, max_length, ge, le … of a field, wherever pydantic keeps them."""
    found: dict[str, Any] = {}
    for one in info.metadata:
        for name in ("min_length", "max_length", "ge", "le", "gt", "lt", "multiple_of"):
            value = getattr(one, name, None)
            if value is not None:
                found[name] = value
    return found


def sentence_of(detail: ErrorDetails) -> str:
    """A pydantic complaint as a sentence for the person who filled in the form."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", "")) or _("填写有误，请检查。")
    template = _SENTENCES.get(kind)
    if template is None:
        family = next((name for name in _FAMILIES if kind.startswith(name)), "")
        template = _FAMILIES.get(family, "填写有误，请检查。")
    return _(template) % context


_SENTENCES = {
    "missing": _noop("请填写。"),
    "string_too_short": _noop("至少 %(min_length)s 个字。"),
    "string_too_long": _noop("最多 %(max_length)s 个字。"),
    "too_short": _noop("至少选 %(min_length)s 项。"),
    "too_long": _noop("最多 %(max_length)s 项。"),
    "greater_than_equal": _noop("不能小于 %(ge)s。"),
    "greater_than": _noop("须大于 %(gt)s。"),
    "less_than_equal": _noop("不能大于 %(le)s。"),
    "less_than": _noop("须小于 %(lt)s。"),
    "enum": _noop("请从列出的选项中选择。"),
    "literal_error": _noop("请从列出的选项中选择。"),
    "string_pattern_mismatch": _noop("格式不对。"),
}
_FAMILIES = {
    "int_": _noop("请填整数。"),
    "float_": _noop("请填数字。"),
    "decimal_": _noop("请填数字。"),
    "finite_": _noop("请填数字。"),
    "datetime_": _noop("请填日期和时间，如 2026-11-22 14:20。"),
    "date_": _noop("请填日期，如 2026-11-22。"),
    "string_": _noop("请填文字。"),
}

__all__ = ["Choice", "Field", "Form", "Widget", "sentence_of"]
