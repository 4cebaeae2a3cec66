from django.db import migrations

from jiedao.foundation.search.operations import CreateTextIndex


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]

    operations = [CreateTextIndex("visit"), CreateTextIndex("plan")]
