"""Compares our resize plans with img2dataset's own Resizer, run on blank pictures.

usage: resize_modes_peer.py [--goldens CSV] [MAIN]

MAIN is test/dist/resize/plan-main.js unless given. 1,000 seeded random sizes in all modes, with and without
resize_only_if_bigger: the size of the result, and what albumentations is told on the way (scaled size, cut, padding).
What img2dataset would enlarge to more than MOST pixels is left out and counted. Then the same questions without
`upscale`: our plans must be those, but where the picture would grow, and there nothing may grow. Prints the numbers; exit
1 if anything differs, or if too little was compared. --goldens writes stages/src/resize/goldens/ instead.

By hand, with Python 3.11 or 3.12 (imghdr) and: pip install img2dataset==1.47.0
"""

import io
import json
import random
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import albumentations.augmentations.crops.functional as fcrops
import albumentations.augmentations.geometric.functional as fgeometric
import cv2
import numpy as np
from img2dataset.resizer import Resizer

SIZES, MOST, SHOWN = 1000, 16_000_000, 12
MODES = ["no", "keep_ratio", "keep_ratio_largest", "center_crop", "border"]
SMALLEST = ("keep_ratio", "center_crop")
REASONS = {
    "image too small": "too_small",
    "image area too large": "area_too_large",
    "aspect ratio too large": "aspect_too_large",
    # imencode gives no bytes for a JPEG with a side over 65,500 px.
    "'tuple' object has no attribute 'tobytes'": "too_long",
}
PLAN = ["resized_width", "resized_height", "crop_left", "crop_top", "crop_width", "crop_height"]
PLAN += [f"padding_{side}" for side in ("left", "top", "right", "bottom")]
MAIN = Path(__file__).parents[1] / "dist" / "resize" / "plan-main.js"
told = {}


def record(module, name, note):
    original = getattr(module, name)

    def recorded(img, *args, **named):
        told.update(note(*args, **named))
        return original(img, *args, **named)

    setattr(module, name, recorded)


record(fgeometric, "resize", lambda shape, interpolation: {"resized": [int(shape[1]), int(shape[0])]})
record(fcrops, "crop", lambda x_min, y_min, x_max, y_max: {"crop": [x_min, y_min, x_max - x_min, y_max - y_min]})
record(fgeometric, "pad_with_params", lambda top, bottom, left, right, *_, **__: {"pad": [left, top, right, bottom]})


def theirs(png, question):
    """The reason, or scaled size, cut and padding; checked against the size that Resizer gives back."""
    told.clear()
    resizer = Resizer(resize_mode=question["mode"], **question["options"])
    _, width, height, was_width, was_height, error = resizer(io.BytesIO(png))
    if error is not None:
        return REASONS[error]
    resized = told.get("resized", [was_width, was_height])
    crop = told.get("crop", [0, 0, *resized])
    pad = told.get("pad", [0, 0, 0, 0])
    assert [width, height] == [pad[0] + crop[2] + pad[2], pad[1] + crop[3] + pad[3]], (question, told, width, height)
    return [*resized, *crop, *pad]


def flat(plan):
    if not plan["ok"]:
        return plan["reason"]
    sides = {name: [plan[name][key] for key in keys] for name, keys in (
        ("resized", ("width", "height")),
        ("crop", ("left", "top", "width", "height")),
        ("padding", ("left", "top", "right", "bottom")),
    )}  # fmt: skip
    return [*sides["resized"], *sides["crop"], *sides["padding"]]


def measured(question):
    choose = min if question["mode"] in SMALLEST else max
    return choose(question["width"], question["height"])


def grows(question):
    options = question["options"]
    is_fixed = question["mode"] == "no" or options["resize_only_if_bigger"]
    return not is_fixed and measured(question) < options["image_size"]


def is_huge(question):
    scale = question["options"]["image_size"] / measured(question)
    return grows(question) and question["width"] * question["height"] * scale * scale > MOST


def questions_of(width, height, options):
    for mode in MODES:
        for only in (False,) if mode == "no" else (False, True):
            yield {
                "width": width,
                "height": height,
                "mode": mode,
                "options": {**options, "resize_only_if_bigger": only},
            }


