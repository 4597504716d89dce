

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_attachment'),
        ('organizations', '0008_past_paths_from_outside'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(django.db.models.functions.text.Upper('number'), name='document_number'),
        ),
    ]
