"""Cases are found by words of their text and address."""

from django.db import migrations

from jiedao.foundation.search.operations import CreateTextIndex


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [CreateTextIndex("case")]
