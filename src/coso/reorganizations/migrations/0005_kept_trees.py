
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reorganizations', '0004_removed_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptTree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tree', models.CharField(choices=[('PARTY', 'Tổ chức đảng'), ('AREA', 'Đơn vị hành chính'), ('AGENCY', 'Cơ quan, đơn vị')], max_length=10, verbose_name='cây')),
                ('content', models.JSONField(verbose_name='hai cây')),
                ('rehearsal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trees', to='reorganizations.keptrehearsal')),
            ],
            options={
                'verbose_name': 'cây của lần diễn tập',
                'constraints': [models.UniqueConstraint(fields=('rehearsal', 'tree'), name='kept_tree_once')],
            },
        ),
    ]
