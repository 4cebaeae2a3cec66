from django.db import migrations

from jiedao.foundation.search.operations import CreateTextIndex


class Migration(migrations.Migration):
    dependencies = [("things", "0001_initial")]

    operations = [CreateTextIndex("thing")]
