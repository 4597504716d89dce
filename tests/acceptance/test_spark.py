"""A Spark cluster of two workers on loopback counts every figure as this process does."""

import importlib.util
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

STARTED = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED = re.compile("Registering worker")
SECONDS = 60

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.spark,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
        reason="KHÔNG CÓ SPARK (requirements/spark.txt, Java 17): bỏ qua việc so hai bộ máy tính",
    ),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Return the address of a master that two workers have found; all end with the module."""
    folder = tmp_path_factory.mktemp("spark")
    master = folder / "master"
    started = [start(master, "master.Master", "--port", "0")]
    address = said(master, STARTED)[0]
    for number in ("1", "2"):
        work = ("--cores", "1", "--memory", "1g", "-d", str(folder / number))
        started.append(start(folder / f"worker-{number}", "worker.Worker", *work, address))
    said(master, REGISTERED, times=2)
    yield address
    for process in started:
        process.terminate()
        process.wait(SECONDS)


def start(log, role, *arguments):
    home = Path(importlib.util.find_spec("pyspark").origin).parent
    command = (home / "bin" / "spark-class", f"org.apache.spark.deploy.{role}")
    place = ("--host", "127.0.0.1", "--webui-port", "0")
    there = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    with log.open("w") as told:
        return subprocess.Popen(  # noqa: S603
            [*command, *place, *arguments], env=there, stdout=told, stderr=subprocess.STDOUT
        )


def said(log, pattern, times=1):
    """Wait until a process has said something so often; return what."""
    for _ in range(SECONDS * 10):
        found = pattern.findall(log.read_text(encoding="utf-8"))
        if len(found) >= times:
            return found
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("asked", [(), ("member.total", "--by", "age_band")], ids=["all", "parts"])
def test_cluster_counts_as_this_process_does(sample_installation, cluster, asked, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    installation, _ = sample_installation
    command = ("figures", *asked, "--as-of", "2023-06-30", "--json")

    here, there = installation.run(*command), installation.run(*command, "--spark", cluster)

    assert there == here
    assert {each["id"]: each["value"] for each in here["figures"]}["member.total"] == 3549
