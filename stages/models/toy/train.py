"""Trains the toy model: python3 train.py --data DIR --out DIR. README.md has the commands and the figures."""
import argparse
import json
import math
import time
from pathlib import Path

import torch

from toy_data import SceneSet, batches, read_vocabulary
from toy_export import final_tower, write_json, write_model
from toy_figures import choose_threshold, cosines, embed, measure
from toy_loss import PairLoss, distinct_texts, which_false
from toy_towers import ImageTower, TextTower, count_parameters

RULE = (
    "best balanced accuracy of true against mismatched and one-changed captions, the two weighing the same, "
    "on the validation scenes (figures.json)"
)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with the sets train, validation and test")
    parser.add_argument("--out", required=True, help="folder for the model and figures.json")
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def rate_at(step, steps, warm=100):
    """Share of the highest learning rate: a ramp, then half a cosine down to nothing."""
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def parameter_groups(modules):
    """Weight decay for matrices only."""
    parameters = [parameter for module in modules for parameter in module.parameters()]
    return [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.02},
        {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
    ]


def lose_words(ids, order, chance=0.015):
    """Now and then an unknown word, so that <unk> is trained."""
    lost = torch.rand(ids.shape, generator=order) < chance
    return torch.where(lost & (ids != 0), torch.ones_like(ids), ids)


def train(scenes, image_tower, text_tower, options):
    loss_of = PairLoss()
    optimizer = torch.optim.AdamW(parameter_groups([image_tower, text_tower, loss_of]), lr=options.rate)
    order = torch.Generator().manual_seed(options.seed)
    started = time.time()
    for step, index in zip(range(options.steps), batches(scenes, options.batch, options.seed)):
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_at(step, options.steps)
        image = image_tower(scenes.pixels(index))
        ids, places = distinct_texts(scenes, index)
        texts = text_tower(lose_words(ids, order))[places]
        perhaps = scenes.perhaps_true(index, index)
        loss = loss_of(image, texts[0], texts[1:], which_false(scenes, index), perhaps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 0 or step == options.steps - 1:
            own = (image * texts).sum(2).detach()
            has = scenes.has["swapped"][index]
            swapped = float((own[0] > own[2])[has].float().mean())
            print(f"{step} loss {float(loss):.3f} swapped {swapped:.3f} {time.time() - started:.0f} s", flush=True)


def main():
    options = read_options()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    started = time.time()
    data = Path(options.data)
    words = read_vocabulary(data / "train")
    scenes = SceneSet(data / "train", words)
    image_tower, text_tower = ImageTower(), TextTower(len(words))
    train(scenes, image_tower, text_tower, options)
    seconds = round(time.time() - started)
    image_tower, text_tower = final_tower(image_tower), final_tower(text_tower)
    validation, test = SceneSet(data / "validation", words), SceneSet(data / "test", words)
    threshold = choose_threshold(cosines(validation, embed(validation, image_tower, text_tower)))
    write_model(options.out, image_tower, text_tower, words, threshold, RULE)
    figures = {
        "model": "toy-shapes-v1",
        "seed": options.seed,
        "steps": options.steps,
        "batch": options.batch,
        "highest_rate": options.rate,
        "seconds": seconds,
        "torch": torch.__version__,
        "parameters": {"image": count_parameters(image_tower), "text": count_parameters(text_tower)},
        "training_images": len(scenes.rows),
        "threshold_rule": RULE,
        "validation": measure(validation, embed(validation, image_tower, text_tower), threshold),
        "test": measure(test, embed(test, image_tower, text_tower), threshold),
    }
    write_json(Path(options.out) / "figures.json", figures)
    print(json.dumps(figures["test"], indent=2))


if __name__ == "__main__":
    main()
