"""The cosines that open_clip itself gives the pairs of a run, for test/dist/accept/main.js.

usage: openclip_accept.py --open-clip NAME [--pretrained TAG|FILE] [--preprocess-of TAG] [--device cpu|cuda]
                          [--pairs FILE --tars FOLDER --out FILE]

FILE of pairs: JSON lines {"key", "tar", "text"}; the picture is member `key`.jpg of FOLDER/`tar`. The output is JSON
lines, too: first one about open_clip, then {"key", "cosine"} for each pair, null if it is not finite. open_clip's own
transform and tokenizer, float32, one pair at a time. Without --pairs it only looks whether all that is needed is there.

Of a file as --pretrained open_clip knows no preprocessing; it takes that of the tag --preprocess-of.

Exit 3, with one line on stderr, for what the caller can mend. Needs `pip install open_clip_torch`, and transformers for
models whose tokenizer is on the hub.
"""

import argparse
import io
import json
import math
import os
import platform
import sys
import tarfile

EVERY = 100


class Mend(Exception):
    pass


def imported():
    try:
        import open_clip
        import torch
    except ImportError as error:
        raise Mend(
            f"Expected open_clip in {sys.executable}, got {error}; run {sys.executable} -m pip install open_clip_torch"
        ) from error
    return open_clip, torch


def check(open_clip, torch, wanted):
    if wanted.device == "cuda" and not torch.cuda.is_available():
        raise Mend("Expected CUDA for --device cuda, got a torch without it")
    if ":" in wanted.open_clip:
        return
    config = open_clip.get_model_config(wanted.open_clip)
    if config is None:
        raise Mend(f"Expected a model of open_clip for --open-clip, got {wanted.open_clip}")
    if not os.path.isfile(wanted.pretrained) and not open_clip.get_pretrained_cfg(wanted.open_clip, wanted.pretrained):
        tags = ", ".join(open_clip.list_pretrained_tags_by_model(wanted.open_clip))
        raise Mend(f"Expected a file or one of {tags} for --pretrained, got {wanted.pretrained}")
    if "hf_tokenizer_name" in config["text_cfg"]:
        try:
            import transformers  # noqa: F401
        except ImportError as error:
            raise Mend(
                f"Expected transformers for {wanted.open_clip}, got {error}; "
                f"run {sys.executable} -m pip install transformers sentencepiece"
            ) from error


def load(open_clip, torch, wanted):
    """The model, its transform and what that does, and its tokenizer."""
    # TensorFloat-32 is not float32.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    preprocess = {}
    if wanted.preprocess_of and os.path.isfile(wanted.pretrained or ""):
        tag = open_clip.get_pretrained_cfg(wanted.open_clip, wanted.preprocess_of)
        preprocess = {name: tag[name] for name in ("mean", "std", "interpolation", "resize_mode") if tag.get(name)}
    model = open_clip.create_model(
        wanted.open_clip, pretrained=wanted.pretrained, precision="fp32", device=wanted.device,
        force_preprocess_cfg=preprocess, require_pretrained=True,
    ).eval()  # fmt: skip
    used = model.visual.preprocess_cfg
    transform = open_clip.transform.image_transform_v2(open_clip.transform.PreprocessCfg(**used), is_train=False)
    return model, transform, used, open_clip.get_tokenizer(wanted.open_clip)


def pictures(tars, pairs):
    """Each pair with the bytes of its picture; tars are opened one after another."""
    from PIL import Image

    tar, name = None, None
    for pair in pairs:
        if pair["tar"] != name:
            name = pair["tar"]
            tar = tarfile.open(os.path.join(tars, name))
        yield pair, Image.open(io.BytesIO(tar.extractfile(f"{pair['key']}.jpg").read()))


def about(open_clip, torch, wanted, preprocess):
    return {
        "open_clip": open_clip.__version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
        "device": torch.cuda.get_device_name() if wanted.device == "cuda" else "cpu",
        "preprocess": preprocess,
    }


def judge(open_clip, torch, wanted):
    model, transform, preprocess, tokenizer = load(open_clip, torch, wanted)
    with open(wanted.pairs, encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    with torch.no_grad(), open(wanted.out, "w", encoding="utf-8") as out:
        print(json.dumps(about(open_clip, torch, wanted, preprocess)), file=out)
        for at, (pair, picture) in enumerate(pictures(wanted.tars, pairs), 1):
            image = model.encode_image(transform(picture)[None].to(wanted.device))
            text = model.encode_text(tokenizer([pair["text"]]).to(wanted.device))
            cosine = torch.nn.functional.cosine_similarity(image, text).item()
            print(json.dumps({"key": pair["key"], "cosine": cosine if math.isfinite(cosine) else None}), file=out)
            if at % EVERY == 0 or at == len(pairs):
                print(f"open_clip: {at} of {len(pairs)} pairs", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser()
    for flag in ("--open-clip", "--pretrained", "--preprocess-of", "--pairs", "--tars", "--out"):
        parser.add_argument(flag)
    parser.add_argument("--device", default="cpu")
    wanted = parser.parse_args()
    try:
        open_clip, torch = imported()
        check(open_clip, torch, wanted)
        if wanted.pairs is not None:
            judge(open_clip, torch, wanted)
    except Mend as error:
        print(error, file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
