"""Measures the search against bench/queries.toml, each half of it by itself.

    python tools/chores.py evaluate                  # the table
    python tools/chores.py evaluate --misses tuned   # and the queries whose first hit is another

MRR is the mean of 1/rank of the expected hit (Voorhees, TREC-8, 1999); a hit not found counts 0.
"""

import argparse
import tempfile
import tomllib
from pathlib import Path

from psi_cli.pathway.parse import read_pathway
from psi_cli.record.model import LearnerRecord
from psi_cli.search import index, match, query

WITHIN = 3  # hits that a learner sees without looking further
ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "pathway.toml"
PATHWAY = read_pathway(SHIPPED)
QUERIES = tomllib.loads((ROOT / "bench" / "queries.toml").read_text(encoding="utf-8"))


def ranks() -> list[tuple[dict, int, list[str]]]:
    """Return each query with the rank of its expected hit (0: not found) and the first hits."""
    measured = []
    stages = {number: stage.id for number, stage in PATHWAY.numbered_sections()}
    queries = []
    for one in QUERIES["query"]:
        asked = query.parse([one["words"]])
        named = tuple(stages.get(name, name) for name in asked.filters.stage)
        queries.append(asked._replace(filters=asked.filters._replace(stage=named)))
    for one, found in zip(QUERIES["query"], answers(queries), strict=True):
        ids = [hit.id for hit in found.hits]
        wanted = {one["expect"], *one["also"]}
        rank = next((n for n, id_ in enumerate(ids, start=1) if id_ in wanted), 0)
        measured.append((one, rank, ids[:3]))
    return measured


def answers(queries: list[query.Query]) -> list[match.Found]:
    """Return what the bundled pathway answers to queries."""
    with (
        tempfile.TemporaryDirectory() as folder,
        index.open_index(Path(folder) / "index", (str(SHIPPED),), (), Path(folder)) as opened,
    ):
        return [match.search(opened.database, one, LearnerRecord()) for one in queries]


def mistaken(half: str) -> list[str]:
    """Return the words of their own that are taken for typos."""
    found = answers([query.parse([word]) for word in QUERIES["absent"][half]])
    return [f"{old} for {new}" for one in found for old, new in one.corrected.items()]


def summary(measured: list[tuple[dict, int, list[str]]]) -> tuple[float, float, float]:
    """Return MRR, and the shares of queries with a hit at 1 and within 3."""
    count = len(measured)
    found = [rank for _, rank, _ in measured if rank]
    return (
        sum(1 / rank for rank in found) / count,
        sum(rank == 1 for rank in found) / count,
        sum(rank <= WITHIN for rank in found) / count,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", choices=["tuned", "held-back"])
    chosen = parser.parse_args()
    measured = ranks()
    print("half        queries   MRR   first  in 3")
    for half in ("tuned", "held-back"):
        mine = [one for one in measured if one[0]["half"] == half]
        mrr, first, three = summary(mine)
        print(f"{half:<11} {len(mine):>7}  {mrr:.3f}  {first:>4.0%}   {three:>4.0%}")
    for half, words in QUERIES["absent"].items():
        taken = mistaken(half)
        print(f"of {len(words)} {half} words of their own, {len(taken)} are taken for others:")
        print(f"  {', '.join(taken)}")
    for one, rank, ids in measured:
        if one["half"] == chosen.misses and rank != 1:
            print(f"{rank or '-':>3}  {one['words']!r}: {one['expect']}, got {', '.join(ids)}")


if __name__ == "__main__":
    main()
