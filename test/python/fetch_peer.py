"""Runs img2dataset over a list whose hosts all lead to one loopback port, as `npm run bench -- fetch` asks for.

usage: fetch_peer.py LIST OUT PORT PROCESSES SHARD_SIZE IMAGE_SIZE QUALITY
       fetch_peer.py versions

LIST is a Parquet with the columns URL and TEXT. img2dataset asks the system for addresses and has no option for others:
here socket.getaddrinfo gives 127.0.0.1:PORT for every name below .example (RFC 2606: nobody's), and refuses any other,
so that nothing leaves the machine. Its workers are started by spawn, which imports this file again: it holds there too.
PORT reaches them through the environment. Nothing else of img2dataset is changed.

By hand, with Python 3.11 or 3.12 (imghdr) and: pip install img2dataset==1.47.0
"""

import os
import socket
import sys
from importlib.metadata import version

PORT = "W2D_FETCH_PEER_PORT"


def addresses(host, *_, **__):
    name = host.decode() if isinstance(host, bytes) else host
    if not name.endswith(".example"):
        raise socket.gaierror(socket.EAI_NONAME, f"Expected a name below .example, got {name}")
    return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", int(os.environ[PORT])))]


socket.getaddrinfo = addresses


def main(list_path, out, port, processes, shard_size, image_size, quality):
    from img2dataset import download

    os.environ[PORT] = port
    download(
        url_list=list_path,
        input_format="parquet",
        url_col="URL",
        caption_col="TEXT",
        output_folder=out,
        output_format="webdataset",
        processes_count=int(processes),
        thread_count=256,
        number_sample_per_shard=int(shard_size),
        resize_mode="keep_ratio",
        resize_only_if_bigger=True,
        image_size=int(image_size),
        encode_quality=int(quality),
        compute_hash="sha256",
        retries=2,
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["versions"]:
        names = ("img2dataset", "opencv-python-headless", "albumentations", "pyarrow")
        print(", ".join(f"{name} {version(name)}" for name in names))
    else:
        main(*sys.argv[1:])
