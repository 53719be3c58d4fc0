"""What does a process do that analyses for another?

    python -m index.ingest.worker

Reads pickled batches of records from standard input and writes each back prepared to standard output, until
the input ends: so it ends with the process that started it, however that ends. What it sends first is the
fingerprint of its analyzer, what it is sent first the time zone. Both ends are one program, so a pickle is
safe.
"""

import gc
import os
import pickle
import sys
from contextlib import suppress

from index.ingest.prepare import prepared
from index.text.analyzers import configured_analyzer

_SELDOM = 100_000  # objects that are made before those that only refer to each other are looked for


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write between the answers
    analyzer = configured_analyzer()
    # Hardly anything here refers to itself, and to look for it that often takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(_SELDOM)
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
