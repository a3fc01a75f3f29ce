"""An optional library that is absent: one error that names what installs it."""

import subprocess
import sys

import pytest
from conftest import MODEL

import sayso

# in a process of its own: the library is there, and made absent
ABSENT = """
import sys
sys.modules[{library!r}] = None
import sayso
tiny = sayso.Extractor({model!r}, threads=1)
it, tables = tiny.extract("“It hails,” said Ada Lund."), tiny.extract_table(["“It hails,” said Ada Lund."])
try:
    {call}
except sayso.MissingLibraryError as error:
    assert isinstance(error, ImportError) and error.name == {library!r}
    print(error)
"""


@pytest.mark.parametrize(
    ("library", "call"),
    [
        ("pandas", "it.to_pandas()"),
        ("pandas", "tables.quotes.to_pandas()"),
        ("polars", "it.to_polars()"),
        ("polars", "tables.quotes.to_polars()"),
        ("pyarrow", "tables.quotes.to_arrow()"),
        ("pyarrow", "sayso.schema('quotes')"),
        ("spacy", "it.to_spacy()"),
    ],
)
def test_an_absent_library_is_named_with_its_extra(library, call):
    script = ABSENT.format(library=library, call=call, model=str(MODEL))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"{library} is not installed: pip install 'sayso[{library}]'\n", done.stderr


def test_what_a_library_lacks_of_its_own_is_told_as_it_is(tmp_path, monkeypatch):
    from sayso._optional import needed

    (tmp_path / "half_installed.py").write_text("import nothing_of_that_name")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="nothing_of_that_name") as met:
        needed("half_installed")
    assert not isinstance(met.value, sayso.Error)
