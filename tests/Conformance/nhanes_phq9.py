"""Counts the PHQ-9 items of NHANES without the library: what the scores must come to. Standard library only."""
import csv
import json
import sys

ITEMS = ["DPQ%03d" % (10 * i) for i in range(1, 10)]
counts = dict(rows=0, complete=0, incomplete=0, sum=0, high=0, raised=0, clear=0, not_assessed=0)
totals = []
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        answers = [row[item] for item in ITEMS]
        known = [int(answer) for answer in answers if answer in ("0", "1", "2", "3")]
        # Nothing else than 0 to 3, refused (7), don't know (9) and empty: the test below would not hold otherwise.
        assert all(answer in ("0", "1", "2", "3", "7", "9", "") for answer in answers), "unknown code"
        counts["rows"] += 1
        if len(known) == 9:
            counts["complete"] += 1
            counts["sum"] += sum(known)
            counts["high"] += sum(known) >= 10
            totals.append(sum(known))
        else:
            counts["incomplete"] += 1
            totals.append(None)
        last = answers[8]
        counts["raised" if last in ("1", "2", "3") else "clear" if last == "0" else "not_assessed"] += 1
json.dump(dict(counts=counts, totals=totals), sys.stdout)
