"""Every mistake is an EnruError that names the file and the reason."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import enru
from enru import _native

TREE: dict[type[enru.EnruError], tuple[type[BaseException], ...]] = {
    enru.FileError: (OSError,),
    enru.DocumentError: (ValueError,),
    enru.EmptyError: (enru.DocumentError,),
    enru.EncodingError: (enru.DocumentError,),
    enru.TooLargeError: (enru.DocumentError,),
    enru.LanguageError: (enru.DocumentError,),
    enru.OptionError: (ValueError,),
    enru.InputError: (TypeError,),
    enru.StoppedError: (),
    enru.InternalError: (RuntimeError,),
}


def test_the_tree() -> None:
    for kind, parents in TREE.items():
        for parent in (*parents, enru.EnruError):
            assert issubclass(kind, parent), (kind, parent)
        error = kind("is odd", "a/b.txt")
        assert (str(error), error.reason, error.file) == (f"{Path('a/b.txt')}: is odd", "is odd", Path("a/b.txt"))
        assert error.code and error.code != "error"
        same = pickle.loads(pickle.dumps(error))
        assert (type(same), str(same), same.file) == (kind, str(error), error.file)
        assert str(kind("is odd")) == "is odd"


def test_files(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_text("Здравствуйте, это русский текст.", encoding="utf-8")
    (tmp_path / "other.ru.txt").write_text("И это тоже русский текст.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "folder").mkdir()
    ru = tmp_path / "ru.txt"
    for name, kind in [
        ("missing.txt", enru.FileError),
        ("folder", enru.FileError),
        ("empty.txt", enru.EmptyError),
        ("binary.txt", enru.DocumentError),
        ("damaged.docx", enru.DocumentError),
        ("other.ru.txt", enru.LanguageError),
    ]:
        path = tmp_path / name
        with pytest.raises(kind) as caught:
            enru.align(path, ru)
        error = caught.value
        assert isinstance(error, enru.EnruError) and error.file == path, name
        assert error.reason and str(path) in str(error), name
    with pytest.raises(enru.FileError, match="missing.tmx: cannot read"):
        enru.Memory(tmp_path / "missing.tmx")
    with pytest.raises(enru.FileError):
        enru.align("One.", "Раз.", lexicon=tmp_path / "missing.tsv")
    with pytest.raises(enru.FileError):
        enru.pair(tmp_path / "nowhere")


def test_arguments() -> None:
    for en, message in [
        (None, "the English side is None"),
        (7, "is a int"),
        (b"One.", "is bytes"),
        (["One.", None], "a list that holds a NoneType"),
        ("a \udcff b", "surrogates"),
    ]:
        with pytest.raises(enru.EnruError, match=message):
            enru.align(en, "Раз.")  # type: ignore[arg-type]
    with pytest.raises(enru.EmptyError, match="the Russian side has no text"):
        enru.align("One.", " \n ")
    with pytest.raises(enru.EmptyError):
        enru.align([], ["Раз."])
    for wrong in (-0.1, 1.5, float("nan")):
        with pytest.raises(enru.OptionError, match="min_confidence"):
            enru.align("One.", "Раз.", min_confidence=wrong)
    with pytest.raises(ValueError, match="jobs"):
        enru.align_many([], jobs=0)


def test_saving(tmp_path: Path) -> None:
    alignment = enru.align("One.", "Раз.")
    with pytest.raises(enru.OptionError, match="the extension tells no format"):
        alignment.save(tmp_path / "x.docx")
    with pytest.raises(enru.OptionError, match="unknown format 'tmxx'.*did you mean 'tmx'"):
        alignment.save(tmp_path / "x", format="tmxx")
    with pytest.raises(enru.FileError):
        alignment.save(tmp_path / "no" / "x.csv")
    path = tmp_path / "x.csv"
    alignment.save(path)
    before = path.read_bytes()
    with pytest.raises(enru.FileError, match="already exists"):
        alignment.save(path, overwrite=False)
    alignment.save(path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.csv"], "nothing half-written stays"


@pytest.mark.skipif(not _native.has_test_hooks, reason="this wheel has no test hooks: maturin build --features test-hooks")
def test_a_panic_in_a_reader_is_an_exception(tmp_path: Path) -> None:
    panic, good = tmp_path / "panic.txt", tmp_path / "good.ru.txt"
    panic.write_text("Whatever this says.", encoding="utf-8")
    good.write_text("Хороший день.", encoding="utf-8")
    for _ in range(50):
        with pytest.raises(enru.InternalError, match="the reader panics on .*panic.txt"):
            enru.align(panic, good)
        with pytest.raises(enru.InternalError):
            enru.read(panic)
    results = list(enru.align_many([("One.", "Раз."), (panic, good), ("Two.", "Два.")]))
    assert [isinstance(result, enru.InternalError) for result in results] == [False, True, False]
    assert len(enru.align("A good day.", good).segments) == 1
