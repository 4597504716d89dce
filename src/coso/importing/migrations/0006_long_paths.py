from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0005_name_of_the_row"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importproblem",
            name="file",
            field=models.TextField(verbose_name="tệp"),
        ),
    ]
