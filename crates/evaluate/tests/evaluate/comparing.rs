//! Summaries, tables and comparisons of runs.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use fiszka_evaluate::{
    Collection, Error, Evaluation, Expected, Latencies, Metric, Named, Overrides, Qrels, Run, Summary,
    compare, comparison_text, kinds_text, largest_changes, summary_text, worst_queries, worst_text,
};

use crate::fixture;

fn metric(name: &str) -> Metric {
    name.parse().expect("a metric")
}

fn sample() -> Collection {
    Collection::open(&fixture("sample"), &Overrides::default()).expect("the collection")
}

fn read_run(lines: &str) -> Run {
    Run::read(lines.as_bytes(), Path::new("test.run")).expect("a run")
}

/// Finds q1's better document second, q2's first; knows nothing of q9.
fn sample_run() -> Run {
    read_run(
        "q1 Q0 swietlica 1 3 a\nq1 Q0 zlobek 2 2 a\nq1 Q0 gaj 3 1 a\nq2 Q0 swietlica 1 1 a\nq3 Q0 gaj 1 1 a\n",
    )
}

#[test]
fn the_summary_has_the_fixed_form() {
    let evaluation = Evaluation::new(
        &sample_run(),
        sample().qrels(),
        &[metric("nDCG@10"), metric("RR@10"), metric("P@5")],
    );
    let mut summary = Summary::new("sample", &evaluation);
    assert_eq!(
        serde_json::to_string(&summary).expect("JSON"),
        "{\"collection\":\"sample\",\"queries\":3,\
         \"metrics\":{\"nDCG@10\":0.5989025269968355,\"RR@10\":0.6666666666666666,\"P@5\":0.20000000000000004}}"
    );
    summary.documents = Some(4);
    summary.latency_ms = [Duration::from_micros(310), Duration::from_micros(1_204)]
        .into_iter()
        .collect::<Latencies>()
        .summary();
    let json = serde_json::to_string(&summary).expect("JSON");
    assert!(json.contains("\"queries\":3,\"documents\":4,\"metrics\":{"), "{json}");
    assert!(json.ends_with("},\"latency_ms\":{\"p50\":0.31,\"p99\":1.204}}"), "{json}");
    assert_eq!(
        summary_text(&summary, &evaluation),
        "collection sample  3 queries  4 documents  1 unanswered\n\
         metric     mean             95 %\n\
         nDCG@10  0.5989  0.0000 … 1.0000\n\
         RR@10    0.6667  0.0000 … 1.0000\n\
         P@5      0.2000  0.0000 … 0.4000\n\
         latency  p50 0.310 ms  p99 1.204 ms\n"
    );
}

#[test]
fn nothing_judged_gives_zeros() {
    let evaluation = Evaluation::new(&Run::new("empty"), &Qrels::default(), &Metric::defaults());
    assert!(evaluation.means().iter().all(|&(_, mean)| mean == 0.0));
    assert_eq!(evaluation.mean(metric("P@7")), None);
    assert!(summary_text(&Summary::new("empty", &evaluation), &evaluation).contains("0 queries"));
    assert_eq!(kinds_text(&evaluation.by_kind(&[])), "");
}

#[test]
fn kinds_are_measured_apart() {
    let collection = sample();
    let evaluation =
        Evaluation::new(&sample_run(), collection.qrels(), &[metric("nDCG@10"), metric("RR@10")]);
    assert_eq!(
        kinds_text(&evaluation.by_kind(collection.queries())),
        "kind           queries  nDCG@10   RR@10\n\
         inflected            1   0.7967  1.0000\n\
         no diacritics        1   1.0000  1.0000\n"
    );
}

