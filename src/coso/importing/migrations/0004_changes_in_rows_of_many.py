import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows of many records in place of a row for each; only imports before lose their undo."""

    dependencies = [
        ('importing', '0003_undoing'),
    ]

    operations = [
        migrations.DeleteModel(name='ImportChange'),
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=60, verbose_name='sổ')),
                ('kind', models.CharField(choices=[('CREATED', 'Thêm'), ('UPDATED', 'Cập nhật')], max_length=7, verbose_name='việc')),
                ('record_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='mã các hồ sơ')),
                ('before', django.contrib.postgres.fields.ArrayField(base_field=models.JSONField(), null=True, size=None, verbose_name='giá trị trước')),
                ('after', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='dấu sau khi ghi')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='importing.import')),
            ],
            options={
                'verbose_name': 'thay đổi của lần nhập',
            },
        ),
    ]
