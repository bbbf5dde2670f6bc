"""Runs one work of a peer and prints what bench.tasks.Reading parses, as TaskProbe does in Java."""

import resource
import sys
import time


def expected(work, count):
    if work == "CHANNEL":
        return count * (count + 1) // 2
    return RING_SIZE if work == "RING" else count * (count - 1) // 2


RING_SIZE = 1000


def live_bytes():
    """Bytes resident now: Python cannot tell what lives."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def main(works):
    """`works`: by the names of TaskWork, functions of a count that do the work once."""
    name, count, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if name not in works:
        sys.exit(name + " is not done by this peer")
    nanos = []
    for _ in range(min(times, 3)):  # nothing to warm up
        start = time.perf_counter_ns()
        result = works[name](count)
        nanos.append(time.perf_counter_ns() - start)
        if result != expected(name, count):
            sys.exit("%s: expected %d, got %d" % (name, expected(name, count), result))
    nanos.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    live = works["live"]() if "live" in works else -1
    print("ns=%d allocated=-1 live=%d peak=%d" % (nanos[len(nanos) // 2], live, peak))
