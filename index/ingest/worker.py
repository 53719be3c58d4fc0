"""What does a worker process do?

    python -m index.ingest.worker

Reads pickled batches of records from standard input and writes the prepared articles of each to standard
output until the input ends: so it ends with the process that started it, however that ends. First it sends
the fingerprint of its analyzer and receives the time zone. Both ends are the same program, so pickles are
safe.
"""

import gc
import os
import pickle
import sys
from contextlib import suppress

from index.ingest.prepare import prepared
from index.text.analyzers import configured_analyzer

_GC_THRESHOLD = 100_000  # new objects before the garbage collector looks for cycles


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not end up between the answers
    analyzer = configured_analyzer()
    # Hardly anything here forms a cycle, and looking for cycles as often as by default takes a tenth of the
    # time.
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD)
    pickle.dump(analyzer.fingerprint, answers)
    answers.flush()
    zone = pickle.load(sys.stdin.buffer)
    while True:
        batch = pickle.load(sys.stdin.buffer)
        pickle.dump(prepared(batch, analyzer, zone), answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    with suppress(EOFError, BrokenPipeError, pickle.UnpicklingError):
        main()
