"""What a serving process runs."""

import importlib
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from coso.ops import processes

processes.live_with_parent()
application = get_wsgi_application()
# Every page is loaded now rather than while somebody waits for the first one, and so are the data.
pages = get_resolver().url_patterns
warming = importlib.import_module("coso.ops.warming")
threading.Thread(target=warming.read_ahead, daemon=True).start()
