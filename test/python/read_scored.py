"""Reads a run's scores with numpy and pyarrow: are embeddings and metadata aligned, and is a cosine a cosine?

usage: read_scored.py RUN

Checks every scorer's shards of RUN: as many rows in img_emb, text_emb and metadata; float16 rows of length 1; the dot
product of row i of both is `similarity` of row i; and of all pictures of the scorer, the nearest neighbour of each is
itself or has the same bytes. Prints a line per scorer; ends with 1 if anything differs.
"""

import hashlib
import sys
import tarfile
from pathlib import Path

import numpy
import pyarrow.parquet as parquet

FP16 = 2e-3


def picture_hashes(run):
    hashes = {}
    for path in sorted((run / "fetched").glob("*.tar")):
        with tarfile.open(path) as tar:
            for member in tar:
                if member.name.endswith(".jpg"):
                    hashes[member.name[:-4]] = hashlib.sha256(tar.extractfile(member).read()).hexdigest()
    return hashes


def check_scorer(folder, hashes):
    problems, pictures, keys, worst, scored = [], [], [], 0.0, 0
    for path in sorted((folder / "metadata").glob("*.parquet")):
        shard = path.stem.removeprefix("metadata_")
        rows = parquet.read_table(path).to_pylist()
        images = numpy.load(folder / "img_emb" / f"img_emb_{shard}.npy")
        texts = numpy.load(folder / "text_emb" / f"text_emb_{shard}.npy")
        if images.dtype != numpy.float16 or texts.dtype != numpy.float16:
            problems.append(f"{shard}: expected float16, got {images.dtype} and {texts.dtype}")
        if not len(rows) == len(images) == len(texts):
            problems.append(f"{shard}: {len(rows)} rows, {len(images)} pictures, {len(texts)} texts")
            continue
        images, texts = images.astype(numpy.float64), texts.astype(numpy.float64)
        for vectors in (images, texts):
            if len(vectors) and abs(numpy.linalg.norm(vectors, axis=1) - 1).max() > FP16:
                problems.append(f"{shard}: a vector is not of length 1")
        for row, image, text in zip(rows, images, texts, strict=True):
            if row["similarity"] is None:
                if row["problem"] is None:
                    problems.append(f"{row['key']}: neither similarity nor problem")
                continue
            scored += 1
            worst = max(worst, abs(float(image @ text) - row["similarity"]))
        pictures.append(images)
        keys += [row["key"] for row in rows]
    if worst > FP16:
        problems.append(f"a similarity differs from the dot product by {worst}")
    problems += strange_neighbours(numpy.concatenate(pictures), keys, hashes)
    print(f"{folder.name}: {len(keys)} rows, {scored} scored, largest difference {worst:.2e}, {len(problems)} problems")
    return problems + ([] if scored else ["nothing was scored"])


def strange_neighbours(pictures, keys, hashes):
    cosines = pictures @ pictures.T
    nearest = cosines.argmax(axis=1)
    return [
        f"{keys[i]}: its nearest neighbour is {keys[j]}"
        for i, j in enumerate(nearest)
        if i != j and hashes[keys[i]] != hashes[keys[j]] and cosines[i, j] - cosines[i, i] > FP16
    ]


def main():
    run = Path(sys.argv[1])
    hashes = picture_hashes(run)
    folders = sorted(path for path in (run / "scored").iterdir() if path.is_dir())
    problems = [problem for folder in folders for problem in check_scorer(folder, hashes)]
    for problem in problems[:10]:
        print(f"  {problem}")
    sys.exit(1 if problems or not folders else 0)


main()
