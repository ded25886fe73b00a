"""Reads the archives of a run with FastWARC and counts as we did: a second opinion on records/ and on `<img>`.

usage: warc_peer.py RUN FOLDER

FOLDER is the common folder of the run's source.files. Type and block length of every record must be ours, in file
order; in an archive with gaps up to its first gap, for FastWARC does not go on behind one. The numbers of `<img>` with a
usable alt are printed side by side and judged by nobody: parsers differ.
"""

import json
import re
import sys
import zlib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet
from fastwarc.warc import ArchiveIterator
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

SHOWN = 10


def our_records(run):
    """Rows of records/ by archive, in file order."""
    archives = {}
    for path in sorted((run / "records").glob("*.parquet")):
        for row in parquet.read_table(path).to_pylist():
            archives.setdefault(row["warc_filename"], []).append(row)
    for rows in archives.values():
        rows.sort(key=lambda row: (row["offset"], row["inner_offset"]))
    return archives


def our_images(run):
    """Counts of `<img>` by archive, from the commits."""
    commits = [json.loads(path.read_text()) for path in sorted((run / "commits" / "extract").glob("*/*.json"))]
    return {commit["account"]["archive"]["name"]: commit["account"]["images"] for commit in commits}


def peer_records(path, end):
    """((type, block length) of every record that begins before `end`, why it stopped early)."""
    found = []
    try:
        for record in ArchiveIterator(str(path), parse_http=False):
            if end is not None and record.stream_pos >= end:
                break
            found.append(((record.headers.get("WARC-Type") or "").lower(), len(record.reader.read())))
    except (OSError, ValueError) as error:
        return found, f"{type(error).__name__}: {error}"
    return found, None


def peer_images(path):
    """Number of `<img>` whose alt is more than white space, by another HTML5 parser."""
    count = 0
    try:
        for record in ArchiveIterator(str(path), parse_http=False):
            if (record.headers.get("WARC-Type") or "").lower() == "response":
                count += images_of(record.reader.read())
    except (OSError, ValueError) as error:
        return f"{count}, then {type(error).__name__}"
    return str(count)


def images_of(block):
    """The same for one HTTP answer. FastWARC's own HTTP layer ends the archive at an answer that lies about itself."""
    head, body = (re.split(rb"\r?\n\r?\n", block, maxsplit=1) + [b""])[:2]
    head = head.lower()
    kind = re.search(rb"\ncontent-type:([^\r\n]*)", head)
    if b"html" not in (kind[1] if kind else body[:1024].lower()):
        return 0
    if re.search(rb"\ntransfer-encoding:[^\r\n]*chunked", head):
        body = unchunk(body)
    if re.search(rb"\ncontent-encoding:[^\r\n]*gzip", head) and body[:2] == b"\x1f\x8b":
        body = zlib.decompressobj(31).decompress(body)
    named = re.search(rb"charset=[\s\"']*([\w.:-]+)", kind[1]) if kind else None
    # A byte order mark beats the header.
    marked = body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:3] == b"\xef\xbb\xbf"
    charset = named[1].decode() if named and not marked else detect_encoding(body)
    images = HTMLTree.parse(bytes_to_str(body, charset)).document.get_elements_by_tag_name("img")
    return sum((image.getattr("alt") or "").strip() != "" for image in images)


def unchunk(body):
    """The body without its chunk sizes; as it is where it has none."""
    parts, at = [], 0
    while (size := re.compile(rb"([0-9a-fA-F]+)[^\r\n]*\r\n").match(body, at)) is not None:
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length + 2
    return b"".join(parts) or body


def check_archive(name, path, rows, images):
    """Differences, one line each."""
    gaps = [row["offset"] for row in rows if row["type"] == "gap"]
    end = gaps[0] if gaps else None
    ours = [(row["type"], row["block_length"]) for row in rows if row["type"] != "gap" and (end is None or row["offset"] < end)]
    theirs, stopped = peer_records(path, end)
    print(f"{name}: {len(rows) - len(gaps)} records, {len(gaps)} gaps")
    print(f"  compared: {len(ours)} ours, {len(theirs)} FastWARC" + (f" (stopped: {stopped})" if stopped else ""))
    print(f"  by type: {dict(sorted(Counter(kind for kind, _ in theirs).items()))}")
    print(f"  bytes of blocks: {sum(size for _, size in ours)} ours, {sum(size for _, size in theirs)} FastWARC")
    mine = images.get(name, {})
    print(f"  <img> with usable alt: {mine.get('candidate', 0) + mine.get('no_src', 0)} ours, {peer_images(path)} resiliparse")
    if len(ours) != len(theirs):
        return [f"{name}: {len(ours)} records, FastWARC {len(theirs)}"]
    pairs = enumerate(zip(ours, theirs))
    return [f"{name}: record {at}: {mine}, FastWARC {peer}" for at, (mine, peer) in pairs if mine != peer]


def main():
    if len(sys.argv) != 3:
        sys.exit(f"Expected a run and a folder, got {sys.argv[1:]}")
    run, folder = Path(sys.argv[1]), Path(sys.argv[2])
    images = our_images(run)
    differences = []
    archives = our_records(run)
    for name, rows in sorted(archives.items()):
        differences += check_archive(name, folder / name, rows, images)
    for difference in differences[:SHOWN]:
        print(difference)
    print(f"{len(archives)} archives, {len(differences)} differences")
    sys.exit(1 if differences or not archives else 0)


if __name__ == "__main__":
    main()
