"""Running jobs inside a test: the worker's own code on the connection of the test."""

import json

from asgiref.sync import async_to_sync, sync_to_async
from procrastinate import App, utils
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob


class Connector(DjangoConnector):
    """Django's connection, for a worker: Django leaves JSON as text."""

    def _dictfetch(self, cursor):
        for row in super()._dictfetch(cursor):
            yield row | {"args": json.loads(row["args"])} if row.get("args") else row


def stay_in_this_thread(monkeypatch):
    """Let jobs run in the thread, hence in the transaction, of the test."""

    async def here(function, *arguments):
        return await sync_to_async(function)(*arguments)

    monkeypatch.setattr(utils, "sync_to_async", here)


def run_waiting():
    """Run the jobs that wait, and those they add; return the name and end of each in order."""
    before = set(ProcrastinateJob.objects.exclude(status="todo").values_list("pk", flat=True))
    app.perform_import_paths()
    worker = App(connector=Connector())
    worker.tasks = app.tasks
    async_to_sync(worker.run_worker_async)(
        wait=False, listen_notify=False, install_signal_handlers=False
    )
    taken_up = ProcrastinateJob.objects.exclude(pk__in=before).order_by("pk")
    return list(taken_up.values_list("task_name", "status"))
