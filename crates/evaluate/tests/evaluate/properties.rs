//! What holds for any input.

use std::collections::BTreeSet;
use std::path::Path;

use fiszka_evaluate::metrics::GradedRanking;
use fiszka_evaluate::{Corpus, Evaluation, Judgements, Metric, Qrels, Run, ScoredDocument};
use proptest::prelude::*;

const METRICS: [&str; 11] =
    ["nDCG@10", "nDCG", "RR@10", "RR", "AP@100", "AP", "P@5", "R@10", "Success@1", "Judged@10", "Judged"];

fn metrics() -> Vec<Metric> {
    METRICS.iter().map(|name| name.parse().expect("a metric")).collect()
}

/// Some of twenty documents in any order.
fn rankings() -> impl Strategy<Value = Vec<String>> {
    Just((0..20).map(|n| format!("d{n}")).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_flat_map(|all| (0..=all.len()).prop_map(move |count| all[..count].to_vec()))
}

fn judgements() -> impl Strategy<Value = Judgements> {
    prop::collection::btree_map((0..25).prop_map(|n| format!("d{n}")), -1..=3, 0..12)
}

fn value(metric: Metric, ranking: &[String], judgements: &Judgements) -> f64 {
    metric.value(&GradedRanking::new(ranking.iter().map(String::as_str), judgements))
}

proptest! {
    #[test]
    fn values_lie_between_0_and_1(ranking in rankings(), judgements in judgements()) {
        for metric in metrics() {
            let value = value(metric, &ranking, &judgements);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{}: {}", metric, value);
        }
    }

    #[test]
    fn the_best_ranking_has_1(judgements in judgements()) {
        let mut best: Vec<(&String, &i32)> = judgements.iter().filter(|(_, grade)| **grade > 0).collect();
        prop_assume!(!best.is_empty());
        best.sort_by_key(|(_, grade)| -**grade);
        let best: Vec<String> = best.into_iter().map(|(id, _)| id.clone()).collect();
        for name in ["nDCG@10", "nDCG", "RR@10", "AP@100", "R@100", "Success@1", "Judged@10"] {
            let value = value(name.parse().expect("a metric"), &best, &judgements);
            prop_assert!((value - 1.0).abs() < 1e-12, "{}: {}", name, value);
        }
    }

    #[test]
    fn what_follows_the_cutoff_changes_nothing(ranking in rankings(), judgements in judgements()) {
        let mut cut = ranking.clone();
        cut.truncate(10);
        for name in ["nDCG@10", "RR@10", "AP@10", "P@10", "R@10", "Success@10", "Judged@10"] {
            let metric = name.parse().expect("a metric");
            prop_assert_eq!(value(metric, &ranking, &judgements), value(metric, &cut, &judgements), "{}", name);
        }
    }

    #[test]
    fn an_irrelevant_tail_changes_nothing(ranking in rankings(), judgements in judgements()) {
        let tail = (0..30).map(|n| format!("unjudged{n}"));
        let longer: Vec<String> = ranking.iter().cloned().chain(tail).collect();
        for name in ["nDCG@10", "nDCG", "RR", "AP", "AP@100", "P@5", "R@100", "Success@1"] {
            let metric = name.parse().expect("a metric");
            prop_assert_eq!(value(metric, &ranking, &judgements), value(metric, &longer, &judgements), "{}", name);
        }
    }

    /// Whatever scores an engine gives, the run it writes has the ranking it had.
    #[test]
    fn written_runs_keep_their_order(
        scored in prop::collection::btree_map("[a-zł]{1,3}", prop_oneof![Just(1.0_f32), -3.0_f32..3.0], 0..30),
        judgements in judgements(),
    ) {
        let ranking: Vec<_> = scored.iter().map(|(id, &score)| ScoredDocument { id: id.clone(), score }).collect();
        let mut run = Run::new("tag");
        run.insert("q", ranking).expect("distinct and finite");
        let mut bytes = Vec::new();
        run.write(&mut bytes, Path::new("run")).expect("memory");
        let again = Run::read(bytes.as_slice(), Path::new("run")).expect("our own run");
        let ids = |run: &Run| run.ranking("q").iter().map(|document| document.id.clone()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&run), ids(&again));
        let scores: Vec<f32> = again.ranking("q").iter().map(|document| document.score).collect();
        prop_assert!(scores.windows(2).all(|pair| pair[0] > pair[1]));
        let lines = judgements.iter().map(|(id, grade)| format!("q\t{id}\t{grade}\n")).collect::<String>();
        let qrels = Qrels::read(lines.as_bytes(), Path::new("qrels")).expect("our own judgements");
        prop_assert_eq!(
            Evaluation::new(&run, &qrels, &metrics()).means(),
            Evaluation::new(&again, &qrels, &metrics()).means()
        );
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_everything(&bytes)?;
    }

    #[test]
    fn no_text_makes_a_reader_panic(
        text in "([qd1\\-.eNaścore\u{feff}\u{a0}\t \r\n]|Q0|\\{|\\}|\"_id\"|\"text\"|:|,|null|\"ł\"){0,60}",
    ) {
        read_everything(text.as_bytes())?;
    }

    #[test]
    fn no_name_makes_the_metric_parser_panic(name in "(nDCG|RR|P|Judged|@|[0-9ą]){0,6}") {
        if let Ok(metric) = name.parse::<Metric>() {
            prop_assert_eq!(metric.to_string().parse::<Metric>().ok(), Some(metric));
        }
    }
}

fn read_everything(bytes: &[u8]) -> Result<(), TestCaseError> {
    let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
    prop_assert!(Corpus::new(bytes, Path::new("corpus")).count() <= lines);
    if let Ok(run) = Run::read(bytes, Path::new("run")) {
        for (_, ranking) in run.rankings() {
            let distinct: BTreeSet<&str> = ranking.iter().map(|document| document.id.as_str()).collect();
            prop_assert_eq!(distinct.len(), ranking.len());
            prop_assert!(ranking.windows(2).all(|pair| pair[0].score >= pair[1].score));
        }
    }
    if let Ok(qrels) = Qrels::read(bytes, Path::new("qrels")) {
        prop_assert!(qrels.judged().all(|(query, judgements)| !query.is_empty() && !judgements.is_empty()));
    }
    Ok(())
}