def random_questions():
    """Sides of 1 to 2,000 px, the small as likely as the large; of every ten sizes four have a side that is special."""
    chance = random.Random(42)
    for i in range(SIZES):
        size = chance.choice([64, 100, 224, 255, 256, 384, 512])
        width, height = int(2000 ** chance.random()), int(2000 ** chance.random())
        # Halves to round, sides at the limit, squares.
        width = {0: 2 * size, 1: size, 2: size + chance.randint(-1, 1), 3: height}.get(i % 10, width)
        if i % 20 >= 10:
            width, height = height, width
        options = {"image_size": size}
        for name, values in (
            ("min_image_size", [None] * 6 + [16, 100]),
            ("max_image_area", [None] * 7 + [500_000]),
            ("max_aspect_ratio", [None] * 6 + [3, 1.5]),
        ):
            value = chance.choice(values)
            options.update({} if value is None else {name: value})
        yield from questions_of(width, height, options)


def golden_questions():
    limits = [{"min_image_size": 100}, {"max_image_area": 30_000}, {"max_aspect_ratio": 3}]
    for width, height, options in [
        (640, 480, {}), (512, 301, {}), (303, 512, {}), (256, 400, {}), (1999, 3, {}),
        (100, 75, {}), (300, 99, limits[0]), (200, 150, limits[1]), (201, 150, limits[1]), (300, 100, limits[2]),
    ]:  # fmt: skip
        yield from questions_of(width, height, {"image_size": 256, **options})
    yield from questions_of(301, 100, {"image_size": 255, **limits[2]})
    yield {"width": 2, "height": 65_501, "mode": "no", "options": {"image_size": 256, "resize_only_if_bigger": False}}


def answers(questions):
    """Each question that is not too large, with img2dataset's answer; and how many are."""
    found, skipped, of = [], 0, {}
    for question in questions:
        size = question["width"], question["height"]
        if size not in of:
            of = {size: cv2.imencode(".png", np.zeros(size[::-1], np.uint8))[1].tobytes()}
        if is_huge(question):
            skipped += 1
        else:
            found.append((question, theirs(of[size], question)))
    return found, skipped


def ours(main, questions, upscale):
    asked = [{**question, "options": {**question["options"], "upscale": upscale}} for question in questions]
    done = subprocess.run(["node", main], input=json.dumps(asked), capture_output=True, text=True, check=True)
    return [flat(plan) for plan in json.loads(done.stdout)]


def write_goldens(path):
    columns = ["width", "height", "mode", "image_size", "min_image_size", "max_image_area", "max_aspect_ratio"]
    versions = ", ".join(f"{name} {version(name)}" for name in ("img2dataset", "albumentations"))
    rows = [f"# {versions}, by test/python/resize_modes_peer.py"]
    rows.append(",".join([*columns, "resize_only_if_bigger", "reason", *PLAN]))
    for question, answer in answers(golden_questions())[0]:
        given = {**question, **question["options"]}
        cells = [*(given.get(name, "") for name in columns), str(given["resize_only_if_bigger"]).lower()]
        rows.append(",".join(map(str, [*cells, *([answer] if isinstance(answer, str) else ["", *answer])])))
    Path(path).write_text("\n".join(rows) + "\n")
    print(f"{len(rows) - 2} cases")


def main(main_js):
    found, skipped = answers(random_questions())
    questions = [question for question, _ in found]
    shown, counts = 0, {"differ": 0, "refused": 0, "grow": 0, "ours grow": 0, "differ without growth": 0}
    for (question, answer), plan, small in zip(
        found, ours(main_js, questions, True), ours(main_js, questions, False), strict=True
    ):
        counts["refused"] += isinstance(answer, str)
        counts["grow"] += grows(question) and not isinstance(answer, str)
        if plan != answer:
            counts["differ"] += 1
            shown += 1
            if shown <= SHOWN:
                print(question, "theirs", answer, "ours", plan)
        if not isinstance(small, str):
            counts["ours grow"] += small[0] > question["width"] or small[1] > question["height"]
        counts["differ without growth"] += small != answer and not grows(question)
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("img2dataset", "albumentations", "opencv-python-headless")
    )
    print(f"{versions}: {SIZES} sizes, {len(found)} results, {skipped} left out, {counts}")
    bad = counts["differ"] + counts["ours grow"] + counts["differ without growth"]
    return 1 if bad or len(found) < 8 * SIZES or not counts["grow"] else 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1:2] == ["--goldens"]:
        write_goldens(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else MAIN))
