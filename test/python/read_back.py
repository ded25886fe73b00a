"""Reads a run's files with pyarrow, pandas, tarfile and webdataset, and compares every cell with what Node read.

usage: read_back.py FOLDER

FOLDER is what test/dist/interop/material-main.js made: run/, edge/ and rows.jsonl (the spelling of cells.ts: 64-bit
integers as digits, floats as the hex of their bits). Prints a line per check; ends with 1 after the first differences.
"""

import io
import json
import struct
import sys
import tarfile
from pathlib import Path

import mmh3
import pandas
import pyarrow.parquet as parquet
import webdataset
from PIL import Image

SHOWN = 10
TEXT = {
    "kind": "string",
    "text": "string",
    "text_id": "int64",
    "n": "int32",
    "language": "string",
    "probability": "double",
    "script": "string",
    "class": "string",
    "skeleton": "int64",
}
MEMBERS = {
    "texts": TEXT,
    "scored_texts": {**TEXT, "similarity": "double"},
    "verdicts": {"filter": "string", "score": "double", "value": "string", "pass": "bool"},
}
STRUCT = ", ".join(f"{name}: {kind}" for name, kind in TEXT.items())
ARROW = {
    "int32": "int32",
    "int64": "int64",
    "float": "float",
    "double": "double",
    "bool": "bool",
    "string": "string",
    "texts": f"list<element: struct<{STRUCT}>>",
    "scored_texts": f"list<element: struct<{STRUCT}, similarity: double>>",
    "verdicts": "list<element: struct<filter: string, score: double, value: string, pass: bool>>",
}


class Check:
    """Counts comparisons of one kind and keeps the first differences."""

    def __init__(self, name):
        self.name, self.count, self.differences = name, 0, []

    def equal(self, expected, actual, where):
        self.count += 1
        if expected != actual or type(expected) is not type(actual):
            self.differences.append(f"{where}: expected {expected!r:.300}, got {actual!r:.300}")

    def report(self):
        print(f"{self.name}: {self.count} compared, {len(self.differences)} differ")
        for difference in self.differences[:SHOWN]:
            print(f"  {difference}")
        if self.count == 0:
            print("  nothing was compared")
        return self.count > 0 and not self.differences


def plain(kind, value):
    """A value of pyarrow in the spelling of cells.ts."""
    if value is None:
        return None
    if kind in MEMBERS:
        members = MEMBERS[kind].items()
        return [{name: plain(member, item[name]) for name, member in members} for item in value]
    if kind == "int64":
        return str(value)
    if kind in ("float", "double"):
        return struct.pack(">f" if kind == "float" else ">d", value).hex()
    return value


def dumped_files(path):
    """(header, rows) per file of rows.jsonl."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            header = json.loads(line)
            yield header, [json.loads(next(lines)) for _ in range(header["rows"])]


def check_pyarrow(folder, check):
    for header, rows in dumped_files(folder / "rows.jsonl"):
        name, columns = header["file"], header["columns"]
        table = parquet.read_table(folder / name)
        check.equal(list(columns), table.column_names, f"{name}: columns")
        check.equal(len(rows), table.num_rows, f"{name}: rows")
        for index, (column, kind) in enumerate(columns.items()):
            check.equal(ARROW[kind], str(table.schema.field(column).type), f"{name}: type of {column}")
            for at, value in enumerate(table[column].to_pylist()):
                check.equal(rows[at][index], plain(kind, value), f"{name}: row {at}: {column}")


def check_pandas(folder, check):
    """pandas has no null integer by default: with Arrow's types it must give the same cells."""
    for header, rows in dumped_files(folder / "rows.jsonl"):
        name = header["file"]
        frame = pandas.read_parquet(folder / name, dtype_backend="pyarrow")
        check.equal(list(header["columns"]), list(frame.columns), f"{name}: columns")
        for index, (column, kind) in enumerate(header["columns"].items()):
            if kind in MEMBERS:
                continue
            # isna() is true for NaN too: nulls are asked of Arrow.
            values = frame[column].array.__arrow_array__().to_pylist()
            for at, value in enumerate(values):
                check.equal(rows[at][index], plain(kind, value), f"{name}: row {at}: {column}")


def shards(folder, kind):
    """(path without suffix, rows that have a picture) per shard."""
    for path in sorted((folder / "run" / kind).glob("*.tar")):
        rows = parquet.read_table(path.with_suffix(".parquet")).to_pylist()
        yield path, [row for row in rows if row.get("status", "success") == "success"]


def check_json(row, text, check, where):
    """Numbers too: Python keeps 64-bit integers exact."""
    member = json.loads(text)
    expected = {name: row[name] for name in member}
    check.equal(expected, member, where)


def check_tarfile(folder, check):
    for kind, width, height in (("dataset", "stored_width", "stored_height"), ("fetched", "width", "height")):
        for path, rows in shards(folder, kind):
            where = f"{kind}/{path.name}"
            whole = path.read_bytes()
            with tarfile.open(path) as tar:
                members = tar.getmembers()
                names = [f"{row['key']}.{part}" for row in rows for part in ("jpg", "txt", "json")]
                check.equal(names, [member.name for member in members], f"{where}: members")
                for member in members:
                    check.equal((0, 0, 0, True), (member.mtime, member.uid, member.gid, member.isfile()), where)
                for row in rows:
                    at = f"{where}: {row['key']}"
                    jpg, txt, text = (tar.extractfile(f"{row['key']}.{part}").read() for part in ("jpg", "txt", "json"))
                    check.equal(whole[row["tar_offset"] : row["tar_offset"] + row["tar_size"]], jpg, f"{at}: bytes")
                    check.equal(row["caption"], txt.decode(), f"{at}: caption")
                    check_json(row, text, check, f"{at}: json")
                    with Image.open(io.BytesIO(jpg)) as picture:
                        picture.load()
                        check.equal(("JPEG", row[width], row[height]), (picture.format, *picture.size), f"{at}: size")


def check_webdataset(folder, check):
    for kind, width, height in (("dataset", "stored_width", "stored_height"), ("fetched", "width", "height")):
        for path, rows in shards(folder, kind):
            samples = list(webdataset.WebDataset(str(path), shardshuffle=False, empty_check=False).decode("pil"))
            where = f"{kind}/{path.name}"
            check.equal([row["key"] for row in rows], [sample["__key__"] for sample in samples], f"{where}: keys")
            for row, sample in zip(rows, samples):
                at = f"{where}: {row['key']}"
                check.equal(row["caption"], sample["txt"], f"{at}: caption")
                check.equal((row[width], row[height]), sample["jpg"].size, f"{at}: size")
                check.equal({name: row[name] for name in sample["json"]}, sample["json"], f"{at}: json")


def check_hash(folder, check):
    for path, rows in shards(folder, "dataset"):
        for row in rows:
            expected = mmh3.hash64((row["URL"] + row["TEXT"]).encode())[0]
            check.equal(expected, row["hash"], f"{path.name}: {row['key']}: hash")


def main():
    if len(sys.argv) != 2:
        sys.exit(f"Expected a folder as the only argument, got {sys.argv[1:]}")
    folder = Path(sys.argv[1])
    failed = 0
    for name, run in (
        ("pyarrow", check_pyarrow),
        ("pandas", check_pandas),
        ("tarfile", check_tarfile),
        ("webdataset", check_webdataset),
        ("mmh3", check_hash),
    ):
        check = Check(name)
        run(folder, check)
        failed += not check.report()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
