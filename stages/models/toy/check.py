"""Measures the shipped weights again: python3 check.py --data DIR. Exits 1 where figures.json says otherwise."""
import argparse
import json
import sys
from pathlib import Path

import torch

from read_weights import read_weights
from toy_data import SceneSet, read_vocabulary
from toy_export import final_tower
from toy_figures import embed, measure
from toy_towers import ImageTower, TextTower

HERE = Path(__file__).parent
TOLERANCE = 0.01


def read_towers(folder):
    """The two towers of a folder with image.onnx, text.onnx and vocabulary.txt, in torch."""
    words = read_vocabulary(folder)
    towers = []
    for empty, name in ((ImageTower(), "image.onnx"), (TextTower(len(words)), "text.onnx")):
        tower = final_tower(empty)
        weights = read_weights(Path(folder) / name)
        tower.load_state_dict({key[len("tower.") : -len("_half")]: value for key, value in weights.items()})
        towers.append(tower)
    return words, towers


def differences(expected, got, name=""):
    """Names of the figures that differ by more than the tolerance."""
    if isinstance(expected, dict):
        return [found for key in expected for found in differences(expected[key], got[key], f"{name}.{key}")]
    return [f"{name[1:]}: expected {expected}, got {got}"] if abs(expected - got) > TOLERANCE else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with the set test")
    parser.add_argument("--model", default=str(HERE), help="folder with the model and its figures.json")
    options = parser.parse_args()
    torch.set_num_threads(1)
    words, (image_tower, text_tower) = read_towers(options.model)
    test = SceneSet(Path(options.data) / "test", words)
    expected = json.loads((Path(options.model) / "figures.json").read_text(encoding="utf-8"))["test"]
    got = measure(test, embed(test, image_tower, text_tower), expected["at_threshold"]["threshold"])
    found = differences(expected, got)
    print("\n".join(found) or "as in figures.json")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
