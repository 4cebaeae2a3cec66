"""The application's own tables."""

from jiedao.applications.command.bulletin_models import Bulletin as Bulletin
from jiedao.applications.command.bulletin_models import BulletinCheck as BulletinCheck
from jiedao.applications.command.duty.models import Called as Called
from jiedao.applications.command.duty.models import Callout as Callout
