"""Labelled short texts for `test/dist/language/measure-detector-main.js`: NEW OLD OUT -> OUT, one JSON per line.

NEW and OLD are DEP-11 metadata (Components-amd64.yml.gz) of Debian sid and of Debian 12 (June 2023), as apt
fetches them:

  apt.conf  Acquire::IndexTargets::deb::DEP-11 { MetaKey "$(COMPONENT)/dep11/Components-$(NATIVE_ARCHITECTURE).yml";
            ShortDescription "Components"; Description "DEP-11"; KeepCompressed "true"; DefaultEnabled "true"; };
  sources   deb http://deb.debian.org/debian sid main     (and the same with bookworm)

They hold captions of screenshots, one-line summaries and descriptions of programs, written by translators, with
the language as a key. A text is taken when
- OLD does not hold it in any language (so it was written after the models of most detectors were trained),
- it stands under one language only, and at most half of its words stand in the English text of the same field
  (so a translation that was left in English does not count as the other language),
- it has no digit, URL, address, markup or placeholder, and at most one word with a capital after the first
  letter (KDE, LaTeX).
Descriptions are cut at paragraphs, list items and sentence ends. Length is counted in words; in Chinese, Japanese
and Thai in letters: 2-9 stand for 1-4 words, 10-30 for 5-12. Of each language the first 300 long and 200 short
texts by sha256 are kept, captions and summaries first, so that the same two files give the same sample.

The licence of each text is that of its program's metadata: the sample stays out of the repository.
"""

import gzip
import hashlib
import html
import json
import re
import sys

import yaml

LONG, SHORT = 300, 200
LOCALES = {
    "zh": ["zh-CN", "zh_CN", "zh-TW", "zh_TW", "zh-Hans-CN", "zh-Hant-TW"],
    "pt": ["pt", "pt-BR", "pt_BR"],
    "no": ["nb", "nb_NO", "nn"],
    "en": ["C", "en-GB"],
    "sr": ["sr", "sr-Cyrl"],
    "sr-Latn": ["sr-Latn", "sr@latin"],
    "be": ["be", "be-Cyrl"],
    "kk": ["kk", "kk-Cyrl"],
}
SAME = (
    "ar bg bs ca cs da de el eo es et eu fa fi fr gl he hi hr hu id is it ja ka ko lt lv ms nl pa pl ro ru sk sl sv "
    "ta th tr uk vi"
).split()
LANGUAGE = {locale: language for language, locales in LOCALES.items() for locale in locales}
LANGUAGE.update({language: language for language in SAME})
UNSPACED = {"zh", "ja", "th"}
NOISE = re.compile(r"\d|https?:|www\.|@|[<>{}%$|\\_=*#~]|\.\w{2,4}\b")
SENTENCE_END = re.compile(r"(?<=[.!?؟।])\s+|(?<=[。！？])|\n|;\s")
LETTER = re.compile(r"[^\W\d_]")


def fields(component):
    """(kind, {locale: text}) of everything in a component that was translated."""
    yield "summary", component.get("Summary") or {}
    yield "sentence", component.get("Description") or {}
    for screenshot in component.get("Screenshots") or []:
        yield "caption", screenshot.get("caption") or {}


def pieces(kind, text):
    """The sentences of a text, without markup."""
    blocks = re.split(r"</?(?:p|li|ul|ol)>", re.sub(r"[ \n]+", " ", text)) if kind == "sentence" else [text]
    for block in blocks:
        plain = html.unescape(re.sub(r"</?(?:em|code)>", "", block))
        for piece in SENTENCE_END.split(plain):
            piece = " ".join(piece.split()).strip(" \"'.:,-–—•")
            if piece:
                yield piece


def components(path):
    with gzip.open(path) as file:
        for document in yaml.load_all(file, Loader=yaml.CSafeLoader):
            if document and "ID" in document:
                yield document


def words(text):
    return [word.strip(".,:;!?()\"'").lower() for word in text.split()]


def length_class(language, text):
    if language in UNSPACED:
        letters = len(LETTER.findall(text))
        return "short" if 2 <= letters <= 9 else "long" if 10 <= letters <= 30 else None
    count = sum(1 for word in text.split() if LETTER.search(word))
    return "short" if 1 <= count <= 4 else "long" if 5 <= count <= 12 else None


def is_clean(text):
    inner = sum(1 for word in text.split() if re.search(r"\w[A-Z]", word))
    return not NOISE.search(text) and inner <= 1 and len(LETTER.findall(text)) >= 2


def is_translated(text, english):
    own = words(text)
    return sum(1 for word in own if word in english) * 2 <= len(own)


def main():
    new, old, out = sys.argv[1:]
    known = set()
    for component in components(old):
        for kind, texts in fields(component):
            for text in texts.values():
                known.update(pieces(kind, text))
    found = {}
    rank = {"caption": 0, "summary": 0, "sentence": 1}
    for component in components(new):
        for kind, texts in fields(component):
            english = set(words(re.sub(r"<[^>]+>", " ", texts.get("C", ""))))
            for locale, text in texts.items():
                language = LANGUAGE.get(locale)
                for piece in pieces(kind, text) if language else ():
                    if piece in known or not is_clean(piece):
                        continue
                    if language != "en" and not is_translated(piece, english):
                        continue
                    found.setdefault(piece, {}).setdefault(language, kind)
    chosen = {}
    for text, languages in found.items():
        if len(languages) != 1:
            continue
        [(language, kind)] = languages.items()
        size = length_class(language, text)
        if size:
            digest = hashlib.sha256(text.encode()).hexdigest()
            chosen.setdefault((language, size), []).append((rank[kind], digest, text, kind))
    with open(out, "w") as file:
        for (language, size), rows in sorted(chosen.items()):
            rows.sort()
            for _, _, text, kind in rows[: LONG if size == "long" else SHORT]:
                row = {"language": language, "size": size, "kind": kind, "text": text}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


main()
