"""The form of a kind, drawn from its schema: the same for a new record and for an edit."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.evidence import FIELD, TITLE
from jiedao.foundation.records.keyed import keyed_of
from jiedao.foundation.records.pages.evidence import with_files
from jiedao.foundation.records.references import reference
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.records.words import names_for
from jiedao.web.forms import Form
from jiedao.web.widgets import Widget


def form_for(
    request: HttpRequest,
    schema: Schema,
    town_id: int,
    *,
    initial: Mapping[str, Any] | None = None,
    hidden: Mapping[str, Any] | None = None,
    draft: str = "",
    files: bool = False,
    without: Collection[str] = (),
) -> Form[BaseModel]:
    """The form with widgets that follow from the types; typed references keep their words. With
    ``files`` it asks for photos and documents too; ``without`` are fields that need not be asked.
    What a later step finds out is asked by that step."""
    values = dict(initial or {})
    names = names_for(schema, town_id, [values])
    widgets = {
        spec.name: _widget(
            request,
            schema,
            spec,
            names.get((spec.ref, values.get(spec.name) or 0), ""),
            values.get(spec.name),
        )
        for spec in schema.specs
    }
    if request.method == "POST":
        request.POST = request.POST.copy()  # type: ignore[assignment]
        complete_typed(request, schema, town_id)
    return Form(
        with_files(schema.model) if files else schema.model,
        initial=values,
        widgets=widgets,
        order=[*_order(schema), FIELD] if files else _order(schema),
        exclude=(*without, *(spec.name for spec in schema.specs if spec.facts.later)),
        labels={
            spec.name: one.titles if (one := keyed_of(spec)) else spec.titles
            for spec in schema.specs
        },
        headings={spec.name: spec.facts.group for spec in schema.specs} | {FIELD: TITLE},
        hidden=hidden,
        draft=draft,
        prefix=schema.kind.key,
    )


def _order(schema: Schema) -> list[str]:
    """Fields of one heading side by side, headings in the order in which they first occur."""
    headings: dict[str, list[str]] = {}
    for spec in schema.specs:
        headings.setdefault(spec.facts.group.zh, []).append(spec.name)
    return [name for names in headings.values() for name in names]


def _widget(request: HttpRequest, schema: Schema, spec: Spec, words: str, value: Any) -> Widget:
    to, known = spec.ref, keyed_of(spec)
    if not to:
        offered = schema.family.offers(schema.kind, spec.name)
        if offered or known is None:
            return Widget("select", choices=offered) if offered else Widget()
        to, words = known.key, known.title(str(value or "")) or str(value or "")
    typed = request.POST.get(f"{spec.name}_text", words)
    url = reverse("records:suggest", args=[to.replace(":", "-")])
    return Widget("combo", url=url, words=typed, placeholder=_("输入名称检索"))


def complete_typed(request: HttpRequest, schema: Schema, town_id: int) -> None:
    """Who was typed and not picked: the one row of exactly that name, else nothing chosen.

    Words that mean nothing come back at their field (see ``unknown_words``); an emptied box is an
    emptied field.
    """
    post: Any = request.POST
    for spec in _typed(request, schema):
        typed = post.get(f"{spec.name}_text", "").strip()
        if not typed:
            post[spec.name] = ""
        elif not post.get(spec.name):
            post[spec.name] = _found(spec, typed, town_id)


def _typed(request: HttpRequest, schema: Schema) -> list[Spec]:
    """The fields for which words are typed and something else is kept. Of a key, only where the
    words were sent: without them it is the key itself."""
    return [
        spec for spec in schema.specs
        if spec.ref or (keyed_of(spec) and f"{spec.name}_text" in request.POST)
    ]  # fmt: skip


def _found(spec: Spec, typed: str, town_id: int) -> str:
    known = keyed_of(spec)
    if not spec.ref and known is not None:
        return known.find(typed)
    return str(reference(spec.ref).find(town_id, [typed]).get(typed, ""))


def unknown_words(request: HttpRequest, schema: Schema) -> dict[str, str]:
    """Field → sentence, for references that were typed and mean nothing."""
    return {
        spec.name: _("没有找到“%(words)s”，请从列表中选择。")
        % {"words": request.POST.get(f"{spec.name}_text", "").strip()[:40]}
        for spec in _typed(request, schema)
        if request.POST.get(f"{spec.name}_text", "").strip() and not request.POST.get(spec.name)
    }
