"""Makes models with open_clip itself, and what open_clip says of real pairs, for test/dist/scores/openclip-main.js.

usage: openclip_peer.py SHARED OUT [PAIRS]

SHARED is the folder of real material (warc/, clip/, alts/), OUT gets pairs/ (pictures as stored, texts.json) and for each
shape and `<shape>-fp16` a folder with the exported model, manifest.json, ids.json (the ids of each text, padded),
images.npy and texts.npy: [PAIRS (200), dim] float32 of length 1, computed by open_clip in float32 one pair at a time.
Weights are random, from a seed.

Needs open_clip_torch with torch, torchvision and timm, onnx, onnxconverter-common, tokenizers and fastwarc; so it is
run by hand. Pillow must be older than 12.2: since then it resizes tall pictures in another order of passes than ours
(resize_peer.py), which moved a cosine of SigLIP by up to 1e-4 in 11 of 200 real pairs, and none of ViT-B/32.

Seen to work: Debian's python3-torch 1.13, python3-torchvision 0.14.1, python3-pil 9.4 and libopenblas0-pthread, in a
virtual environment of /usr/bin/python3 with --system-site-packages, and `pip install --no-deps open_clip_torch==3.3.0
timm ftfy packaging regex wcwidth huggingface_hub safetensors fastwarc brotli tokenizers tqdm onnx==1.14.1
onnxconverter-common==1.14.0 protobuf==3.20.3`. OMP_NUM_THREADS=1 makes it faster on few cores.
"""

import json
import sys
from pathlib import Path

import numpy as np
import open_clip
import PIL
import torch
from openclip_models import ClipShape, SiglipShape, TwoLayerShape, build, export_both, export_half
from openclip_pairs import real_alts, real_pairs
from PIL import Image


def unit(rows):
    return torch.nn.functional.normalize(rows, dim=-1)[0].numpy()


def spread(vectors):
    """Cosines between different rows: lowest, median, highest."""
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    return ", ".join(f"{each:.3f}" for each in (cosines.min(), np.median(cosines), cosines.max()))


def refer(model, shape, transform, out, texts):
    with torch.no_grad():
        images = np.stack(
            [
                unit(model.encode_image(transform(Image.open(out / "pairs" / f"{i:05}.jpg"))[None]))
                for i in range(len(texts))
            ]
        )
        words = np.stack([unit(model.encode_text(shape.ids([text]))) for text in texts])
    print(f"{shape.name}: cosines between pictures {spread(images)}; between texts {spread(words)}", flush=True)
    return images, words


def main(shared, out, count=200):
    shared, out = Path(shared), Path(out)
    (out / "pairs").mkdir(parents=True, exist_ok=True)
    pairs, parts = real_pairs(shared, int(count))
    versions = f"open_clip {open_clip.__version__}, torch {torch.__version__}, Pillow {PIL.__version__}"
    print(f"{len(pairs)} pairs, {parts} pictures of them quarters of others; {versions}", flush=True)
    for i, (jpeg, _) in enumerate(pairs):
        (out / "pairs" / f"{i:05}.jpg").write_bytes(jpeg)
    texts = [text for _, text in pairs]
    (out / "pairs" / "texts.json").write_text(json.dumps(texts))
    for kind in (TwoLayerShape, ClipShape, SiglipShape):
        folder, half = out / kind.name, out / f"{kind.name}-fp16"
        folder.mkdir(exist_ok=True)
        shape = kind(shared, folder, real_alts(shared))
        model, preprocess, transform = build(shape)
        images, words = refer(model, shape, transform, out, texts)
        export_both(model, shape, preprocess, folder)
        export_half(folder, half)
        for place in (folder, half):
            np.save(place / "images.npy", images)
            np.save(place / "texts.npy", words)
            (place / "ids.json").write_text(json.dumps(shape.ids(texts).tolist()))


if __name__ == "__main__":
    main(*sys.argv[1:])
