#!/usr/bin/env python3
"""trec_eval.py RUN QRELS [--json FILE | --expected]

Scores RUN with trec_eval (through pytrec_eval) and with fiszka-evaluate, prints both and fails
when a mean differs in the fourth decimal. Needs `pip install pytrec_eval-terrier`.

    --json FILE   compare with this output of `fiszka eval COLLECTION --score RUN --json`
                  (- is standard input) instead of building and running the example `score`
    --expected    only print trec_eval's values, query by query, as the fixtures of the tests
"""
import argparse
import json
import subprocess
import sys
from collections import defaultdict

import pytrec_eval

# Our metric: trec_eval's measure and its name among the results.
MEASURES = {
    "nDCG@10": ("ndcg_cut.10", "ndcg_cut_10"),
    "nDCG": ("ndcg", "ndcg"),
    "RR@10": ("recip_rank", "recip_rank"),
    "RR": ("recip_rank", "recip_rank"),
    "AP@100": ("map_cut.100", "map_cut_100"),
    "AP": ("map", "map"),
    "P@5": ("P.5", "P_5"),
    "R@10": ("recall.10", "recall_10"),
    "R@100": ("recall.100", "recall_100"),
    "Success@1": ("success.1", "success_1"),
}


def read_qrels(path):
    """Judgements of the queries that have a positive one, in BEIR or TREC form."""
    qrels = defaultdict(dict)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            columns = line.split("\t") if "\t" in line else line.split()
            if columns and columns[-1].strip() != "score":
                qrels[columns[0]][columns[-2]] = int(columns[-1])
    return {query: grades for query, grades in qrels.items() if max(grades.values()) > 0}


def read_run(path):
    run = defaultdict(dict)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, _, document, _, score, _ = line.split()
            run[query][document] = float(score)
    return run


def trec_eval(run, qrels):
    """The values of every judged query; one that is not answered has zeros."""
    found = pytrec_eval.RelevanceEvaluator(qrels, {measure for measure, _ in MEASURES.values()}).evaluate(
        {query: run[query] for query in qrels if query in run}
    )
    values = {
        query: {metric: found.get(query, {}).get(name, 0.0) for metric, (_, name) in MEASURES.items()}
        for query in sorted(qrels)
    }
    for row in values.values():
        # trec_eval has no reciprocal rank with a cutoff.
        row["RR@10"] = row["RR"] if row["RR"] > 0.0999 else 0.0
    return values


def ours(arguments):
    if arguments.json == "-":
        return json.load(sys.stdin)
    if arguments.json:
        with open(arguments.json, encoding="utf-8") as answer:
            return json.load(answer)
    command = ["cargo", "run", "--quiet", "--package", "fiszka-evaluate", "--example", "score", "--"]
    done = subprocess.run([*command, arguments.run, arguments.qrels, *MEASURES], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("qrels", metavar="QRELS")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--expected", action="store_true")
    arguments = parser.parse_args()
    values = trec_eval(read_run(arguments.run), read_qrels(arguments.qrels))
    if arguments.expected:
        print(json.dumps(values, indent=1, ensure_ascii=False))
        return 0
    answer = ours(arguments)
    if answer["queries"] != len(values):
        print(f"queries: trec_eval {len(values)}, fiszka {answer['queries']}")
        return 1
    differing = 0
    compared = [metric for metric in MEASURES if metric in answer["metrics"]]
    for metric in compared:
        expected = sum(row[metric] for row in values.values()) / len(values)
        found = answer["metrics"][metric]
        agrees = abs(expected - found) < 0.00005
        differing += not agrees
        print(f"{metric:10} trec_eval {expected:.6f}  fiszka {found:.6f}  {'agrees' if agrees else 'DIFFERS'}")
    print(f"{len(compared) - differing} of {len(compared)} metrics agree over {len(values)} queries")
    return int(differing > 0 or not compared)


sys.exit(main())
