"""The exact search of `bench search` in numpy: OUT ROW FILE ... -> JSON {seconds, rows, scores}.

Blocks of 4096 rows of each float16 memmap are brought to float32 and multiplied with the query.
"""

import json
import sys
import time

import numpy as np

COUNT = 10
BLOCK = 4096


def main():
    out, row, *paths = sys.argv[1:]
    files = [np.load(path, mmap_mode="r") for path in paths]
    first = np.cumsum([0] + [len(file) for file in files])
    at = int(np.searchsorted(first, int(row), side="right")) - 1
    query = files[at][int(row) - first[at]].astype(np.float32)
    started = time.perf_counter()
    scores = np.empty(first[-1], np.float32)
    for file, begin in zip(files, first):
        for start in range(0, len(file), BLOCK):
            block = file[start : start + BLOCK].astype(np.float32)
            scores[begin + start : begin + start + len(block)] = block @ query
    best = np.argpartition(-scores, COUNT)[:COUNT] if len(scores) > COUNT else np.arange(len(scores))
    best = best[np.lexsort((best, -scores[best]))][:COUNT]
    seconds = time.perf_counter() - started
    with open(out, "w") as file:
        json.dump({"seconds": seconds, "rows": best.tolist(), "scores": scores[best].tolist()}, file)


main()
