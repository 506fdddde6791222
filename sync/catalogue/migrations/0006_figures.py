"""What is sold or reserved is told apart from what is described anew: lists of products stay while things are sold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may stay empty, so that SQLite adds it without building the table anew."""

    dependencies = (("catalogue", "0005_town"),)
    operations = (migrations.AddField(model_name="change", name="figures_only", field=models.BooleanField(null=True)),)
