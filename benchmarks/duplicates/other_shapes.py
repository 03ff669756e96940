"""Small lists of other shapes: does `leadkit dedup FILE` find its way with no setting at all?

python benchmarks/duplicates/other_shapes.py [SHAPE …] [--folder DIR] [--seed 7] [--splink]

Restaurants, references to papers, voters, Chinese customers in GB18030, products, and a list without any duplicates.
Each is made up, comes as FILE.csv with the truth in the column `cluster`, and is given to the command as it is.
--splink: beside it Splink, told nothing but the columns.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import best, score
from ours import by_command
from sets import FOLDER
from shapes import SHAPES, write

HERE = Path(__file__).parent


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shapes", nargs="*", default=list(SHAPES))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--splink", action="store_true")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    print(
        "| list | rows | contender | precision | recall | F1 | best F1 | wrong pairs | seconds |"
        "\n|---|---:|---|---:|---:|---:|---:|---:|---:|"
    )
    for shape in options.shapes:
        path = write(shape, options.folder, options.seed)
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=SHAPES[shape][2])
        truth = frame["cluster"].astype("category").cat.codes.to_numpy()

        def line(
            name: str,
            labels: np.ndarray,
            seconds: float,
            at_best: str = "",
            *,
            shape: str = shape,
            truth: np.ndarray = truth,
        ) -> None:
            at = score(labels, truth)
            sizes = np.unique(labels, return_counts=True)[1]
            wrong = round((1 - at.precision) * (sizes * (sizes - 1) // 2).sum())
            print(
                f"| {shape} | {len(truth):,} | {name} | {at.precision:.3f} | {at.recall:.3f}"
                f" | **{at.f1:.3f}** | {at_best} | {wrong} | {seconds:.1f} |",
                flush=True,
            )

        line("leadkit dedup", *by_command(path, "cluster"))
        if options.splink:
            forms, found = path.with_suffix(".parquet"), path.with_suffix(".splink.npz")
            plain = frame.rename(
                columns={name: f"c{at}" for at, name in enumerate(frame.columns) if name != "cluster"}
            ).drop(columns="cluster")
            plain = plain.apply(lambda column: column.str.lower()).replace("", None)
            plain.insert(0, "unique_id", range(len(plain)))
            plain.assign(person=truth).to_parquet(forms)
            command = [sys.executable, HERE / "splink_peer.py", "generic", forms, found]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"| {shape} | {len(truth):,} | Splink, generic | cannot be trained on it | | | | | |")
                continue
            answer = np.load(found)
            at_best = best(answer["left"], answer["right"], answer["probability"], truth)[0]
            line(
                "Splink, generic",
                answer["labels"],
                sum(json.loads(done.stdout.splitlines()[-1]).values()),
                f"{at_best.f1:.3f}",
            )


if __name__ == "__main__":
    main(sys.argv[1:])
