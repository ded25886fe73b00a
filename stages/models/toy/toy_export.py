"""Writes the towers as ONNX with weights stored as float16 and computed in float32."""
import copy
import hashlib
import json
import re
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from toy_towers import CONTEXT, DIM, SIDE


def final_tower(tower):
    """The tower as it is exported: batch norm folded into the convolutions, weights rounded to float16."""
    tower = copy.deepcopy(tower).eval()
    for module in list(tower.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Sequential) and len(child) == 2 and isinstance(child[1], nn.BatchNorm2d):
                setattr(module, name, fuse_conv_bn_eval(child[0], child[1]))
    with torch.no_grad():
        for parameter in tower.parameters():
            parameter.copy_(parameter.half().float())
    return tower


class HalfStored(nn.Module):
    """Holds float16 weights and casts them back, so that the graph holds the casts and the file half the bytes."""

    def __init__(self, tower):
        super().__init__()
        self.tower = copy.deepcopy(tower)
        self.places = []
        for module in self.tower.modules():
            for name, parameter in list(module.named_parameters(recurse=False)):
                delattr(module, name)
                module.register_buffer(f"{name}_half", parameter.detach().half())
                self.places.append((module, name))

    def forward(self, x):
        for module, name in self.places:
            # Past nn.Module, which would refuse a plain tensor for what was a parameter.
            object.__setattr__(module, name, getattr(module, f"{name}_half").float())
        return self.tower(x)


def export(tower, example, path, inward, outward):
    with torch.no_grad():
        torch.onnx.export(
            HalfStored(tower),
            (example,),
            str(path),
            input_names=[inward],
            output_names=[outward],
            dynamic_axes={inward: {0: "batch"}, outward: {0: "batch"}},
            opset_version=17,
            do_constant_folding=False,
        )


def write_model(folder, image_tower, text_tower, words, threshold, source):
    """image.onnx, text.onnx, vocabulary.txt and manifest.json. Both towers come from final_tower."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    export(image_tower, torch.zeros(2, 3, SIDE, SIDE), folder / "image.onnx", "pixel_values", "image_embeds")
    example = torch.zeros(2, CONTEXT, dtype=torch.int64)
    example[:, :3] = 2
    export(text_tower, example, folder / "text.onnx", "input_ids", "text_embeds")
    (folder / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    manifest = {
        "version": 1,
        "name": "toy",
        "id": "toy-shapes-v1",
        "license": "MIT",
        "domain": "procedural scenes only",
        "toy": True,
        "dim": DIM,
        "similarity": {"scale": None, "bias": None},
        "threshold": {"value": threshold, "source": source},
        "image": {
            **described(folder / "image.onnx"),
            "input": "pixel_values",
            "output": "image_embeds",
            "size": SIDE,
            "resize": "squash",
            "resample": "bicubic",
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
        },
        "text": {
            **described(folder / "text.onnx"),
            "input": "input_ids",
            "output": "text_embeds",
            "context": CONTEXT,
            "id_type": "int64",
            "pad": 0,
            "tokenizer": {
                "kind": "words",
                "vocabulary": described(folder / "vocabulary.txt"),
                "unknown": 1,
                "max_unknown": 0.5,
            },
        },
    }
    write_json(folder / "manifest.json", manifest)


def described(path):
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write_json(path, value):
    """JSON as the repository's formatter prints it: lists of numbers on one line."""
    lists = re.compile(r"\[\s+([-0-9.,\s]+?)\s+\]")
    text = lists.sub(lambda found: f"[{' '.join(found[1].split())}]", json.dumps(value, indent=2))
    path.write_text(text + "\n", encoding="utf-8")
