"""A batch of lines through the rules: added, recognised, changed, or refused."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Final, cast

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.datasets.runs import Outcome
from jiedao.foundation.records.actions import (
    Added,
    Change,
    Changed,
    Draft,
    add_many,
    check_many,
    edit_many,
)
from jiedao.foundation.records.files.reading import Line, LineReader
from jiedao.foundation.records.numbers import FILE_KEY
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.readers import Row
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused

_REMEMBERED: Final = 200_000
"""Keys of a file, by which a second row of the same is told; so memory has an end."""


class Lines:
    """Takes batches of rows. With ``write=False`` the outcome is what would happen, and what
    would be written is *held*."""

    def __init__(
        self,
        schema: Schema,
        run: ImportRun,
        reader: LineReader,
        actor: Actor,
        update: bool,
        write: bool,
    ) -> None:
        self.schema, self.run, self.reader, self.actor = schema, run, reader, actor
        self.update, self.write = update, write
        self.kind = schema.kind.key
        self._seen: dict[str, tuple[int, int]] = {}

    def take(self, rows: Sequence[Row]) -> Outcome:
        """A batch, inside the transaction it is called in."""
        outcome = Outcome()
        lines = self.reader.read(rows)
        known = self._known(lines) if self.update else {}
        ours = {} if self.update else self._titles(lines)
        changes: list[tuple[Line, str]] = []
        news: list[tuple[Line, Draft]] = []
        for line in lines:
            faults = self._faults(line) or self._twice(line)
            if faults:
                outcome.faults += faults
            elif line.number and ours.get(line.number) == line.values.get("title"):
                # Our own export, read again; in another town the number is another record's.
                outcome.known += 1
            elif (number := known.get(_name(line.number, self._key(line)))) is not None:
                changes.append((line, number))
            else:
                self._sort_in(line, news, outcome)
        self._add(news, outcome)
        self._change(changes, outcome)
        return outcome

    def _faults(self, line: Line) -> list[RowFault]:
        """What is wrong with a row, all at once: a cell that cannot be read hides no other fault."""
        if not line.faults or self.update:
            return line.faults
        try:
            self.schema.validate(line.values)
        except Refused as refusal:
            named = {one.column for one in line.faults}
            further = self.reader.fault(line.row, refusal)
            return line.faults + [one for one in further if one.column not in named]
        return line.faults

    def _sort_in(self, line: Line, news: list[tuple[Line, Draft]], outcome: Outcome) -> None:
        """A line of no record that is known: a new one, if it is sound."""
        if self.update and line.number:
            sentence = _("没有登记号为“%(number)s”的记录。") % {"number": line.number}
            outcome.faults.append(RowFault.of(line.row.number, "", line.number, sentence))
            return
        try:
            data = self.schema.validate(line.values)
        except Refused as refusal:
            outcome.faults += self.reader.fault(line.row, refusal)
            return
        draft = Draft(
            data, subject=line.subject, key=f"{FILE_KEY}{self.run.sha256[:40]}:{line.row.number}"
        )
        if self.actor.is_system:
            # Only the installation itself may say how far a record's story has come.
            draft.state = line.state
        news.append((line, draft))

    def _add(self, news: Sequence[tuple[Line, Draft]], outcome: Outcome) -> None:
        for (line, _draft), added in zip(news, self._added([d for _l, d in news]), strict=True):
            if added.refusal is not None:
                outcome.faults += self.reader.fault(line.row, added.refusal)
            elif added.known:
                outcome.known += 1
            else:
                self._written(outcome)

    def _written(self, outcome: Outcome) -> None:
        outcome.created += self.write
        outcome.held += not self.write

    def _added(self, drafts: Sequence[Draft]) -> list[Added]:
        """All at once; should an engine refuse one while writing, each by itself."""
        town_id = self.run.town_id
        if not self.write:
            return check_many(town_id, self.kind, drafts, actor=self.actor)
        try:
            with transaction.atomic():
                return add_many(town_id, self.kind, drafts, actor=self.actor)
        except Refused:
            return [self._added_alone(draft) for draft in drafts]

    def _added_alone(self, draft: Draft) -> Added:
        try:
            with transaction.atomic():
                return add_many(self.run.town_id, self.kind, [draft], actor=self.actor)[0]
        except Refused as refusal:
            return Added(refusal=refusal)

    def _change(self, changes: Sequence[tuple[Line, str]], outcome: Outcome) -> None:
        if not changes:
            return
        wanted = [Change(number, line.values) for line, number in changes]
        done = edit_many(self.run.town_id, self.kind, wanted, actor=self.actor, write=self.write)
        for (line, _number), one in zip(changes, done, strict=True):
            self._changed(line, one, outcome)

    def _changed(self, line: Line, one: Changed, outcome: Outcome) -> None:
        if one.refusal is not None:
            outcome.faults += self.reader.fault(line.row, one.refusal)
        elif one.changed and not self.write:
            outcome.held += 1
        else:
            outcome.known += 1
            outcome.changed += one.changed

    def _known(self, lines: Sequence[Line]) -> dict[str, str]:
        """Key or number → number of the records that are there."""
        rows = self.schema.family.model._default_manager.filter(
            town_id=self.run.town_id, kind=self.kind
        )
        keys = {key for line in lines if (key := self._key(line))}
        numbers = {line.number for line in lines if line.number}
        found = dict(rows.filter(number__in=numbers).values_list("number", "number"))
        by_key = rows.filter(key__in=keys).values_list("key", "number")
        return {_name(n, ""): n for n in found} | {_name("", key): n for key, n in by_key}

    def _titles(self, lines: Sequence[Line]) -> dict[str, str]:
        """Number → title of the records that are there, of those that the lines name."""
        numbers = {line.number for line in lines if line.number}
        if not numbers:
            return {}
        rows = self.schema.family.model._default_manager.filter(
            town_id=self.run.town_id, kind=self.kind, number__in=numbers
        )
        return dict(rows.values_list("number", "title"))

    def _key(self, line: Line) -> str:
        # The values stand as the model would hold them; a line that changes a record need not
        # be a whole one.
        return self.schema.key_of(cast(BaseModel, SimpleNamespace(**line.values)))

    def _twice(self, line: Line) -> list[RowFault]:
        """A second row of the same key that says something else."""
        key = _name(line.number if self.update else "", self._key(line))
        if not key:
            return []
        said = hash(repr(sorted(line.values.items(), key=lambda item: item[0])))
        first = self._seen.get(key)
        if first is None:
            if len(self._seen) < _REMEMBERED:
                self._seen[key] = (line.row.number, said)
            return []
        if first[1] == said:
            return []
        name = "" if self.update and line.number else self.schema.kind.unique[0]
        sentence = _("与第 %(row)d 行重复，内容却不同。") % {"row": first[0]}
        return self.reader.fault(line.row, Refused(sentence, field=name))


def _name(number: str, key: str) -> str:
    """One name for a record told by its number, or by its key."""
    return f"#{number}" if number else key
