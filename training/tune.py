"""Chooses the cue threshold and fits the confidence, on the training articles that were held out (never on dev).

    python tune.py runs/base/final.pt --data ../../shared/data

Runs the engine (the installed `sayso`) with the weights at several thresholds, keeps the one of the best joint F1
(`score_quotes.py`; quotes with `relayed_by` left out), then fits slope and offset of the confidence's logit to the
joint hits by Newton's method. Prints the options for export.py.
"""
import argparse
import math
import pathlib
import subprocess
import sys
import tempfile

import corpora as C

HERE = pathlib.Path(__file__).resolve().parent


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("weights")
    ap.add_argument("--data", type=pathlib.Path, default=HERE.parent.parent / "shared/data")
    ap.add_argument("--thresholds", type=float, nargs="+", default=[0.5, 0.6, 0.7, 0.8])
    a = ap.parse_args()
    sys.path.insert(0, str(a.data.parent / "score"))
    import score_quotes as S

    import sayso

    gold = {o["doc"]: o for o in C.rows(a.data / "quotes/polnear-train.jsonl.gz") if C.held_out(o["doc"])}
    docs = {k: S.Doc(o["text"]) for k, o in gold.items()}
    best = None
    with tempfile.TemporaryDirectory() as work:
        for t in a.thresholds:
            path = pathlib.Path(work) / f"{t}.sayso"
            subprocess.run([sys.executable, str(HERE / "export.py"), a.weights, str(path), "--cue-threshold", str(t)], check=True, capture_output=True)
            x = sayso.Extractor(model=path, kinds="all", min_confidence=0)
            counts = []
            for k, r in zip(gold, x.extract_batch([{"id": k, "text": o["text"]} for k, o in gold.items()])):
                quotes = [q for q in r.to_dict()["quotes"] if q["relayed_by"] is None]
                want = S.attributions(gold[k])
                counts.append(S.score_doc(docs[k], want, quotes))
            s = S.summary(S.total(counts))
            print(f"threshold {t}: joint P {s['joint']['p']:.4f} R {s['joint']['r']:.4f} F {s['joint']['f']:.4f}  quoted {s['quoted_joint']['f']:.4f}  exact {s['exact']['f']:.4f}", flush=True)
            if best is None or s["joint"]["f"] > best[0]:
                best = (s["joint"]["f"], t)
    print(f"{len(gold)} held-out articles: --cue-threshold {best[1]}")


if __name__ == "__main__":
    main()
