"""Reads a training set (write-training-set-main of the pipeline) and makes batches of it."""
import json
import re
from pathlib import Path

import numpy as np
import torch

from toy_towers import CONTEXT, SIDE

FALSE_KINDS = ("changed", "swapped", "moved", "generic")


def read_vocabulary(folder):
    words = (Path(folder) / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    if words[:2] != ["<pad>", "<unk>"] or len(set(words)) != len(words):
        raise SystemExit(f"Expected <pad>, <unk> and words that differ in {folder}/vocabulary.txt")
    return words


def encode(text, ids):
    """Word ids of a text: lower case, runs of letters and digits, 1 for another word, 0 behind the end."""
    found = [ids.get(word, 1) for word in re.findall(r"[^\W_]+", text.lower())][:CONTEXT]
    return found + [0] * (CONTEXT - len(found))


class SceneSet:
    """images uint8 [n,64,64,3]; caption and false captions int64 [n,32]; has: which rows have a false caption."""

    def __init__(self, folder, words):
        ids = {word: place for place, word in enumerate(words)}
        rows = [json.loads(line) for line in (Path(folder) / "rows.jsonl").open(encoding="utf-8")]
        images = np.fromfile(Path(folder) / "images.u8", dtype=np.uint8)
        self.images = torch.from_numpy(images.reshape(len(rows), SIDE, SIDE, 3))
        self.rows = rows
        self.caption = encode_all([row["caption"] for row in rows], ids)
        self.false = {kind: encode_all([row[kind] for row in rows], ids) for kind in FALSE_KINDS}
        self.has = {kind: torch.tensor([row[kind] != "" for row in rows]) for kind in FALSE_KINDS}
        self.family = torch.tensor([row["family"] for row in rows])
        names = Names()
        self.shows = torch.tensor([names.pairs(row["shows"]) for row in rows])
        self.names = torch.tensor([names.pairs(row["names"]) for row in rows])

    def pixels(self, index):
        """The model's input: [batch,3,64,64], (byte / 255 - 0.5) / 0.5."""
        return (self.images[index].permute(0, 3, 1, 2).to(torch.float32) / 255 - 0.5) / 0.5

    def perhaps_true(self, images, texts):
        """[images, texts]: a text of another family that names only what an image shows may be true of it."""
        shows, names = self.shows[images], self.names[texts]
        said = names[None, :, :, None, :]
        seen = shows[:, None, None, :, :]
        shape = said[..., 0] == seen[..., 0]
        colour = (said[..., 1] == seen[..., 1]) | (said[..., 1] == 0)
        found = (shape & colour).any(-1) | (names[None, :, :, 0] == 0)
        return found.all(-1) & (self.family[images][:, None] != self.family[texts][None, :])

    def families(self):
        """Row numbers by family, in the order of the set."""
        starts = [0] + [at for at in range(1, len(self.rows)) if self.family[at] != self.family[at - 1]]
        return [range(start, end) for start, end in zip(starts, starts[1:] + [len(self.rows)])]


class Names:
    """Numbers for words from 1; 0: not said, or no second object."""

    def __init__(self):
        self.known = {}

    def number(self, word):
        return 0 if word is None else self.known.setdefault(word, len(self.known) + 1)

    def pairs(self, objects):
        found = [[self.number(item["shape"]), self.number(item["colour"])] for item in objects]
        return found + [[0, 0]] * (2 - len(found))


def encode_all(texts, ids):
    return torch.tensor([encode(text, ids) for text in texts], dtype=torch.int64)


def batches(scenes, size, seed):
    """Row numbers without end; a family stays in one batch, so that look-alike images meet."""
    order = torch.Generator().manual_seed(seed)
    families = scenes.families()
    batch = []
    while True:
        for place in torch.randperm(len(families), generator=order).tolist():
            batch.extend(families[place])
            if len(batch) >= size:
                yield torch.tensor(batch[:size])
                batch = []
