import kyoso.shared.codes
from django.db import migrations, models

MODELS = ["claim", "invitation", "membership"]


def give_codes(apps, schema_editor):
    for name in MODELS:
        for row in apps.get_model("accounts", name).objects.filter(code=None):
            row.code = kyoso.shared.codes.new_code()
            row.save(update_fields=["code"])


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [
        *[
            migrations.AddField(
                model_name=name, name="code", field=models.CharField(editable=False, max_length=12, null=True)
            )
            for name in MODELS
        ],
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        *[
            migrations.AlterField(
                model_name=name,
                name="code",
                field=models.CharField(
                    default=kyoso.shared.codes.new_code, editable=False, max_length=12, unique=True
                ),
            )
            for name in MODELS
        ],
    ]