#[test]
fn the_worst_queries_show_what_was_expected() {
    let collection = sample();
    let (run, metrics) = (sample_run(), [metric("nDCG@10")]);
    let evaluation = Evaluation::new(&run, collection.qrels(), &metrics);
    let worst = worst_queries(&collection, &run, &evaluation, metrics[0], 5);
    assert_eq!(worst.iter().map(|query| query.query.as_str()).collect::<Vec<_>>(), ["q9", "q1"]);
    assert_eq!(worst[1].expected[0], Expected { document: "zlobek".into(), grade: 3, rank: Some(2) });
    assert_eq!(
        worst_text(&worst),
        "q9 0.0000 \"\"\n  expected gaj (missing)\n  found    nothing\n\
         q1 0.7967 \"miejsce w żłobku\"\n  expected zlobek (rank 2), swietlica (rank 1)\n  \
         found    swietlica, zlobek, gaj\n"
    );
    assert!(worst_queries(&collection, &run, &evaluation, metric("AP"), 5).is_empty());
}

/// Forty queries with one relevant document each; a run finds it first, or second for each `every`-th query.
fn forty(every: usize) -> (Qrels, Run) {
    let (mut qrels, mut lines) = (String::new(), String::new());
    for query in 1..=40 {
        let _ = writeln!(qrels, "q{query:02}\tgood\t1");
        let (first, second) = if query % every == 0 { ("bad", "good") } else { ("good", "bad") };
        let _ = writeln!(lines, "q{query:02} Q0 {first} 1 2 t\nq{query:02} Q0 {second} 2 1 t");
    }
    (Qrels::read(qrels.as_bytes(), Path::new("qrels")).expect("judgements"), read_run(&lines))
}

#[test]
fn runs_are_compared_with_a_baseline() {
    let metrics = [metric("RR@10"), metric("Success@1")];
    let evaluations: Vec<Evaluation> =
        [2, 3, 50].map(forty).iter().map(|(qrels, run)| Evaluation::new(run, qrels, &metrics)).collect();
    let named = |name, index: usize| Named { name, evaluation: &evaluations[index] };
    let comparisons =
        compare(named("half", 0), &[named("third", 1), named("all", 2), named("half-again", 0)])
            .expect("comparable");
    let names: Vec<String> = comparisons.iter().map(|one| format!("{} {}", one.metric, one.run)).collect();
    assert_eq!(
        names,
        [
            "RR@10 third",
            "RR@10 all",
            "RR@10 half-again",
            "Success@1 third",
            "Success@1 all",
            "Success@1 half-again",
        ]
    );
    let text = comparison_text("half", &comparisons);
    let lines: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(
        lines,
        [
            "metric     run           mean  difference               95 %  won/tied/lost  p random.  p t-test",
            "RR@10      half        0.7500",
            "           third       0.8375     +0.0875  -0.0250 … +0.2000        14/19/7      0.368     0.256",
            "           all         1.0000     +0.2500  +0.1750 … +0.3250        20/20/0     <0.001    <0.001",
            "           half-again  0.7500     +0.0000  +0.0000 … +0.0000         0/40/0      1.000     1.000",
        ]
    );
    let json = serde_json::to_value(&comparisons[1]).expect("JSON");
    assert_eq!((&json["metric"], &json["won"], &json["lost"]), (&"RR@10".into(), &20.into(), &0.into()));
}

#[test]
fn the_largest_changes_come_first() {
    let metrics = [metric("RR@10")];
    let [(qrels, before), (_, after)] = [2, 3].map(forty);
    let (before, after) =
        (Evaluation::new(&before, &qrels, &metrics), Evaluation::new(&after, &qrels, &metrics));
    let (baseline, run) = (Named { name: "a", evaluation: &before }, Named { name: "b", evaluation: &after });
    let (gains, losses) = largest_changes(baseline, run, metrics[0], 3).expect("comparable");
    assert_eq!(gains.iter().map(|change| change.query.as_str()).collect::<Vec<_>>(), ["q02", "q04", "q08"]);
    assert_eq!(losses.len(), 3);
    assert!(losses.iter().all(|change| change.baseline == 1.0 && change.value == 0.5));

    let other = Evaluation::new(&Run::new("t"), &qrels, &[metric("P@5")]);
    let error = compare(baseline, &[Named { name: "c", evaluation: &other }]).expect_err("other metrics");
    assert!(matches!(error, Error::NotComparable { .. }));
    assert_eq!(error.to_string(), "`c` was not evaluated with the queries and metrics of `a`");
}
