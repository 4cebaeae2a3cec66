from django.db import migrations

from jiedao.foundation.search.operations import CreateTextIndex


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [CreateTextIndex("fact")]
