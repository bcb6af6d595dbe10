#!/usr/bin/env python3
"""overlap.py COLLECTION > RUN

Ranks the documents of a BEIR folder by the number of words they share with the query: a poor
engine, but one whose run is full of equal scores, in no particular order, which is what a
check of tie-breaking needs. 100 documents a query; no dependency.
"""
import json
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(folder):
    postings = defaultdict(list)
    for document in read_lines(folder / "corpus.jsonl"):
        for word in words((document.get("title") or "") + " " + document["text"]):
            postings[word].append(document["_id"])
    shuffle = random.Random(1)
    for query in read_lines(folder / "queries.jsonl"):
        counts = Counter(document for word in sorted(words(query["text"])) for document in postings[word])
        best = counts.most_common(100)
        shuffle.shuffle(best)
        for rank, (document, score) in enumerate(best, 1):
            print(query["_id"], "Q0", document, rank, score, "overlap")


main(Path(sys.argv[1]))
