"""The corpus of the fuzz target `reader`, read as files; `make fuzz` looks for more."""

from pathlib import Path

import pytest
from conftest import MODEL, ROOT

import sayso

# as python/src/fuzz.rs has them
KINDS = ("jsonl", "csv", "tsv", "txt", "parquet")
COMPRESSIONS = ("", ".gz", ".zst", ".bz2")

CORPUS = sorted((ROOT / "fuzz" / "corpus" / "reader").iterdir())


@pytest.mark.parametrize("case", CORPUS, ids=lambda path: path.name[:12])
def test_a_file_of_the_corpus_is_read_or_refused(case: Path, tmp_path: Path):
    way, *data = case.read_bytes()
    kind = KINDS[(way & 15) % len(KINDS)]
    path = tmp_path / f"in.{kind}{'' if kind == 'parquet' else COMPRESSIONS[(way >> 4) % len(COMPRESSIONS)]}"
    path.write_bytes(bytes(data))
    tiny = sayso.Extractor(MODEL, threads=1)
    try:
        done = sayso.extract_files(path, tmp_path / "out", extractor=tiny)
    except sayso.InputError as refused:
        assert str(refused)
    else:
        assert done.articles + done.errors >= 1  # nothing is lost without a word
