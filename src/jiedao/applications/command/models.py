"""The application's own tables."""

from jiedao.applications.command.bulletin.models import Bulletin as Bulletin
from jiedao.applications.command.bulletin.models import BulletinCheck as BulletinCheck
from jiedao.applications.command.duty.models import Called as Called
from jiedao.applications.command.duty.models import Callout as Callout
from jiedao.applications.command.incident.models import Incident as Incident
from jiedao.applications.command.incident.models import IncidentFile as IncidentFile
from jiedao.applications.command.incident.models import IncidentRole as IncidentRole
from jiedao.applications.command.incident.models import Mark as Mark
from jiedao.applications.command.incident.models import Note as Note
from jiedao.applications.command.incident.models import Order as Order
