"""What img2dataset makes of X-Robots-Tag fields: JSON lines {"values": [...], "agent": ...} -> JSON lines true or false.

measured with img2dataset 1.47.0 (pip install img2dataset)

`agent` is its option user_agent_token, null where it is not given. The directives are those its command refuses by
default. The first line of the answer is its version. It prints what it fails on to stdout, which is no verdict.
"""

import contextlib
import json
import sys
from email.message import Message
from importlib.metadata import version

from img2dataset.downloader import is_disallowed


# download() sets them in its body, where the option is not given.
REFUSED = ["noai", "noimageai", "noindex", "noimageindex"]


def main():
    print(json.dumps(version("img2dataset")))
    for line in sys.stdin:
        question = json.loads(line)
        headers = Message()
        for value in question["values"]:
            headers["X-Robots-Tag"] = value
        with contextlib.redirect_stdout(sys.stderr):
            verdict = is_disallowed(headers, question["agent"], REFUSED)
        print(json.dumps(verdict))


main()
