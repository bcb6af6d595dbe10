//! Tuning: constants that help are taken, others stay, and grids that mean nothing are refused.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use fiszka::{Analyzer, Ranking, Schema};
use fiszka_evaluate::{
    Collection, Descent, Grid, Metric, Overrides, Session, Subject, Tuning, tune, tuning_text,
};
use tempfile::TempDir;

/// Who asks for the form of the query wants the page that has it, not the one that has another form twice.
const CORPUS: &str = r#"{"_id": "a", "text": "Żłobki. Nowe żłobki na osiedlu."}
{"_id": "b", "text": "Nowy żłobek na osiedlu Jodłowym."}
"#;
const QUERIES: &str = "{\"_id\": \"q\", \"text\": \"żłobek\"}\n{\"_id\": \"unjudged\", \"text\": \"park\"}\n";

fn session(folder: &Path, name: &str) -> (Collection, Session) {
    let dir = folder.join(name);
    fs::create_dir(&dir).unwrap();
    for (file, content) in
        [("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES), ("qrels.tsv", "q\tb\t1\nq\ta\t0\n")]
    {
        fs::write(dir.join(file), content).unwrap();
    }
    let collection = Collection::open(&dir, &Overrides::default()).unwrap();
    let schema = Arc::new(Schema::builtin().clone());
    let index = folder.join(format!("{name}.index"));
    let session = Session::of_collection(&collection, &index, schema, Analyzer::new(), &mut |_| {}).unwrap();
    (collection, session)
}

fn tuned(names: &[&str], grid: &str) -> Tuning {
    let folder = TempDir::with_prefix("fiszka-tune-").unwrap();
    let sessions: Vec<_> = names.iter().map(|name| session(folder.path(), name)).collect();
    let subjects: Vec<_> = sessions
        .iter()
        .map(|(collection, session)| {
            Subject::new(collection.name(), session, collection.queries(), collection.qrels(), Some(10))
        })
        .collect();
    let indifferent = "[frequency]\nexact = 0.0\nprefix = 0".parse().unwrap();
    let start = Ranking::shipped().with_changes(&indifferent).unwrap();
    let grid = Grid::from_toml(grid, &start).unwrap();
    let metric: Metric = "RR@10".parse().unwrap();
    tune(&subjects, &start, &grid, Descent { metric, gain_min: 0.0 }, &mut |_, _| {}).unwrap()
}

#[test]
fn what_helps_is_taken_and_checked_on_the_collection_left_out() {
    let grid = "[frequency]\nb = [0.5, 0.6]\nexact = [0.0, 5.0, 9.0]";
    let tuning = tuned(&["lipowo", "jodłowo"], grid);
    assert_eq!(tuning.start, [0.5, 0.5]);
    assert_eq!(tuning.left_out.len(), 2);
    for choice in tuning.left_out.iter().chain([&tuning.all]) {
        assert_eq!(choice.values, [1.0, 1.0]);
        let moved: Vec<_> =
            choice.changes.iter().map(|change| (&*change.name, change.to.as_float())).collect();
        assert_eq!(moved, [("exact", Some(5.0))]);
    }
    let text = tuning_text(&tuning);
    for part in ["lipowo", "+0.5000", "# chosen without jodłowo\nfrequency.exact = 5.0 # from 0.0"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn one_collection_has_nothing_to_leave_out() {
    let tuning = tuned(&["lipowo"], "[dependence]\ntitle = [0.1]");
    assert!(tuning.left_out.is_empty() && tuning.all.changes.is_empty());
    assert!(tuning_text(&tuning).contains("# nothing moved"));
}

#[test]
fn a_grid_names_constants_and_lists_values() {
    let start = Ranking::shipped();
    for (grid, named) in [
        ("[frequency]\nk2 = [1]", "`frequency.k2` is no constant"),
        ("[speed]\nk1 = [1]", "`speed.k1` is no constant"),
        ("[frequency]\nk1 = 1.0", "`frequency.k1` is no list"),
        ("[frequency]\nk1 = []", "`frequency.k1` is no list"),
        ("frequency = [1]", "`frequency` is no section"),
        ("[frequency]\nk1 = ['one']", "settings cannot be understood"),
        ("[frequency", "settings cannot be understood"),
    ] {
        let error = Grid::from_toml(grid, start).unwrap_err();
        assert!(error.to_string().contains(named), "{grid}: {error}");
        assert!(error.hint().is_some(), "{grid}");
    }
    let shipped = include_str!("../../../../benches/tuning.toml");
    assert!(Grid::from_toml(shipped, start).is_ok());
}
