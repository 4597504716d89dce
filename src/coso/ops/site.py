"""What a serving process runs."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from coso.ops import processes

processes.live_with_parent()
application = get_wsgi_application()
# Every page is loaded now rather than while somebody waits for the first one.
pages = get_resolver().url_patterns
