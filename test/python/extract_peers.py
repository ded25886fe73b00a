"""Reads one archive as a Python user would and counts what it finds; `npm run bench -- extract` times it.

usage: extract_peers.py records|resiliparse|selectolax FILE
       extract_peers.py versions

records: FastWARC alone. The others add a parser: every <img> of every HTML response, its src and alt, its absolute URL by
urljoin. Prints {"responses", "images", "pairs"} as JSON; a pair has an http(s) URL and an alt that is more than white space.
"""

import codecs
import json
import sys
import zlib
from importlib.metadata import version
from urllib.parse import urljoin

PACKAGES = ("fastwarc", "resiliparse", "selectolax")


def count_records(path):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    return sum(record.record_type == WarcRecordType.response for record in ArchiveIterator(path, parse_http=False)), None, None


def resiliparse_reader():
    """(images, base) of a page, decoded as Resiliparse's manual shows."""
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(body, charset):
        document = HTMLTree.parse_from_bytes(body, charset or detect_encoding(body)).document
        base = document.query_selector("base[href]")
        images = document.get_elements_by_tag_name("img")
        return [(image.getattr("src"), image.getattr("alt")) for image in images], base and base.getattr("href")

    return read


def selectolax_reader():
    """The same by selectolax over Lexbor, which takes bytes for UTF-8."""
    from selectolax.lexbor import LexborHTMLParser

    def read(body, _charset):
        # In UTF-16 it would see no tags.
        wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        tree = LexborHTMLParser(body.decode("utf-16", "replace") if wide else body)
        base = tree.css_first("base[href]")
        images = [image.attributes for image in tree.css("img")]
        return [(image.get("src"), image.get("alt")) for image in images], base and base.attributes.get("href")

    return read


def count_pages(path, read):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    responses = images = pairs = 0
    # auto_decode="all" ends an archive, silently, at an answer that is not the gzip its header says.
    for record in ArchiveIterator(path, record_types=WarcRecordType.response, parse_http=True, auto_decode="transfer"):
        responses += 1
        if "html" not in (record.http_content_type or "").lower():
            continue
        found, base = read(inflated(record.reader.read()), (record.http_charset or "").strip('"'))
        images += len(found)
        pairs += count_pairs(found, absolute(record.headers.get("WARC-Target-URI") or "", base or ""))
    return responses, images, pairs


def inflated(body):
    return zlib.decompressobj(31).decompress(body) if body.startswith(b"\x1f\x8b") else body


def count_pairs(images, base):
    usable = ((src, alt) for src, alt in images if (src or "").strip() and (alt or "").strip())
    return sum(absolute(base, src.strip()).startswith(("http:", "https:")) for src, _ in usable)


def absolute(base, url):
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def main():
    if sys.argv[1:] == ["versions"]:
        print(json.dumps({name: version(name) for name in PACKAGES}))
        return
    ways = {"resiliparse": resiliparse_reader, "selectolax": selectolax_reader}
    if len(sys.argv) != 3 or sys.argv[1] not in ("records", *ways):
        sys.exit(__doc__)
    way, path = sys.argv[1:]
    found = count_records(path) if way == "records" else count_pages(path, ways[way]())
    print(json.dumps(dict(zip(("responses", "images", "pairs"), found))))


if __name__ == "__main__":
    main()
