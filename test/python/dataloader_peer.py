"""Trains on nothing, but reads as a trainer does: webdataset and PyTorch's DataLoader over dataset/ and latents/ of a run.

usage: dataloader_peer.py RUN [BATCH]

Needs torch, webdataset, numpy and pillow; by hand. Every shard holds one bucket, so each shard is batched as it is, by two
workers, without padding or a collate function of our own: pictures come as [batch, height, width, 3], latents as
[batch, channels, height / factor, width / factor], captions and JSON beside them. Each sample of dataset/ must come once, with
the latent of its key, unless latents/ lacks it. Exit 1 if anything is not as it should be.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
import torch
import webdataset as wds
from PIL import Image

WORKERS = 2


def batches(paths, decode, batch):
    """Batches of the samples of some shards, of one bucket each, in two worker processes."""
    data = wds.WebDataset(
        [str(path) for path in paths], shardshuffle=False, nodesplitter=wds.split_by_node, empty_check=False
    ).map(decode)
    return torch.utils.data.DataLoader(data, batch_size=batch, num_workers=min(WORKERS, len(paths)))


def picture(sample):
    pixels = np.asarray(Image.open(io.BytesIO(sample["jpg"])).convert("RGB"))
    told = json.loads(sample["json"])
    return {"key": sample["__key__"], "pixels": pixels.copy(), "caption": sample["txt"].decode(), "bucket": told["bucket"]}


def latent(sample):
    told = json.loads(sample["json"])
    numbers = np.load(io.BytesIO(sample["latent.npy"]), allow_pickle=False)
    assert numbers.dtype == np.float16 and list(numbers.shape) == told["shape"], sample["__key__"]
    assert told["caption"] == sample["txt"].decode(), sample["__key__"]
    return {"key": sample["__key__"], "latent": numbers, "caption": told["caption"], "bucket": told["bucket"]}


def by_bucket(folder):
    """Shards of one folder by the bucket of their first sample."""
    groups = {}
    for path in sorted(folder.glob("*.tar")):
        first = next(iter(wds.WebDataset(str(path), shardshuffle=False, empty_check=False)), None)
        if first is not None:
            groups.setdefault(json.loads(first["json"])["bucket"], []).append(path)
    return groups


def read(folder, decode, name, batch):
    """What was read, by key: caption and bucket; and the shapes of batches by bucket."""
    seen, shapes = {}, {}
    for bucket, paths in by_bucket(folder).items():
        for rows in batches(paths, decode, batch):
            shapes.setdefault(bucket, set()).add(tuple(rows[name].shape[1:]))
            for key, caption, own in zip(rows["key"], rows["caption"], rows["bucket"]):
                assert own == bucket and key not in seen, key
                seen[key] = caption
    return seen, shapes


def main(run, batch=4):
    run, problems = Path(run), []
    pictures, sizes = read(run / "dataset", picture, "pixels", int(batch))
    latents, shapes = read(run / "latents", latent, "latent", int(batch))
    for bucket, found in sizes.items():
        width, height = map(int, bucket.split("x"))
        if found != {(height, width, 3)}:
            problems.append(f"pictures of {bucket}: {found}")
        if bucket in shapes:
            (shape,) = shapes[bucket] if len(shapes[bucket]) == 1 else [None]
            if shape is None or height % shape[1] or height // shape[1] != width // shape[2]:
                problems.append(f"latents of {bucket}: {shapes[bucket]}")
    for key, caption in latents.items():
        if pictures.get(key) != caption:
            problems.append(f"{key}: another caption, or no picture")
    for problem in problems[:20]:
        print(problem)
    print(
        f"torch {torch.__version__}, webdataset {wds.__version__}: {len(pictures)} pictures in {len(sizes)} buckets, "
        f"{len(latents)} latents in {len(shapes)} buckets, batches of {batch}, {len(problems)} problems"
    )
    return 1 if problems or not latents or not pictures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
