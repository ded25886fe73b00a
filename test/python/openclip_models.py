"""open_clip models with seeded random weights, exported as a model of this project; for openclip_peer.py."""

import hashlib
import json
import shutil
import warnings

import onnx
import open_clip
import torch
from onnxconverter_common import float16
from open_clip.tokenizer import SimpleTokenizer, get_clean_fn
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

# With weights as they are initialised all pictures look alike to a model.
GAIN = 2.0
OPSET = 16
# As open_clip's HFTokenizer cleans a text for SigLIP.
clean = get_clean_fn("canonicalize")


class Tower(torch.nn.Module):
    def __init__(self, encode):
        super().__init__()
        self.encode = encode

    def forward(self, rows):
        return self.encode(rows)


class ClipShape:
    """OpenAI's ViT-B/32."""

    name, shape, pretrained = "openclip_b32", "ViT-B-32-quickgelu", "openai"
    # Blocks of both towers; None: as the shape says.
    layers = None

    def __init__(self, shared, folder, _alts):
        source = shared / "clip" / "bpe_simple_vocab_16e6.txt.gz"
        shutil.copyfile(source, folder / source.name)
        self.tokenizer = {"kind": "clip_bpe", "vocabulary": named(folder / source.name)}
        self.pad = 0
        self.ids = SimpleTokenizer(bpe_path=str(source), context_length=77)


class TwoLayerShape(ClipShape):
    """ViT-B/32 with 2 blocks of 12 in each tower: quick enough for a GPU that is only simulated."""

    name, layers = "openclip_two_layers", 2


class SiglipShape:
    """SigLIP B/16. Its vocabulary is not to be had here: a Unigram of real alts has its place."""

    name, shape, pretrained = "openclip_siglip_b16", "ViT-B-16-SigLIP", "webli"
    layers = None

    def __init__(self, _shared, folder, alts):
        unigram = train_unigram(alts)
        unigram.save(str(folder / "tokenizer.json"))
        self.tokenizer = {
            "kind": "hf_json",
            "vocabulary": named(folder / "tokenizer.json"),
            "clean": "canonicalize",
            "end": 1,
        }
        self.pad = 1
        self.ids = lambda texts: torch.tensor([self.row(unigram, clean(text)) for text in texts])

    @staticmethod
    def row(unigram, text, context=64):
        ids = unigram.encode(text).ids[: context - 1] + [1]
        return ids + [1] * (context - len(ids))


def train_unigram(alts):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(
        vocab_size=8000, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(map(clean, alts), trainer)
    return tokenizer


def build(shape, seed=1):
    """The model, and open_clip's own transform of a picture for it."""
    torch.manual_seed(seed)
    model = open_clip.create_model(shape.shape, **shortened(shape)).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and ("resblocks" in name or "blocks" in name) and name.endswith("weight"):
                weight.mul_(GAIN)
    config = open_clip.get_pretrained_cfg(shape.shape, shape.pretrained)
    wanted = {key: config[key] for key in ("mean", "std", "interpolation", "resize_mode") if config.get(key)}
    preprocess = open_clip.transform.PreprocessCfg(**{**model.visual.preprocess_cfg, **wanted})
    return model, preprocess, open_clip.transform.image_transform_v2(preprocess, is_train=False)


def shortened(shape):
    """What of the shape's configuration is replaced."""
    if shape.layers is None:
        return {}
    config = open_clip.get_model_config(shape.shape)
    return {tower: {**config[tower], "layers": shape.layers} for tower in ("vision_cfg", "text_cfg")}


def export(model, encode, sample, path, input_name, output_name):
    tower = Tower(encode)
    tower.model = model
    torch.onnx.export(
        tower, sample, str(path), opset_version=OPSET, input_names=[input_name], output_names=[output_name],
        dynamic_axes={input_name: {0: "batch"}, output_name: {0: "batch"}},
    )  # fmt: skip


def export_both(model, shape, preprocess, folder):
    """Writes image.onnx, text.onnx and manifest.json."""
    size, context = preprocess.size[0], model.context_length
    export(model, model.encode_image, torch.zeros(2, 3, size, size), folder / "image.onnx", "pixels", "image")
    export(model, model.encode_text, shape.ids(["a", "b c"]), folder / "text.onnx", "ids", "text")
    with torch.no_grad():
        dim = model.encode_image(torch.zeros(1, 3, size, size)).shape[1]
    bias = getattr(model, "logit_bias", None)
    similarity = {"scale": None, "bias": None}
    if bias is not None:
        similarity = {"scale": model.logit_scale.exp().item(), "bias": bias.item()}
    write_manifest(folder, shape, preprocess, dim, context, similarity)


def write_manifest(folder, shape, preprocess, dim, context, similarity):
    manifest = {
        "version": 1, "name": shape.name, "id": f"{shape.name}-random", "license": "MIT",
        "domain": "nothing: random weights", "dim": dim, "threshold": None,
        "similarity": similarity,
        "image": {
            **named(folder / "image.onnx"), "input": "pixels", "output": "image", "size": preprocess.size[0],
            "resize": preprocess.resize_mode, "resample": preprocess.interpolation,
            "mean": list(preprocess.mean), "std": list(preprocess.std),
        },
        "text": {
            **named(folder / "text.onnx"), "input": "ids", "output": "text", "context": context,
            "id_type": "int64", "pad": shape.pad, "tokenizer": shape.tokenizer,
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2))


def export_half(folder, half):
    """The same model with float16 weights and float32 inputs and outputs, in the folder `half`."""
    half.mkdir(exist_ok=True)
    warnings.filterwarnings("ignore", message="the float32 number", category=UserWarning)
    manifest = json.loads((folder / "manifest.json").read_text())
    for tower in ("image", "text"):
        model = float16.convert_float_to_float16(
            onnx.load(str(folder / f"{tower}.onnx")), keep_io_types=True, disable_shape_infer=True
        )
        onnx.save(model, str(half / f"{tower}.onnx"))
        manifest[tower] |= named(half / f"{tower}.onnx")
    vocabulary = manifest["text"]["tokenizer"]["vocabulary"]["file"]
    shutil.copyfile(folder / vocabulary, half / vocabulary)
    manifest["name"] += "_fp16"
    (half / "manifest.json").write_text(json.dumps(manifest, indent=2))


def named(path):
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
