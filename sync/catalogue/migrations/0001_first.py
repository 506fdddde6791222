from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar[list[Any]] = []

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=64)),
                ("term", models.BigIntegerField()),
                ("version", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("brand", models.CharField(max_length=200)),
                ("category", models.CharField(max_length=200)),
                ("category_key", models.CharField(db_index=True, max_length=200)),
                ("family", models.CharField(max_length=64)),
                ("unit", models.CharField(max_length=8)),
                ("currency", models.CharField(max_length=3)),
                ("price_minor", models.BigIntegerField(null=True)),
                ("shown", models.BooleanField()),
                ("folded", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PairingFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=64)),
                ("failed_ms", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200, unique=True)),
                ("street", models.CharField(default="", max_length=200)),
                ("postcode", models.CharField(default="", max_length=16)),
                ("city", models.CharField(default="", max_length=120)),
                ("phone", models.CharField(default="", max_length=32)),
                ("hours", models.CharField(default="", max_length=400)),
                ("trade", models.CharField(default="", max_length=120)),
                ("presentation", models.TextField(default="")),
                ("figures", models.CharField(default="bands", max_length=8)),
                ("term", models.BigIntegerField(default=0)),
                ("complete_ms", models.BigIntegerField(null=True)),
                ("closed_ms", models.BigIntegerField(null=True)),
                ("opens_ms", models.BigIntegerField(null=True)),
                ("created_ms", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("zone", models.CharField(default="Europe/Paris", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="catalogue.product",
                    ),
                ),
                ("quantity_milli", models.BigIntegerField()),
                ("term", models.BigIntegerField()),
                ("version", models.BigIntegerField()),
                ("checked_ms", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Barcode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_index=True, max_length=64)),
                ("gtin", models.CharField(db_index=True, default="", max_length=14)),
                ("product", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.product")),
            ],
        ),
        migrations.AddField(
            model_name="product",
            name="shop",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop"),
        ),
        migrations.CreateModel(
            name="PairingCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("created_ms", models.BigIntegerField()),
                ("expires_ms", models.BigIntegerField()),
                ("used_ms", models.BigIntegerField(null=True)),
                ("shop", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop")),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at_ms", models.BigIntegerField(db_index=True)),
                (
                    "product",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="catalogue.product"),
                ),
                ("shop", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop")),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempt", models.CharField(max_length=64)),
                ("body_hash", models.CharField(max_length=64)),
                ("reply", models.BinaryField()),
                ("answered_ms", models.BigIntegerField(db_index=True)),
                ("shop", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop")),
            ],
        ),
        migrations.CreateModel(
            name="TillKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("till", models.CharField(max_length=64)),
                ("till_name", models.CharField(max_length=200)),
                ("epoch", models.BigIntegerField()),
                ("term", models.BigIntegerField()),
                ("created_ms", models.BigIntegerField()),
                ("heard_ms", models.BigIntegerField(default=0)),
                ("sent_ms", models.BigIntegerField(default=-1)),
                ("version", models.BigIntegerField(default=0)),
                ("waiting", models.BigIntegerField(default=0)),
                ("closing", models.BooleanField(default=False)),
                ("shop", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="catalogue.shop")),
            ],
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("shop", "ref"), name="one_product_per_ref"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("shop", "attempt"), name="one_answer_per_attempt"),
        ),
    ]
