"""What a serving process runs; it ends with the process that started it, however that ended."""

import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    # Killed, it could not tell its workers to stop, and they would keep the port.
    os._exit(1)


# Ctrl-C in a terminal is for the server alone, which then tells its workers: one that hears it
# twice does not stop for seconds.
os.setpgrp()
threading.Thread(target=_end_with_parent, daemon=True).start()
application = get_wsgi_application()
# Every page is loaded now rather than while somebody waits for the first one.
pages = get_resolver().url_patterns
