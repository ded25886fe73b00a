"""Real pairs for test/python/openclip_peer.py: pictures of web archives as stored JPEGs, and real alt texts."""

import gzip
import hashlib
import io
import json
import random

from fastwarc.warc import ArchiveIterator, WarcRecordType
from PIL import Image

ARCHIVES = ["books.toscrape.warc", "example.warc.gz", "main-page.warc.gz", "post-blackout.warc.gz",
            "sopa-wikipedia-homepage.warc.gz"]  # fmt: skip
MOST_PIXELS = 40_000_000


def archived(folder):
    """Bodies of image responses, each once."""
    seen = set()
    for name in ARCHIVES:
        with (folder / name).open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
                if not (record.http_content_type or "").startswith("image/"):
                    continue
                body = record.reader.read()
                digest = hashlib.sha256(body).digest()
                if digest not in seen:
                    seen.add(digest)
                    yield body


def as_stored(body):
    """A JPEG that is RGB or gray stays as it is; everything else becomes RGB and a JPEG. None: PIL cannot read it."""
    try:
        picture = Image.open(io.BytesIO(body))
        picture.load()
    except (OSError, SyntaxError, ValueError):
        return None
    if picture.width * picture.height > MOST_PIXELS:
        return None
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        return body
    return encoded(picture.convert("RGBA").convert("RGB"))


def encoded(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def quarters(jpegs):
    """The quarters of the largest pictures, the largest first: what is there has too few."""
    opened = [Image.open(io.BytesIO(jpeg)).convert("RGB") for jpeg in jpegs]
    for picture in sorted(opened, key=lambda each: -each.width * each.height):
        width, height = picture.width // 2, picture.height // 2
        for left in (0, width):
            for top in (0, height):
                yield encoded(picture.crop((left, top, left + width, top + height)))


def real_pairs(shared, count):
    """`count` pairs (JPEG, text) out of the folder `shared`, and how many of the pictures are quarters of others."""
    bodies = [path.read_bytes() for path in sorted((shared / "clip").glob("*.jpg"))]
    bodies += archived(shared / "warc")
    whole = [jpeg for jpeg in map(as_stored, bodies) if jpeg is not None][:count]
    parts = [jpeg for jpeg, _ in zip(quarters(whole), range(count - len(whole)))]
    texts = random.Random(5).sample(real_alts(shared), count)
    return list(zip(whole + parts, texts)), len(parts)


def real_alts(shared):
    with gzip.open(shared / "alts" / "real-alts.jsonl.gz", "rt") as lines:
        return sorted({json.loads(line)["alt"] for line in lines})
