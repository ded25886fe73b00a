"""What Pillow shows of pictures, in sRGB: a second opinion on profiles, alpha, depths and orientation.

usage: colour_peer.py FOLDER NAME...          writes FOLDER/NAME.INTENT.rgb, 8-bit RGB
       colour_peer.py --squares FOLDER NAME... prints NAME and the 48 colours of the chart, perceptual: what
                                              test/src/pictures/colour-goldens.ts has
with Pillow 13.0.0 and NumPy 2.4.6

The first frame, turned by its EXIF orientation; its embedded profile to sRGB by Little CMS, once for each INTENT; what
is not opaque on white. Without a profile, and where Little CMS refuses it, Pillow's own conversion. A line a file: NAME,
`ok` or `refused`, and what was done, between tabs.
"""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

# A name: (intent, flags).
INTENTS = {
    "perceptual": (ImageCms.Intent.PERCEPTUAL, 0),
    "relative": (ImageCms.Intent.RELATIVE_COLORIMETRIC, 0),
    "relative + bpc": (ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION),
}
SRGB = ImageCms.createProfile("sRGB")
# 64 MiB: real pictures have large profiles.
PngImagePlugin.MAX_TEXT_CHUNK = 2**26


def opened(path):
    """The first frame upright, its profile and what was noted."""
    picture = Image.open(path)
    picture.load()
    profile, mode = picture.info.get("icc_profile"), picture.mode
    upright = ImageOps.exif_transpose(picture)
    notes = [mode] + ([f"{getattr(picture, 'n_frames', 1)} frames"] if getattr(picture, "n_frames", 1) > 1 else [])
    return upright, profile, notes


def split_alpha(picture):
    """Colours in a mode that Little CMS takes, and alpha or None."""
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # 16 bits a sample; Pillow would clip instead of scale.
        levels = np.rint(np.asarray(picture).astype(np.float64) / 257).astype(np.uint8)
        return Image.fromarray(levels), None
    if picture.has_transparency_data:
        rgba = picture.convert("RGBA")
        return rgba.convert("RGB"), rgba.getchannel("A")
    if picture.mode in ("RGB", "L", "CMYK"):
        return picture, None
    return picture.convert("L" if picture.mode == "1" else "RGB"), None


def to_srgb(colours, profile, intent, flags):
    """In sRGB, and whether the profile was used."""
    if profile is None:
        return colours.convert("RGB"), False
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if space == "GRAY" and colours.mode == "RGB" and is_gray(colours):
            colours = colours.getchannel(0)
        converted = ImageCms.profileToProfile(colours, source, SRGB, intent, outputMode="RGB", flags=flags)
        return converted, True
    except (ImageCms.PyCMSError, OSError):
        return colours.convert("RGB"), False


def is_gray(picture):
    red, green, blue = (np.asarray(band) for band in picture.split())
    return bool((red == green).all() and (green == blue).all())


def on_white(colours, alpha):
    if alpha is None:
        return colours
    share = np.asarray(alpha, np.float64)[..., None] / 255
    return Image.fromarray(np.rint(255 + (np.asarray(colours, np.float64) - 255) * share).astype(np.uint8))


def references(path):
    picture, profile, notes = opened(path)
    colours, alpha = split_alpha(picture)
    shown, used = {}, False
    for name, (intent, flags) in INTENTS.items():
        converted, used = to_srgb(colours, profile, intent, flags)
        shown[name] = on_white(converted, alpha)
    if profile is not None:
        notes.append("profile" if used else "profile not used")
    return shown, notes


def squares(picture):
    """The mean colour of the inner 8 x 8 px of each square of the chart, as hexadecimal digits."""
    levels = np.asarray(picture, np.float64).reshape(6, 16, 8, 16, 3)[:, 4:12, :, 4:12]
    return bytes(np.rint(levels.mean(axis=(1, 3))).astype(np.uint8).ravel()).hex()


def main(folder, *names, only_squares=False):
    for name in names:
        try:
            shown, notes = references(Path(folder) / name)
        except OSError as error:
            print(name, "refused", " ".join(str(error).split()), sep="\t")
            continue
        if only_squares:
            print(name, squares(shown["perceptual"]))
            continue
        for intent, picture in shown.items():
            (Path(folder) / f"{name}.{intent}.rgb").write_bytes(picture.tobytes())
        print(name, "ok", ", ".join(notes), sep="\t")
    return 0


if __name__ == "__main__":
    flags = sys.argv[1:2] == ["--squares"]
    sys.exit(main(*sys.argv[2 if flags else 1 :], only_squares=flags))
