"""What was kept is used again; what is damaged is made again."""

import pytest

from coproduce.kept import kept

DAMAGE = {
    "cut off": lambda data: data[:-1],
    "cut off in its checksum": lambda data: data[:20],
    "empty": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "one bit": lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
}


def never():
    raise AssertionError("it was kept")


def test_made_once(tmp_path):
    file = tmp_path / "fonts" / "1f"
    assert kept(file, lambda: b"a font") == b"a font"
    assert kept(file, never) == b"a font"
    assert [p.name for p in file.parent.iterdir()] == ["1f"]


def test_nothing_can_be_kept_too(tmp_path):
    assert kept(tmp_path / "empty", lambda: b"") == b""
    assert kept(tmp_path / "empty", never) == b""


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_is_made_again(how, tmp_path):
    file = tmp_path / "1f"
    kept(file, lambda: b"a font")
    file.write_bytes(DAMAGE[how](file.read_bytes()))
    assert kept(file, lambda: b"made again") == b"made again"
    assert kept(file, never) == b"made again"


def test_what_fails_is_not_kept(tmp_path):
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path / "1f", lambda: 1 / 0)
    assert list(tmp_path.iterdir()) == []
