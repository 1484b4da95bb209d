"""kill -9 while publishing: old releases verify, no half release is ever visible, the next run succeeds."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.release import latest, publish, verify
from pipeline.release.layout import BUILDING
from pipeline.storage import file_hash
from support import ledger

FIXTURE = Path(ledger.__file__)
CHILD = """
import os, runpy, signal, sys
from pathlib import Path
import pipeline.release.build as build
import pipeline.release.database
fixture, published, step = sys.argv[1:]
ledger = runpy.run_path(fixture)
tables, inputs = ledger["tables"](killed=14), ledger["inputs"]()

def die_at(where, name, before):
    real = getattr(where, name)
    def dying(*args, **kwargs):
        if not before:
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(where, name, dying)

if step == "before the rename":
    die_at(Path, "rename", True)
elif step == "after the rename":
    die_at(Path, "rename", False)
print("ready", flush=True)
build.publish(tables, Path(published), inputs=inputs)
"""
MOMENTS = [random.Random(seed).random() for seed in (23, 1, 2016, 63, 91)]
"""Shares of the time a whole publish takes."""


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A first release, and the seconds it takes to publish a second one on top of it."""
    folder = tmp_path_factory.mktemp("published")
    release = publish(ledger.tables(), folder / "kept", inputs=ledger.inputs()).path
    shutil.copytree(release, folder / "timed" / release.name)
    started = time.monotonic()
    publish(ledger.tables(killed=14), folder / "timed", inputs=ledger.inputs())
    return release, time.monotonic() - started


def publish_and_die(published, step="", after=None):
    """Publish in a process of its own, killed at a step or after some seconds; how it ended."""
    command = [sys.executable, "-c", CHILD, str(FIXTURE), str(published), step]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "ready\n"
        if after is not None:
            time.sleep(after)
            child.kill()
        return child.wait(timeout=60)


def assert_sound_and_next_run_succeeds(published, fingerprint):
    visible = [path for path in published.iterdir() if not path.name.startswith(BUILDING)]
    assert {path.name for path in visible} <= {"0.1.0", "0.2.0"}
    assert verify(published).ok
    assert file_hash(published / "0.1.0" / "SHA256SUMS") == fingerprint
    outcome = publish(ledger.tables(killed=14), published, inputs=ledger.inputs())
    assert outcome.version == "0.2.0"
    assert verify(published).ok
    assert sorted(path.name for path in published.iterdir()) == ["0.1.0", "0.2.0"]
    assert latest(published) == outcome.path


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:.0%} of the way")
def test_a_publish_killed_at_any_moment_does_no_harm(first, tmp_path, moment):
    release, seconds = first
    shutil.copytree(release, tmp_path / release.name)
    publish_and_die(tmp_path, after=moment * seconds)
    assert_sound_and_next_run_succeeds(tmp_path, file_hash(release / "SHA256SUMS"))


@pytest.mark.parametrize(("step", "made"), [("before the rename", False), ("after the rename", True)])
def test_the_release_appears_whole_in_one_step(first, tmp_path, step, made):
    release, _ = first
    shutil.copytree(release, tmp_path / release.name)
    assert publish_and_die(tmp_path, step) == -signal.SIGKILL
    assert (tmp_path / "0.2.0").exists() is made
    assert (tmp_path / f"{BUILDING}0.2.0").exists() is not made
    assert_sound_and_next_run_succeeds(tmp_path, file_hash(release / "SHA256SUMS"))


def test_the_first_release_of_all_survives_a_kill_too(tmp_path):
    published = tmp_path / "published"
    assert publish_and_die(published, "before the rename") == -signal.SIGKILL
    assert latest(published) is None
    assert publish(ledger.tables(), published, inputs=ledger.inputs()).version == "0.1.0"
