"""Reads `export --to arrow` with pyarrow and compares every row with the run: arrow_peer.py RUN EXPORT.

Texts and similarities with dataset/*.parquet, the bits of each embedding with scored/<scorer>/*.npy, found by key. Exit 1
if anything is not as it should be, or if no embedding was compared.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

NAMES = {"url": "URL", "text": "TEXT"}


def stored(run, scorer, side):
    """Embeddings of one side by key, as 16-bit patterns."""
    folder = run / "scored" / scorer
    found = {}
    for path in sorted((folder / "metadata").glob("*.parquet")):
        shard = path.stem.removeprefix("metadata_")
        rows = np.load(folder / side / f"{side}_{shard}.npy", allow_pickle=False)
        keys = pq.read_table(path, columns=["key"])["key"].to_pylist()
        assert rows.dtype == np.float16 and len(rows) == len(keys), path
        found.update(zip(keys, rows.view(np.uint16)))
    return found


def vectors(column, dim):
    """Rows of a column as 16-bit patterns; None where it is null."""
    rows = []
    for chunk in column.chunks:
        assert chunk.type == pa.list_(pa.field("item", pa.float16(), nullable=False), dim), chunk.type
        values = chunk.values.slice(chunk.offset * dim, len(chunk) * dim)
        bits = values.to_numpy(zero_copy_only=False).view(np.uint16).reshape(len(chunk), dim)
        rows.extend(row if there else None for row, there in zip(bits, chunk.is_valid().to_pylist(), strict=True))
    return rows


def main(run, export):
    run, export = Path(run), Path(export)
    files, compared, nulls = sorted(export.glob("*.arrow")), 0, 0
    cache = {}
    for path in files:
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
        table.validate(full=True)
        dataset = pq.read_table(run / "dataset" / f"{path.stem}.parquet").sort_by("tar_offset")
        scorers = [name.removeprefix("image_") for name in table.column_names if name.startswith("image_")]
        plain = [name for name in table.column_names if not name.startswith(("image_", "text_"))]
        for name in plain:
            assert table[name].to_pylist() == dataset[NAMES.get(name, name)].to_pylist(), (path, name)
        keys = table["key"].to_pylist()
        for scorer in scorers:
            assert f"scorer.{scorer}".encode() in table.schema.metadata
            for column, side in ((f"image_{scorer}", "img_emb"), (f"text_{scorer}", "text_emb")):
                known = cache.setdefault((scorer, side), stored(run, scorer, side))
                dim = table.schema.field(column).type.list_size
                for key, row in zip(keys, vectors(table[column], dim), strict=True):
                    assert (row is None) == (key not in known), (path, column, key)
                    if row is None:
                        nulls += 1
                    else:
                        assert np.array_equal(row, known[key]), (path, column, key)
                        compared += 1
    print(f"pyarrow {pa.__version__}: {len(files)} files, {compared} embeddings bit for bit, {nulls} null")
    return 0 if compared > 0 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
