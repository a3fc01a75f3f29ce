"""Averages the weights of runs that went on from one another (Wortsman et al. 2022, "Model soups").

    python average.py runs/average.pt 0.35 runs/base/final.pt 0.65 runs/more/final.pt

Each number is the weight of the file after it; they sum to 1. Labels and configuration must be the same.
"""
import sys

import torch


def main():
    out, rest = sys.argv[1], sys.argv[2:]
    shares, paths = [float(x) for x in rest[::2]], rest[1::2]
    if len(shares) != len(paths) or not paths or abs(sum(shares) - 1) > 1e-6:
        sys.exit(__doc__)
    runs = [torch.load(p, weights_only=False) for p in paths]
    if any(r["labels"] != runs[0]["labels"] or r["config"] != runs[0]["config"] for r in runs):
        sys.exit("the runs differ in labels or configuration")
    whole = dict(runs[-1])
    whole["net"] = {k: sum(s * r["net"][k] for s, r in zip(shares, runs)) for k in runs[-1]["net"]}
    whole["average"] = list(zip(shares, paths))
    torch.save(whole, out)


if __name__ == "__main__":
    main()
