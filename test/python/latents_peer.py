"""Reads with numpy the .npy and .npz files of latents that we wrote, and compares them with what was said of them.

usage: latents_peer.py FOLDER [VAE]

FOLDER comes from test/dist/latents/vae-main.js FOLDER; VAE is the folder of the encoder. Where onnxruntime is installed
and VAE is given, every latent is encoded once more from the pixels and compared in full; without, the first and last
numbers are compared with those of latents.json. float16 may differ by half a step. Exit 1 if anything is not as it
should be, or if there is nothing to compare.
"""

import json
import sys
from pathlib import Path

import numpy as np

EPSILON = 1e-4


def problems(folder, entry, factor):
    """What is wrong with the files of one latent, and its numbers as float32 from the .npz."""
    npy = np.load(folder / entry["npy"], allow_pickle=False)
    with np.load(folder / entry["npz"], allow_pickle=False) as npz:
        arrays = {name: npz[name] for name in npz.files}
    shape = tuple(entry["shape"])
    latents = arrays.get("latents")
    checks = {
        "npy dtype": npy.dtype == np.dtype("<f2"),
        "npy shape": npy.shape == shape,
        "npy order": npy.flags["C_CONTIGUOUS"],
        "shape of the picture": shape[1:] == (entry["height"] // factor, entry["width"] // factor),
        "npz keys": sorted(arrays) == ["crop_ltrb", "latents", "original_size"],
        "npz dtypes": [arrays[name].dtype.str for name in sorted(arrays)] == ["<f8", "<f4", "<i8"],
        "npz shape": latents.shape == shape,
        "original_size": arrays["original_size"].tolist() == [entry["width"], entry["height"]],
        "crop_ltrb": arrays["crop_ltrb"].tolist() == entry["crop_ltrb"],
        "first": latents.ravel()[:16].tolist() == entry["first"],
        "last": latents.ravel()[-16:].tolist() == entry["last"],
        "largest": float(np.abs(latents).max()) == entry["largest"],
        "npy is the npz, rounded": np.array_equal(npy, latents.astype(np.float16)),
        "finite": bool(np.isfinite(npy).all()),
    }
    return [name for name, passed in checks.items() if not passed], latents


def opened(encoder, vae):
    """The encoder on the CPU, or None without onnxruntime or VAE."""
    if vae is None:
        return None
    try:
        import onnxruntime
    except ImportError:
        return None
    return onnxruntime.InferenceSession(Path(vae) / encoder["file"], providers=["CPUExecutionProvider"])


def distance(session, encoder, folder, entry, latents):
    """Largest difference to the encoder in Python, as a share of the largest number."""
    pixels = np.fromfile(folder / entry["rgb"], np.uint8).reshape(entry["height"], entry["width"], 3)
    picture = (pixels.astype(np.float32) / np.float32(255)).transpose(2, 0, 1)[None]
    (theirs,) = session.run([encoder["output"]], {encoder["input"]: np.ascontiguousarray(picture)})
    return float(np.abs(theirs[0] - latents).max() / np.abs(theirs).max())


def main(folder, vae=None):
    folder = Path(folder)
    told = json.loads((folder / "latents.json").read_text())
    session = opened(told["encoder"], vae)
    failed, worst = 0, 0.0
    for entry in told["latents"]:
        found, latents = problems(folder, entry, told["factor"])
        if session is not None:
            apart = distance(session, told["encoder"], folder, entry, latents)
            worst = max(worst, apart)
            if not apart <= EPSILON:
                found.append(f"encoder: {apart:.1e}")
        if found:
            failed += 1
            print(f"{entry['npy']}: {', '.join(found)}")
    by = "shapes and values" if session is None else f"encoder of onnxruntime, within {worst:.1e}"
    print(f"numpy {np.__version__}: {len(told['latents'])} latents, {failed} with problems ({by})")
    return 1 if failed or not told["latents"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
