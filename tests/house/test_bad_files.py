"""Whatever is sent as a file or as a whole request: taken in, or refused in words."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from tests.exchange.test_reading import bomb as packed_bomb
from tests.house.forms import Form, Visits, walked
from tests.needs.test_photos import bomb as painted_bomb

MB = 1024 * 1024
SCENES = ("the centre's lists", "a resident's draft that was never handed in")


def picture(kind: str = "JPEG", side: int = 300) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((side, side), 90).save(made, kind)
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return made.getvalue()


FORMULAS = "氏名,電話\n\"=cmd|' /C calc'!A0\",055-000-0001\n@SUM(1),055-000-0002\n".encode()
BAD: dict[str, tuple[str, bytes]] = {
    "nothing in it": ("空.jpg", b""),
    "a program": ("写真.jpg", b"MZ\x90\0\3\0\0\0" + b"\0" * 5000),
    "a document": ("資料.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "a page": ("page.html", b"<html><script>alert(1)</script></html>"),
    "a drawing": ("絵.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "half a photo": ("半分.jpg", picture()[:2000]),
    "the head of a photo": ("頭.jpg", picture()[:20]),
    "a bitmap": ("昔.bmp", picture("BMP", 20)),
    "a painted bomb": ("爆弾.png", painted_bomb(60_000, 60_000)),
    "a packed bomb": ("爆弾.xlsx", packed_bomb()),
    "a pressed bomb": ("爆弾.csv.gz", gzip.compress(b"0" * 50 * MB)),
    "an archive": ("書類.zip", archive("a.txt", "../../etc/passwd")),
    "a book without pages": ("台帳.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
    "eleven megabytes": ("大きい.csv", b"x" * 11 * MB),
    "fifty megabytes": ("大きい.jpg", b"\xff\xd8\xff" + b"x" * 50 * MB),
    "only NUL": ("無.csv", b"\0" * 5000),
}


def files(visits: Visits) -> list[tuple[Form, str]]:
    """Forms that take a file, and the field for it."""
    found = {
        form.key: (form, one.name)
        for form in walked(visits, *SCENES)
        for one in form.inputs.values()
        if one.kind == "file"
    }
    assert {form.endpoint for form, _ in found.values()} == {
        "exchange.index", "needs.step", "needs.photos",
    }  # fmt: skip
    return list(found.values())


@pytest.mark.slow
def test_what_is_no_photo_and_no_register_is_refused_beside_its_field(visits: Visits) -> None:
    for form, name in files(visits):
        for words, (file, content) in BAD.items():
            if form.endpoint == "needs.step" and words == "nothing in it":
                continue  # a photo is welcome there, not asked for
            page = sent(visits, form, name, file, content)
            told = (form.action, words, page.status_code)
            too_large = form.endpoint == "exchange.index" and words == "fifty megabytes"
            assert page.status_code == (413 if too_large else 422), told
            assert too_large or f'href="#{name}"' in page.text, told
            assert not visits.written, told


def test_formulas_in_a_register_are_pointed_out(visits: Visits) -> None:
    form, name = next((f, n) for f, n in files(visits) if f.endpoint == "exchange.index")

    page = sent(visits, form, name, "台帳.csv", FORMULAS)

    assert page.status_code == 303  # to its report, which names row and column


@pytest.mark.parametrize(
    "file", ["../../etc/passwd", "a\0b.jpg", "\u202egpj.exe", "😀" * 300, "", "con", "=1+1.csv", "𠮷.jpg"]
)  # fmt: skip
def test_a_file_may_be_called_anything(visits: Visits, file: str) -> None:
    for form, name in files(visits):
        good = FORMULAS if form.endpoint == "exchange.index" else picture()
        page = sent(visits, form, name, file, good)

        assert page.status_code in ({303} if file else {303, 422}), (form.action, file)


def sent(visits: Visits, form: Form, name: str, file: str, content: bytes) -> TestResponse:
    """The form as people send it, with this file."""
    edge = b"------------------------edge"
    fields = form.sound() | {"csrf_token": [visits.walker.token()]}
    parts = [
        b"--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        % (edge, n.encode(), value.encode())
        for n, values in fields.items()
        for value in values
        if n != name
    ]  # fmt: skip
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n'
    parts.append(head % (edge, name.encode(), file.encode("utf-8", "surrogatepass")))
    body = b"".join([*parts, content, b"\r\n--%s--\r\n" % edge])
    kind = f"multipart/form-data; boundary={edge.decode()}"
    return visits.open(form.who, form.action, data=body, content_type=kind)


# ------------------------------------------------------------------ whole requests

LONG_PART = (
    b'--e\r\nContent-Disposition: form-data; name="email"\r\n\r\n'
    + b"x" * 3 * MB
    + b"\r\n--e--\r\n"
)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 50 * MB, "application/x-www-form-urlencoded", 413),
        (LONG_PART, "multipart/form-data; boundary=e", 413),
        (b"email=" + b"x" * 3 * MB, "application/x-www-form-urlencoded", 400),
        (b"email=\xff\xfe&\x80=\xc0", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % n for n in range(100_000)), "application/x-www-form-urlencoded", 400),
        (b"--e\r\nbroken", "multipart/form-data; boundary=e", 400),
        (b"", "multipart/form-data", 400),
        (b"\xff\xfe" * 100, "multipart/form-data; boundary=\x01", 400),
        (b'{"email": "a@example.org"}', "application/json", 400),
        (b"\x1f\x8b\x08", "text/plain; charset=nonsense", 400),
        (b"email=%zz%&&&==%00", "application/x-www-form-urlencoded; charset=utf-7", 400),
    ],
)
def test_a_request_that_is_no_form_is_answered_in_words(
    app: Flask, body: bytes, kind: str, status: int
) -> None:
    for path in ("/sign-in", "/preferences", "/answer/x"):
        page = app.test_client(use_cookies=False).post(path, data=body, content_type=kind)

        assert page.status_code == status, path
        assert 'lang="ja"' in page.text
        assert "<h1" in page.text
