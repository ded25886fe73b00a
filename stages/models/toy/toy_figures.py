"""What the model can do on scenes it has not seen."""
import torch

from toy_data import FALSE_KINDS

KINDS = FALSE_KINDS + ("mismatched",)


@torch.no_grad()
def embed(scenes, image_tower, text_tower, size=250):
    """Embeddings of a set: image, caption and each kind of false caption, [n,128]."""
    parts = [torch.arange(start, min(start + size, len(scenes.rows))) for start in range(0, len(scenes.rows), size)]
    texts = {"caption": scenes.caption, **scenes.false}
    found = {name: torch.cat([text_tower(ids[part]) for part in parts]) for name, ids in texts.items()}
    return {"image": torch.cat([image_tower(scenes.pixels(part)) for part in parts]), **found}


def cosines(scenes, embedded):
    """Cosines by kind: `positive`, each false kind, and `mismatched` (the caption of another family, 10 per image)."""
    image, caption = embedded["image"], embedded["caption"]
    count = len(image)
    rows = torch.arange(count)
    found = {"positive": (image * caption).sum(1)}
    for kind in FALSE_KINDS:
        found[kind] = (image * embedded[kind]).sum(1)[scenes.has[kind]]
    order = torch.Generator().manual_seed(0)
    far = []
    for _ in range(10):
        other = torch.randint(count, (count,), generator=order)
        perhaps = torch.cat([scenes.perhaps_true(rows[a : a + 1], other[a : a + 1])[0] for a in range(count)])
        use = ~perhaps & (scenes.family != scenes.family[other])
        far.append((image * caption[other]).sum(1)[use])
    found["mismatched"] = torch.cat(far)
    return found


def choose_threshold(found):
    """The cosine with the best balanced accuracy of true captions against mismatched and one-changed ones, the
    two kinds of false caption weighing the same."""
    grid = torch.linspace(-0.2, 1, 1201)
    true_share = (found["positive"][None, :] >= grid[:, None]).float().mean(1)
    false_share = sum((found[kind][None, :] >= grid[:, None]).float().mean(1) for kind in ("mismatched", "changed")) / 2
    best = int((true_share - false_share).argmax())
    return round(float(grid[best]), 3)


def measure(scenes, embedded, threshold):
    found = cosines(scenes, embedded)
    own = {kind: found["positive"][scenes.has[kind]] for kind in FALSE_KINDS}
    light = torch.tensor([row["light"] for row in scenes.rows])
    return {
        "images": len(scenes.rows),
        "r_at_1_of_100": round(recall_of_100(scenes, embedded), 4),
        "auc_matched_mismatched": round(area(found["positive"], found["mismatched"]), 5),
        "auc_matched_changed": round(area(found["positive"], found["changed"]), 5),
        "two_way_choice": {kind: share(own[kind] > found[kind]) for kind in FALSE_KINDS},
        "cosine": {kind: spread(values) for kind, values in found.items()},
        "cosine_light_captions": spread(found["positive"][light]),
        "at_threshold": {
            "threshold": threshold,
            "true_positive_rate": share(found["positive"] >= threshold),
            "true_positive_rate_light": share(found["positive"][light] >= threshold),
            "false_positive_rate": {kind: share(found[kind] >= threshold) for kind in KINDS},
        },
    }


def recall_of_100(scenes, embedded):
    """Share of images whose own caption comes first among 100 captions of different families."""
    firsts = torch.tensor([family[0] for family in scenes.families()])
    right = total = 0
    for start in range(0, len(firsts) - 99, 100):
        rows = firsts[start : start + 100]
        cosine = embedded["image"][rows] @ embedded["caption"][rows].T
        cosine = cosine.masked_fill(scenes.perhaps_true(rows, rows), -1)
        right += int((cosine.argmax(1) == torch.arange(100)).sum())
        total += 100
    return right / total


def area(above, below):
    """Area under the ROC curve: the chance that a value of `above` beats one of `below`."""
    values = torch.cat([above, below]).double()
    ranks = torch.empty_like(values)
    ranks[values.argsort()] = torch.arange(1, len(values) + 1, dtype=torch.float64)
    return float((ranks[: len(above)].sum() - len(above) * (len(above) + 1) / 2) / (len(above) * len(below)))


def share(flags):
    return round(float(flags.float().mean()), 4)


def spread(values):
    return {"mean": round(float(values.mean()), 4), "sd": round(float(values.std()), 4)}
