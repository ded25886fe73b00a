"""Contrastive loss with look-alikes."""
import torch
from torch import nn
from torch.nn import functional as F

from toy_data import FALSE_KINDS

NEVER = -10000.0


class PairLoss(nn.Module):
    """InfoNCE both ways, each image's false captions as columns of its own, and a sigmoid loss that holds the
    cosines of true and false captions apart on one scale for all images, so that one threshold serves them all."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(14.0).log())
        self.steepness = nn.Parameter(torch.tensor(8.0).log())
        self.middle = nn.Parameter(torch.tensor(0.5))

    def forward(self, image, caption, false, has, perhaps_true):
        """image, caption [n,128]; false [kinds,n,128]; has [n,kinds] bool; perhaps_true [n,n] bool."""
        rows = torch.arange(len(image))
        cosine = image @ caption.T
        own = torch.einsum("nd,knd->nk", image, false)
        scale = self.scale.exp().clamp(max=60)
        shared = (cosine * scale).masked_fill(perhaps_true, NEVER)
        lone = (own * scale).masked_fill(~has, NEVER)
        contrast = F.cross_entropy(torch.cat([shared, lone], 1), rows) + F.cross_entropy(shared.T, rows)
        steepness = self.steepness.exp().clamp(max=30)
        right = F.softplus(-steepness * (cosine.diagonal() - self.middle)).mean()
        wrong = F.softplus(steepness * (own[has] - self.middle)).mean()
        others = ~perhaps_true & ~torch.eye(len(image), dtype=torch.bool)
        far = F.softplus(steepness * (cosine[others] - self.middle))
        return contrast + right + wrong + far.mean()


def distinct_texts(scenes, index):
    """The captions of some rows and their false ones, each text once: ids [texts, longest], and where the texts of
    [1 + kinds, rows] are among them."""
    ids = torch.cat([scenes.caption[index]] + [scenes.false[kind][index] for kind in FALSE_KINDS])
    distinct, places = ids[:, : int((ids != 0).sum(1).max())].unique(dim=0, return_inverse=True)
    return distinct, places.reshape(1 + len(FALSE_KINDS), len(index))


def which_false(scenes, index):
    return torch.stack([scenes.has[kind][index] for kind in FALSE_KINDS], 1)
