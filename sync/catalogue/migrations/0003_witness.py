import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_search")]
    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("till", models.CharField(max_length=64)),
                ("epoch", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("at_ms", models.BigIntegerField()),
                ("heard_ms", models.BigIntegerField()),
                ("shop", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop")),
            ],
        ),
        migrations.AddConstraint(
            model_name="witness",
            constraint=models.UniqueConstraint(fields=("shop", "till"), name="one_witness_per_till"),
        ),
    ]
