"""A process that ends at once has flushed what it wrote, called what was registered, and says how it went."""

import gc
import os
import subprocess
import sys

import pytest

from coproduce.ground.process_end import collected_rarely

BEGIN = "import atexit, sys, threading\nfrom coproduce.ground.process_end import end_process\n"


def ended(code: str, **options):
    return subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize("status", [0, 3])
def test_everything_is_written_and_called(status):
    done = ended(f"atexit.register(print, 'registered')\nprint('written', end='')\nprint('told', file=sys.stderr)\nend_process({status})")
    assert (done.returncode, done.stdout, done.stderr) == (status, "writtenregistered\n", "told\n")


def test_a_thread_that_works_ends_its_work_first():
    done = ended("wait = threading.Event()\nthreading.Thread(target=lambda: (wait.wait(), print('done'))).start()\n"
                 "threading.Timer(0.05, wait.set).start()\nend_process(4)")
    assert (done.returncode, done.stdout) == (4, "done\n")


def test_who_reads_may_have_gone():
    process = subprocess.Popen([sys.executable, "-c", BEGIN + "sys.stdin.read(); print('x' * 9); end_process(0)"],
                               env=os.environ | {"PYTHONUNBUFFERED": ""}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.close()
    process.stdin.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) in (0, 120)  # 120: Python's own word for output that nobody took
    process.stderr.close()


def test_garbage_is_looked_for_as_before_afterwards():
    before = gc.get_threshold()
    with pytest.raises(ValueError), collected_rarely():
        assert gc.get_threshold() > before
        raise ValueError
    assert gc.get_threshold() == before


def test_a_process_of_its_own_looks_for_it_seldom_until_its_end():
    done = ended("import gc\nfrom coproduce.ground.process_end import begin_process, collected_rarely\nbegin_process()\n"
                 "with collected_rarely():\n    pass\nprint(gc.get_threshold()[0] > 10_000)")
    assert done.stdout == "True\n"


SET_ASIDE = """
import gc
from coproduce.ground.process_end import set_aside
class Seen: pass
def seen(): return sum(isinstance(thing, Seen) for thing in gc.get_objects())
before = Seen()
with set_aside():
    made = Seen()
    print(seen())
print(seen())
"""


def test_objects_set_aside_are_not_seen_until_afterwards():
    assert ended(SET_ASIDE).stdout == "1\n2\n"


def test_what_somebody_froze_stays_frozen():
    done = ended("import gc\nfrom coproduce.ground.process_end import set_aside\ngc.freeze()\nfrozen = gc.get_freeze_count()\n"
                 "with set_aside():\n    pass\nprint(frozen > 0 and gc.get_freeze_count() >= frozen)\n")
    assert done.stdout == "True\n"
