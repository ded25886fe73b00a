"""Tokenizes texts with open_clip's own SimpleTokenizer and compares the ids with ours: a second opinion on `clip_bpe`.

usage: tokenizer_peer.py VOCABULARY FILE

FILE comes from test/dist/scores/tokenizer-material.js, made with the same VOCABULARY. Prints the number of texts and of
differences by kind of text, and the first differences; exit 1 if there are any, but for texts with code points that
this Python's Unicode does not know: the newer ones are letters to one side only. Needs ftfy, regex, numpy and torch, and
of open_clip_torch no more than its tokenizer.py (`pip install --no-deps open_clip_torch`).
"""

import json
import sys
import unicodedata
from collections import Counter
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

SHOWN = 12


def open_tokenizer(vocabulary):
    """The module alone: the package wants torchvision and more."""
    folder = find_spec("open_clip").submodule_search_locations[0]
    spec = spec_from_file_location("open_clip_tokenizer", Path(folder) / "tokenizer.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SimpleTokenizer(bpe_path=vocabulary)


def main(vocabulary, file):
    tokenizer = open_tokenizer(vocabulary)
    texts, different, newer, shown = Counter(), Counter(), 0, 0
    for line in Path(file).open():
        row = json.loads(line)
        ours = row["ids"][1:-1]
        theirs = tokenizer.encode(row["text"])
        marks = [row["ids"][0], row["ids"][-1]] == tokenizer.all_special_ids
        texts[row["kind"]] += 1
        if marks and ours == theirs[: len(ours)] and row["truncated"] == (len(theirs) > len(ours)):
            continue
        if any(unicodedata.category(character) == "Cn" for character in tokenizer.clean_fn(row["text"])):
            newer += 1
            continue
        different[row["kind"]] += 1
        if shown < SHOWN:
            shown += 1
            print(row["kind"], json.dumps(row["text"][:300]), sep="\n  ")
            print(f"  ours   {tokenizer.decode(ours)[:200]}\n  theirs {tokenizer.decode(theirs)[:200]}")
    for kind, count in sorted(texts.items()):
        print(f"{kind}: {count} texts, {different[kind]} different")
    print(f"{sum(texts.values())} texts, {sum(different.values())} different, and {newer} with unknown code points")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
