"""Exports as others read them: FOLDER (with imagefolder, webdataset, laion, kohya in it, or some) -> a JSON line each.

Needs datasets, mlcroissant, webdataset, pyarrow and pillow; no network.
"""

import json
import logging
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def imagefolder(folder):
    from datasets import load_dataset

    cache = os.path.join(os.path.dirname(folder), "hf-cache")
    named = load_dataset("imagefolder", data_dir=folder, cache_dir=cache)["train"]
    guessed = load_dataset(folder, cache_dir=cache)["train"]
    assert len(guessed) == len(named)
    for row in named:
        row["image"].load()
        assert isinstance(row["text"], str)
    first = named[0]
    assert os.path.basename(first["image"].filename) == first["key"] + ".jpg"
    return {"rows": len(named), "features": {name: str(type_) for name, type_ in named.features.items()}}


def laion(folder):
    import mlcroissant
    from datasets import load_dataset

    cache = os.path.join(os.path.dirname(folder), "hf-cache")
    rows = load_dataset(folder, cache_dir=cache)["train"]
    with open(os.path.join(folder, "ancestry.json"), encoding="utf-8") as file:
        ancestry = json.load(file)
    described = mlcroissant.Dataset(jsonld=os.path.join(folder, "croissant.json"))
    issues = described.metadata.ctx.issues
    records = list(described.records("pairs"))
    assert len(records) == len(rows)
    ours = sorted((row["URL"].encode(), row["hash"]) for row in rows)
    theirs = sorted((bytes(row["pairs/URL"]), row["pairs/hash"]) for row in records)
    assert ours == theirs
    return {
        "rows": len(rows),
        "features": {name: str(type_) for name, type_ in rows.features.items()},
        "croissant": {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings)},
        "rai": sorted(key for key in described.metadata.to_json() if key.startswith("rai:")),
        "ancestors": [ancestor["id"] for ancestor in ancestry],
    }


def webdataset(folder):
    import webdataset as wds

    with open(os.path.join(folder, "sizes.json"), encoding="utf-8") as file:
        sizes = json.load(file)
    read = {}
    for name in sizes:
        samples = wds.WebDataset(os.path.join(folder, name), shardshuffle=False).decode("pil")
        read[name] = sum(1 for sample in samples if sample["jpg"].load() and isinstance(sample["txt"], str))
    assert read == sizes
    return {"rows": sum(sizes.values()), "shards": len(sizes)}


def kohya(folder):
    """The rules of sd-scripts' train_util.py: subsets are `<repeats>_<name>`, a caption is the first line of its file."""
    from PIL import Image

    rows = 0
    for subset in sorted(os.listdir(folder)):
        path = os.path.join(folder, subset)
        if not os.path.isdir(path):
            continue
        assert int(subset.split("_")[0]) == 1
        for name in sorted(os.listdir(path)):
            stem, end = os.path.splitext(name)
            if end != ".jpg":
                continue
            Image.open(os.path.join(path, name)).load()
            with open(os.path.join(path, stem + ".txt"), "rt", encoding="utf-8") as file:
                assert len(file.readlines()) == 1
            rows += 1
    return {"rows": rows}


def main():
    logging.disable(logging.WARNING)
    (folder,) = sys.argv[1:]
    for read in (imagefolder, webdataset, laion, kohya):
        path = os.path.abspath(os.path.join(folder, read.__name__))
        if os.path.isdir(path):
            print(json.dumps({read.__name__: read(path)}))


main()
