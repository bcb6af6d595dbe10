//! Values are those of trec_eval, or worked out by hand where trec_eval has none.

use std::collections::BTreeMap;
use std::path::Path;

use fiszka_evaluate::{Evaluation, Metric, Qrels, Run};

use crate::fixture;

/// Ties (also beyond single precision), grades, zeros, unjudged and unanswered queries. The expected values were
/// printed by `check/trec_eval.py ties.run ties.qrels --expected`.
#[test]
fn every_query_has_the_values_of_trec_eval() {
    let expected = std::fs::read(fixture("ties.expected.json")).expect("the fixture");
    let expected: BTreeMap<String, BTreeMap<String, f64>> = serde_json::from_slice(&expected).expect("JSON");
    let metrics: Vec<Metric> = expected["t1"].keys().map(|name| name.parse().expect("a metric")).collect();
    let run = Run::open(&fixture("ties.run")).expect("the run");
    let qrels = Qrels::open(&fixture("ties.qrels")).expect("the judgements");
    let evaluation = Evaluation::new(&run, &qrels, &metrics);

    let queries: Vec<&str> = evaluation.queries().iter().map(|row| row.query.as_str()).collect();
    assert_eq!(queries, expected.keys().collect::<Vec<_>>());
    for row in evaluation.queries() {
        for (metric, value) in metrics.iter().zip(&row.values) {
            let expected = expected[&row.query][&metric.to_string()];
            assert!((value - expected).abs() < 1e-9, "{metric} of {}: {value} is not {expected}", row.query);
        }
    }
    assert_eq!(evaluation.unanswered(), 1);
    assert_eq!(qrels.without_relevant(), 1);
}

/// Judgements: a 2, b 1, c 0, d -1; x and y are not judged.
#[test]
fn values_worked_out_by_hand() {
    let qrels = "q\ta\t2\nq\tb\t1\nq\tc\t0\nq\td\t-1\n";
    let qrels = Qrels::read(qrels.as_bytes(), Path::new("qrels.tsv")).expect("judgements");
    let cases: &[(&str, &str, f64)] = &[
        ("", "nDCG@10", 0.0),
        ("", "Judged@10", 0.0),
        ("", "Success@1", 0.0),
        ("a b", "nDCG@10", 1.0),
        ("a b", "nDCG", 1.0),
        // 1 / (2 + 1 / log2 3) and (1 + 2 / log2 3) / (2 + 1 / log2 3).
        ("b", "nDCG@10", 0.380_094),
        ("b a", "nDCG@10", 0.859_719),
        // The ideal ranking is cut too: 1 / 2.
        ("b a", "nDCG@1", 0.5),
        // A judgement below 0 takes no gain away.
        ("d a b", "nDCG@3", 0.669_672),
        ("x c b", "RR", 1.0 / 3.0),
        ("x c b", "RR@2", 0.0),
        ("x c b", "RR@3", 1.0 / 3.0),
        ("x b y a", "AP", (1.0 / 2.0 + 2.0 / 4.0) / 2.0),
        ("x b y a", "AP@3", 0.25),
        ("a", "P@5", 0.2),
        ("x b y a", "R@2", 0.5),
        ("x b y a", "R@4", 1.0),
        ("x b y a", "Success@1", 0.0),
        ("x b y a", "Success@2", 1.0),
        ("x b y c d", "Judged", 0.6),
        ("x b y c d", "Judged@2", 0.5),
        ("c", "Judged@10", 1.0),
    ];
    for &(ranking, metric, expected) in cases {
        let lines: String = ranking
            .split_whitespace()
            .zip(1..)
            .map(|(id, rank)| format!("q Q0 {id} {rank} {} hand\n", 100 - rank))
            .collect();
        let run = Run::read(lines.as_bytes(), Path::new("hand.run")).expect("a run");
        let name = metric;
        let metric: Metric = name.parse().expect("a metric");
        let found = Evaluation::new(&run, &qrels, &[metric]).mean(metric).expect("a mean");
        assert!((found - expected).abs() < 1e-6, "{name} of `{ranking}`: {found} is not {expected}");
    }
}

#[test]
fn metric_names_are_those_of_ir_measures() {
    for name in
        ["nDCG@10", "nDCG", "RR", "RR@10", "AP", "AP@100", "P@5", "R@100", "Judged", "Judged@10", "Success@1"]
    {
        assert_eq!(name.parse::<Metric>().expect(name).to_string(), name);
    }
    for name in
        ["", "@", "@10", "nDCG@", "nDCG@0", "nDCG@-1", "nDCG@1.5", "ndcg@10", "MRR", "P", "R", "Success"]
    {
        let error = name.parse::<Metric>().expect_err(name);
        assert_eq!(error.to_string(), format!("unknown metric `{name}`"));
        assert!(error.hint().is_some_and(|hint| hint.contains("nDCG@10")));
    }
}

#[test]
fn runs_are_ordered_as_trec_eval_orders_them() {
    // Ranks are ignored, ties fall by the bytes of the id, and single precision decides what a tie is.
    let lines = "q Q0 a 1 1.0 t\nq Q0 Z 2 1.0 t\nq Q0 ł 3 1.00000001 t\nq Q0 z 4 1.0 t\nq Q0 low 5 0.5 t\n\
                 q Q0 top 6 1.0001 t\nq Q0 plus 7 0.0 t\nq Q0 without 8 -0.0 t\n";
    let run = Run::read(lines.as_bytes(), Path::new("t.run")).expect("a run");
    let ids: Vec<&str> = run.ranking("q").iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["top", "ł", "z", "a", "Z", "low", "without", "plus"]);
    assert_eq!(run.tag(), "t");
    assert!(run.ranking("other").is_empty());
}
