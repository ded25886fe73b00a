"""What FastWARC and warcio make of archives, as rows of a Markdown table: a second opinion on damaged and odd files.

usage: malformed_peer.py FILE...
measured with FastWARC 2.0.1 and warcio 1.8.1 (pip install fastwarc warcio)

A row: file, its bytes, records and block bytes by FastWARC, by warcio, and by zlib alone: how often a line that starts
a record occurs in what the file inflates to, and whether each member is sound. The readers end at the first damage, or
pass over it without a word; what they say then is in the cell.
"""

import re
import sys
import zlib
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

WARC_START = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n")
ARC_START = re.compile(rb"(?m)^[a-z]+:.*? [0-9a-f.:]+ (?:\d{4,20}|null) \S* \S+\r?$")


def by_fastwarc(path):
    lengths = []
    try:
        for record in FastIterator(str(path), parse_http=False):
            lengths.append(len(record.reader.read()))
    except Exception as error:  # Any way to end is a result here.
        return cell(lengths, error)
    return cell(lengths, None)


def by_warcio(path):
    lengths = []
    try:
        with open(path, "rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                lengths.append(len(record.raw_stream.read()))
    except Exception as error:
        return cell(lengths, error)
    return cell(lengths, None)


def cell(lengths, error):
    stopped = f", then {type(error).__name__}: {' '.join(str(error).split())[:40]}" if error else ""
    return f"{len(lengths)} ({sum(lengths)} B){stopped}"


def inflate(data):
    """(what all members inflate to, one word about each that is not sound)."""
    if data[:2] != b"\x1f\x8b":
        return data, []
    parts, faults, at = [], [], 0
    while at < len(data):
        member = zlib.decompressobj(31)
        try:
            parts.append(member.decompress(data[at:]))
        except zlib.error as error:
            return b"".join(parts), [*faults, f"{at}: {error}"]
        if not member.eof:
            return b"".join(parts), [*faults, f"{at}: cut"]
        at = len(data) - len(member.unused_data)
    return b"".join(parts), faults


def main():
    if len(sys.argv) < 2:
        sys.exit("Expected archives, got none")
    print("| file | bytes | FastWARC | warcio (Python) | starts by zlib and regex | unsound members |")
    print("|---|---:|---|---|---:|---|")
    for path in map(Path, sys.argv[1:]):
        data = path.read_bytes()
        inflated, faults = inflate(data)
        starts = len((ARC_START if ".arc" in path.name else WARC_START).findall(inflated))
        print(f"| {path.name} | {len(data)} | {by_fastwarc(path)} | {by_warcio(path)} | {starts} | {'; '.join(faults)} |")


if __name__ == "__main__":
    main()
