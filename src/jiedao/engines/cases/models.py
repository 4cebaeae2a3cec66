"""Cases (what must be done) and requests (who asked): two records, one case with many requests."""

from django.db import models

from jiedao.engines.cases.gate import CaseQuerySet, RequestQuerySet
from jiedao.engines.cases.indexes import of_open_work
from jiedao.engines.cases.messages import Message as Message
from jiedao.engines.cases.return_visits import ReturnVisit as ReturnVisit
from jiedao.foundation.catalogue.models import Condition, Item
from jiedao.foundation.files.models import StoredFile
from jiedao.foundation.parties.models import Person
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.models import Town


class Case(models.Model):
    """What must be done: one place, one lead unit, one state.

    ``due_at`` is the deadline of the nearest running clock and ``due_clock`` its kind; lateness
    is computed from it, never stored. ``version`` rises with every change: a move made on an
    older one is refused. ``step_actors`` remembers who last made each step, and in ``hands``
    everybody who ever worked on it, for the rules that forbid checking one's own work.
    """

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    text = models.TextField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, db_index=False)
    condition = models.ForeignKey(Condition, models.SET_NULL, null=True, db_index=False)
    level = models.PositiveSmallIntegerField(default=3)
    channel = models.CharField(max_length=40)
    secret = models.BooleanField(default=False)

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False)
    handler = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)
    leader = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="led_cases", db_index=False
    )
    community = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    grid = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    building = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)

    reported_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    """When the work last came back to be done again: what was shown before proves nothing now."""

    due_at = models.DateTimeField(null=True)
    due_clock = models.CharField(max_length=16, blank=True)
    warn_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)

    closed_elsewhere = models.BooleanField(default=False)
    """Another system closed it before it came here: no return visit is ours to make."""
    outcome = models.CharField(max_length=24, blank=True)
    """Why it was not dispatched: one of the six codes of ``workflow.OUTCOMES``."""
    result = models.TextField(blank=True)
    """What the handler says was done."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    supervised = models.BooleanField(default=False)
    escalation = models.PositiveSmallIntegerField(default=0)
    """How far up the line lateness has carried it: 0 unit, 1 community or head, 2 sub-district."""
    redo_count = models.PositiveSmallIntegerField(default=0)
    return_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    urge_count = models.PositiveSmallIntegerField(default=0)
    arbitrated = models.BooleanField(default=False)
    misdispatched = models.BooleanField(default=False)
    """The first dispatch went to the wrong unit: an objection was upheld, or it was returned."""
    subject_kind = models.CharField(max_length=40, blank=True)
    """What it is about, where that is a record of its own: the premises that were looked at …"""
    subject_id = models.BigIntegerField(null=True)
    step_actors = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    """What its kind has besides a case, as the kind's own model has it."""
    marks = models.JSONField(default=list)
    """What is not as it seems: ``composed_text``, ``received_at_import``, ``outside_town`` …"""

    objects = CaseQuerySet.as_manager()

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="case_number")]
        indexes = [
            # Lists are newest first with keyset paging on (reported_at, id), filtered on one
            # declared field; the planner adds the others while it walks.
            models.Index(fields=["town", "reported_at", "id"], name="case_all"),
            models.Index(fields=["town", "state", "reported_at", "id"], name="case_state"),
            models.Index(fields=["town", "unit", "state", "reported_at", "id"], name="case_unit"),
            models.Index(fields=["town", "item", "reported_at", "id"], name="case_item"),
            models.Index(
                fields=["town", "community", "state", "reported_at", "id"], name="case_community"
            ),
            models.Index(fields=["town", "grid", "reported_at", "id"], name="case_grid"),
            models.Index(
                fields=["town", "building", "reported_at", "id"],
                name="case_building",
                condition=models.Q(building__isnull=False),
            ),
            # search by the handler's name, finished work as well
            models.Index(
                fields=["handler", "id"],
                name="case_handler",
                condition=models.Q(handler__isnull=False),
            ),
            # queues: what is due next, of open cases only
            models.Index(
                fields=["town", "unit", "due_at"],
                name="case_unit_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["town", "due_at"],
                name="case_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["town", "handler", "due_at"],
                name="case_handler_due",
                condition=models.Q(due_at__isnull=False, handler__isnull=False),
            ),
            models.Index(
                fields=["town", "reported_at", "id"],
                name="case_supervised",
                condition=models.Q(supervised=True),
            ),
            models.Index(
                fields=["town", "leader", "reported_at", "id"],
                name="case_leader",
                condition=models.Q(leader__isnull=False),
            ),
            # what a day brought: the command centre counts from midnight
            models.Index(
                fields=["town", "dispatched_at"],
                name="case_dispatched",
                condition=models.Q(dispatched_at__isnull=False),
            ),
            models.Index(
                fields=["town", "closed_at"],
                name="case_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            # how open work stands: all that is counted of it, and nothing that is closed
            of_open_work("unit", "grid", "community"),
            of_open_work("grid", "unit", "community"),
            models.Index(  # everything about one record, newest first
                fields=["town", "subject_kind", "subject_id", "reported_at", "id"],
                name="case_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            # the worker resumes suspended cases
            models.Index(
                fields=["suspended_until"],
                name="case_suspended",
                condition=models.Q(suspended_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Request(models.Model):
    """One person's asking: its own channel, number, clocks, reply, rating and secrecy."""

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied"
        BASICALLY = "basically"
        DISSATISFIED = "dissatisfied"
        NO_ANSWER = "no_answer"

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        RATED = "rated"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        ELSEWHERE = "elsewhere"
        """Answered by another system before it came here."""
        RETURNED = "returned"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    channel = models.CharField(max_length=40)
    foreign_number = models.CharField(max_length=80, blank=True)
    retry_key = models.CharField(max_length=80, blank=True)
    """The Idempotency-Key it came with: a retry finds this row instead of making another."""
    requester = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    secret = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    platform_due_at = models.DateTimeField(null=True)
    tracking_expires_at = models.DateTimeField(null=True)

    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    speed = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    effect = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    attitude = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    feedback = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)
    visited_at = models.DateTimeField(null=True)
    exempted = models.BooleanField(default=False)
    """Two persons found the demand unreasonable; the dissatisfaction stays visible."""
    attributes = models.JSONField(default=dict)

    objects = RequestQuerySet.as_manager()

    class Meta:
        app_label = "cases"
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="request_number"),
            models.UniqueConstraint(
                fields=["town", "foreign_number", "channel"],
                name="request_foreign_number",
                condition=~models.Q(foreign_number=""),
            ),
            models.UniqueConstraint(
                fields=["town", "channel", "retry_key"],
                name="request_retry_key",
                condition=~models.Q(retry_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def of_platform(self) -> bool:
        """An order of a superior platform, which keeps its own number and clock."""
        return bool(self.foreign_number) or self.platform_due_at is not None


class Clock(models.Model):
    """One limit that runs on a case: started, due, perhaps paused, at last stopped.

    A stopped clock keeps both times, so lateness is a fact that nothing erases; an upheld
    appeal sets ``exempted``, which only the statistics heed.
    """

    class Kind(models.TextChoices):
        """Those of the loop; a kind of case may declare its own (``kinds.ClockKind``)."""

        SIGN_FOR = "sign_for"
        FIRST_CONTACT = "first_contact"
        INNER = "inner"
        PLATFORM = "platform"
        CO_REPORT = "co_report"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    request = models.ForeignKey(Request, models.CASCADE, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False)  # whose part
    kind = models.CharField(max_length=16)
    stage = models.CharField(max_length=40, blank=True)
    limit_amount = models.PositiveIntegerField(null=True)
    limit_unit = models.CharField(max_length=12, blank=True)
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    act_at = models.DateTimeField(null=True)
    """When the worker must next look: to warn, then to escalate; null when it need not."""
    exempted = models.BooleanField(default=False)
    met = models.BooleanField(null=True)
    """Of a stopped first contact: whether somebody was reached; null where none was owed any more."""

    class Meta:
        app_label = "cases"
        indexes = [
            models.Index(
                fields=["act_at"], name="clock_act", condition=models.Q(act_at__isnull=False)
            )
        ]

    @property
    def running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and self.paused_at is None

    @property
    def late(self) -> bool:
        """Whether it stopped after it was due (an unstopped clock: see ``lapsed_at``)."""
        return self.stopped_at is not None and self.stopped_at > self.due_at


class Assignment(models.Model):
    """A unit's part in a case: the one lead, or a co-handler who reports to the lead."""

    class Part(models.TextChoices):
        LEAD = "lead"
        CO = "co"

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    part = models.CharField(max_length=4, choices=Part.choices)
    assigned_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        indexes = [models.Index(fields=["unit", "case"], name="assignment_unit")]


class Approval(models.Model):
    """Something one side asks and another decides: objection, extension, suspension …"""

    class Kind(models.TextChoices):
        OBJECTION = "objection"
        EXTENSION = "extension"
        SUSPENSION = "suspension"
        EXEMPTION = "exemption"
        NIGHT_CHECK = "night_check"
        APPEAL = "appeal"
        RETURN_UP = "return_up"

    class State(models.TextChoices):
        OPEN = "open"
        SECONDED = "seconded"
        UPHELD = "upheld"
        REFUSED = "refused"
        LAPSED = "lapsed"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="approvals")
    request = models.ForeignKey(Request, models.CASCADE, null=True, db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.TextField()
    citation = models.CharField(max_length=300, blank=True)
    """The catalogue line that an objection rests on."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)
    hearing = models.TextField(blank=True)
    seconded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    decide_by = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decision = models.TextField(blank=True)
    precedent = models.BooleanField(default=False)

    class Meta:
        app_label = "cases"
        indexes = [
            models.Index(
                fields=["town", "kind", "decide_by"],
                name="approval_open",
                condition=models.Q(state="open"),
            )
        ]


class Attachment(StoredFile):
    """A file of a case, of the step (``stage``) that it shows, perhaps of one of its requests."""

    class Stage(models.TextChoices):
        REPORT = "report"
        BEFORE = "before"
        AFTER = "after"
        CHECK = "check"
        REPLY = "reply"

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    request = models.ForeignKey(Request, models.CASCADE, null=True, related_name="attachments")
    stage = models.CharField(max_length=6, choices=Stage.choices)
    public = models.BooleanField(default=False)
    """Whether the requester sees it: own photos, and the after photos of a closed case."""

    class Meta:
        app_label = "cases"
