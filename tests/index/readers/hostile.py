"""Files that are damaged, locked or meant to do harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(range(256)) * 8
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
LOCKED_OFFICE_FILE = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)
OLD_WORD_FILE = OLE + "WordDocument".encode("utf-16-le") + bytes(512)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of `members`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body: str, *, before: str = "", **parts: str) -> bytes:
    """Return a Word file with the XML `body`; `before` stands above the root, `parts` are other parts by name."""
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    )
    others = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{WORD_NAMESPACE}">{xml}</w:{name}>' for name, xml in parts.items()
    }
    return zipped({"word/document.xml": document.encode(), **{name: xml.encode() for name, xml in others.items()}})


def paragraph(text: str, properties: str = "") -> str:
    """Return the XML of a Word paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def open_document(body: str, manifest: str = "", styles: str = "") -> bytes:
    """Return an OpenDocument text with the XML `body` and the automatic `styles`."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in {
            "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
            "fo": "xsl-fo-compatible",
        }.items()
    )  # fmt: skip
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": content.encode(),
    })  # fmt: skip


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF file of `objects`, numbered from 1; the first is the catalogue."""
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(data)


def _stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def pdf_of_page(content: bytes, resources: bytes = b"", *others: bytes) -> bytes:
    """Return a PDF file of one page that draws `content`; `others` are objects 5, 6 ..."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        _stream(b"", content),
        *others,
    )


@dataclass(frozen=True)
class Printed:
    """A line of a printed page: where it starts, in points from the left and from the foot, and how it is set."""

    x: float
    y: float
    text: str
    size: float = 11
    is_bold: bool = False


def printed_pdf(*pages: Sequence[Printed], font: str = "Helvetica") -> bytes:
    """Return a PDF file with the lines of `pages`."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))
    fonts = (
        b"<</Type/Font/Subtype/Type1/BaseFont/%s%s/Encoding/WinAnsiEncoding>>" % (font.encode(), weight)
        for weight in (b"", b"-Bold")
    )
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)), *fonts]
    for number, lines in enumerate(pages):
        drawn = b"".join(
            b"BT /F%d %f Tf %f %f Td (%s) Tj ET\n"
            % (1 + line.is_bold, line.size, line.x, line.y, re.sub(rb"([()\\])", rb"\\\1", line.text.encode("cp1252")))
            for line in lines
        )
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<"
        page += b"/Font<</F1 3 0 R/F2 4 0 R>>>>>>"
        objects += [page % (6 + 2 * number), _stream(b"", drawn)]
    return pdf(*objects)


def scanned_pdf() -> bytes:
    """Return a PDF file whose page is a picture."""
    picture = _stream(
        b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8", bytes(range(64))
    )
    return pdf_of_page(b"q 595 0 0 842 0 0 cm /Im1 Do Q", b"/XObject<</Im1 5 0 R>>", picture)


def locked_pdf() -> bytes:
    """Return a PDF file that opens with a password only."""
    encrypt = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>/ID[<%s><%s>]" % (
        b"5a" * 32,
        b"a5" * 32,
        b"11" * 16,
        b"11" * 16,
    )
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        trailer=encrypt,
    )


def pdf_bomb() -> bytes:
    """Return a PDF file whose page unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    content = b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(500)), packer.flush()])
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        _stream(b"/Filter/FlateDecode", content),
    )


def billion_laughs() -> str:
    """Return a document type whose entity would expand to gigabytes."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    return f'<!DOCTYPE x [<!ENTITY a0 "haha">{entities}]>'
