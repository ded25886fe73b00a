"""Cuts raw pictures as open_clip does, with Pillow alone, and compares every byte with what ours made of them.

usage: resize_peer.py OUT

OUT comes from test/dist/scores/resize-material.js. Prints the pictures, the results, their bytes and how many of them
differ, and the first results that do; exit 1 if there are any, or if there is nothing to compare. The sizes are those
of torchvision's Resize and CenterCrop: the long side is int(size * long / short), the offset round((side - size) / 2).

Each axis is one call of its own, across first: the order of Pillow until 12.1. Since 12.2 it goes down first where the
height shrinks and the width does not, since 13.0 where the height shrinks by more than twice as many pixels as the
width; the first pass rounds to bytes, so that the order shows. In how many results one call gives other bytes is
printed besides.
"""

import json
import sys
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

SHOWN = 12
FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}


def scaled_size(picture, size, resize):
    if resize == "squash":
        return size, size
    short, long = min(picture.size), max(picture.size)
    return tuple(size if side == short else int(size * long / short) for side in picture.size)


def cut(picture, scaled, size, resample):
    left, top = (round((side - size) / 2.0) for side in scaled)
    part = picture.resize(scaled, FILTERS[resample]).crop((left, top, left + size, top + size))
    return np.asarray(part).ravel()


def differences(theirs, ours):
    """Bytes that differ, and the largest difference in levels; all bytes by 255 if the lengths differ."""
    if theirs.size != ours.size:
        return max(theirs.size, ours.size), 255
    apart = np.abs(theirs.astype(np.int16) - ours)
    return int((apart > 0).sum()), int(apart.max())


def main(folder):
    folder = Path(folder)
    pictures = json.loads((folder / "pictures.json").read_text())
    results, size, different, in_one_call, shown = 0, 0, 0, [], 0
    for entry in pictures:
        shape = (entry["width"], entry["height"])
        picture = Image.frombytes("RGB", shape, (folder / entry["file"]).read_bytes())
        for result in entry["results"]:
            ours = np.fromfile(folder / result["file"], np.uint8)
            scaled = scaled_size(picture, result["size"], result["resize"])
            across = picture.resize((scaled[0], picture.height), FILTERS[result["resample"]])
            theirs = cut(across, scaled, result["size"], result["resample"])
            apart, levels = differences(theirs, ours)
            results, size, different = results + 1, size + theirs.size, different + apart
            if apart and shown < SHOWN:
                shown += 1
                print(f"{shape[0]}x{shape[1]} {result['file']}: {apart} bytes differ by up to {levels}")
            in_one_call.append(differences(cut(picture, scaled, result["size"], result["resample"]), ours))
    print(f"Pillow {PIL.__version__}: {len(pictures)} pictures, {results} results of {size} bytes, {different} differ")
    others = [each for each in in_one_call if each[0]]
    count, levels = sum(apart for apart, _ in others), max((levels for _, levels in others), default=0)
    print(f"in one call {len(others)} results differ, in {count} bytes by up to {levels} levels")
    return 1 if different or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
