"""Makes stages/src/buckets/goldens/ with kohya's own functions.

usage: bucket_goldens.py SD_SCRIPTS OUT

SD_SCRIPTS is a clone of github.com/kohya-ss/sd-scripts, whose commit is written down. Of it only
`make_bucket_resolutions`, `BucketManager` and `trim_and_resize_if_required` are run, cut out of their files, with a
picture that has a size and no pixels. OUT gets lists.csv, and for each setting a CSV about SIZES pictures: a line per
BLOCK of them with a digest over the block and one of its rows, row n % BLOCK in block n, written out. A row is the size
of the picture, the bucket, the resized picture, the offset of the cut and crop_ltrb; or `none` where kohya divides by
zero or comes to a bucket without pixels.

The sizes come from `sizes`, which test-sizes.ts repeats. Needs numpy; run by hand.
"""

import ast
import hashlib
import math
import random
import struct
import subprocess
import sys
from pathlib import Path
from typing import Optional, Tuple

import numpy as np

SIZES, BLOCK = 10_000, 40
# Upright resolutions of the SDXL paper's appendix: width, and its heights.
SDXL = [
    (512, [1856, 1920, 1984, 2048]), (576, [1664, 1728, 1792]), (640, [1536, 1600]), (704, [1344, 1408, 1472]),
    (768, [1280, 1344]), (832, [1152, 1216]), (896, [1088, 1152]), (960, [1024, 1088]),
]  # fmt: skip
# Name, area's side, min, max, step, no_upscale, predefined buckets.
SETTINGS = [
    ("area-512", 512, 256, 1024, 64, False, None),
    ("area-1024", 1024, 256, 2048, 64, False, None),
    ("no-upscale-1024", 1024, 256, 2048, 64, True, None),
    ("sdxl", 1024, 256, 2048, 64, False, SDXL),
]
# Width and height of the area, min, max, step.
LISTS = [
    (512, 512, 256, 1024, 64), (512, 768, 256, 1024, 64), (1024, 1024, 256, 2048, 64), (1024, 1024, 512, 2048, 64),
    (768, 768, 384, 1536, 64), (512, 512, 512, 512, 64), (1000, 1000, 320, 1600, 64), (640, 640, 256, 1024, 32),
    (500, 700, 96, 1056, 16), (777, 777, 8, 800, 8), (64, 64, 64, 64, 64), (13, 17, 1, 40, 1),
    (2048, 2048, 64, 4096, 64),
]  # fmt: skip


def sizes(count):
    """A linear congruential generator, its upper 24 bits; ten kinds of sizes in turn."""
    state = 42

    def below(limit):
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return (state >> 8) % limit

    limits = [80, 400, 1200, 1200, 2500, 2500, 6000, 20000]
    for i in range(count):
        kind = i % 10
        if kind < 8:
            width = 1 + below(limits[kind])
            height = 1 + below(limits[kind])
        elif kind == 8:
            width = 64 * (1 + below(32))
            height = 64 * (1 + below(32))
        else:
            width = 1 + below(200)
            height = 1 + below(60000)
        yield (height, width) if i % 20 >= 10 else (width, height)


class Canvas:
    """As much of an image as a cut needs: its size, and how far from the resized one's corner it begins."""

    def __init__(self, width, height, left=0, top=0):
        self.shape, self.left, self.top = (height, width, 3), left, top

    def __getitem__(self, index):
        rows, columns = index if isinstance(index, tuple) else (index, slice(None))
        top, bottom, _ = rows.indices(self.shape[0])
        left, right, _ = columns.indices(self.shape[1])
        return Canvas(right - left, bottom - top, self.left + left, self.top + top)


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, *words], capture_output=True, encoding="utf-8", check=True).stdout


def kohya(folder, commit):
    names = {
        "math": math, "random": random, "np": np, "Tuple": Tuple, "Optional": Optional,
        "resize_image": lambda _image, _w, _h, width, height, _how: Canvas(width, height),
    }  # fmt: skip
    wanted = {
        "model_util": ["make_bucket_resolutions"],
        "train_util": ["BucketManager", "trim_and_resize_if_required"],
    }
    for module, parts in wanted.items():
        tree = ast.parse(git(folder, "show", f"{commit}:library/{module}.py"))
        tree.body = [node for node in tree.body if getattr(node, "name", None) in parts]
        assert len(tree.body) == len(parts), f"Expected {parts} in {module}.py"
        exec(compile(tree, module, "exec"), names)
    names["model_util"] = type("model_util", (), {"make_bucket_resolutions": names["make_bucket_resolutions"]})
    return names


def row(names, manager, width, height):
    """Eight integers and crop_ltrb, or None."""
    try:
        bucket, resized, _ = manager.select_bucket(width, height)
        if 0 in bucket:
            return None
    except ZeroDivisionError:
        return None
    cut, original, ltrb = names["trim_and_resize_if_required"](False, Canvas(width, height), bucket, resized)
    assert original == (width, height)
    return [width, height, *bucket, *resized, cut.left, cut.top], ltrb


def digest(rows):
    lines = []
    for size, found in rows:
        if found is None:
            lines.append("{},{},none".format(*size))
        else:
            lines.append(",".join([*map(str, found[0]), struct.pack(">4d", *found[1]).hex()]))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def shown(size, found):
    if found is None:
        return "{},{},none".format(*size)
    return ",".join([*map(str, found[0]), *(repr(float(each)) for each in found[1])])


def main(folder, out):
    commit = git(folder, "rev-parse", "HEAD").strip()
    names = kohya(folder, commit)
    source = f"# kohya-ss/sd-scripts {commit}, by test/python/bucket_goldens.py"
    for name, side, low, high, step, no_upscale, predefined in SETTINGS:
        manager = names["BucketManager"](no_upscale, (side, side), low, high, step)
        if predefined is not None:
            upright = [(width, height) for width, heights in predefined for height in heights]
            manager.set_predefined_resos(sorted([*upright, (side, side), *((h, w) for w, h in upright)]))
        elif not no_upscale:
            manager.make_buckets()
        rows = [(size, row(names, manager, *size)) for size in sizes(SIZES)]
        bad = sum(found is None for _, found in rows)
        larger = sum(found is not None and any(a > b for a, b in zip(found[0][4:6], size)) for size, found in rows)
        lines = [source, f"# {SIZES} sizes, {BLOCK} a digest; none {bad}, enlarged {larger}"]
        lines.append("digest,width,height,bucket,bucket,resized,resized,left,top,l,t,r,b")
        for block, at in enumerate(range(0, SIZES, BLOCK)):
            lines.append(f"{digest(rows[at : at + BLOCK])},{shown(*rows[at + block % BLOCK])}")
        (out / f"{name}.csv").write_text("\n".join(lines) + "\n")
        minus = sum(found is not None and min(found[1]) < 0 for _, found in rows)
        print(name, "none", bad, "enlarged", larger, "buckets", len(manager.resos), "crop_ltrb below 0:", minus)
    lines = [source, "area,min,max,step,buckets"]
    for width, height, *rest in LISTS:
        buckets = names["make_bucket_resolutions"]((width, height), *rest)
        lines.append(",".join(map(str, [width * height, *rest, " ".join(f"{w}x{h}" for w, h in buckets)])))
    (out / "lists.csv").write_text("\n".join(lines) + "\n")


main(sys.argv[1], Path(sys.argv[2]))
