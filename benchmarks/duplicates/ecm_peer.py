"""The toolkit recordlinkage: its ECM classifier on binary comparisons, trained without labels.

python ecm_peer.py KIND FILE.parquet FOUND.npz
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
import recordlinkage
from measuring import clusters

BLOCKS = {
    "febrl": (["given_name", "surname"], ["soc_sec_id"], ["date_of_birth"], ["surname", "postcode"],
              ["given_name", "postcode"],
              ["address_1", "street_number"], ["suburb", "surname"], ["suburb", "given_name"]),
    "fake": (["first_name"], ["surname"], ["dob"], ["email"]),
}  # fmt: skip
COMPARED = {
    "febrl": {"given_name": .85, "surname": .85, "date_of_birth": .85, "soc_sec_id": .85, "address_1": .8,
              "suburb": .85, "postcode": None, "street_number": None, "state": None},
    "fake": {"first_name": .85, "surname": .85, "dob": .9, "email": .9, "city": .85},
}  # fmt: skip


def main(kind: str, source: str, target: str) -> None:
    warnings.filterwarnings("ignore")
    frame = pd.read_parquet(source).set_index("unique_id")
    started = time.perf_counter()
    kind, _, link = kind.partition(" ")
    frames = [frame[frame["source"] == at] for at in (0, 1)] if link else [frame]
    index = recordlinkage.Index()
    for block in BLOCKS[kind]:
        index.block(block)
    pairs = index.index(*frames)
    compare = recordlinkage.Compare()
    for column, alike in COMPARED[kind].items():
        if alike:
            compare.string(column, column, method="jarowinkler", threshold=alike, label=column)
        else:
            compare.exact(column, column, label=column)
    vectors = compare.compute(pairs, *frames)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(vectors)
    probability = classifier.prob(vectors).to_numpy()
    left, right = (pairs.get_level_values(at).to_numpy() for at in (0, 1))
    sure = probability >= 0.5
    labels = clusters(left[sure], right[sure], len(frame))
    phases = {"all": time.perf_counter() - started}
    np.savez(target, labels=labels, left=left, right=right, probability=probability)
    print(json.dumps(phases))


if __name__ == "__main__":
    main(*sys.argv[1:])
