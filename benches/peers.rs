//! The table of all collections and peers.
//!
//! ```text
//! cargo run --release -p fiszka-benches --bin peers -- FOLDER
//! ```
//!
//! Every folder of `FOLDER` with a `corpus.jsonl` and judgements is a collection in BEIR form. The figures of the peers
//! come from `peers.toml`; a collection that a peer was not measured on stays empty there.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fiszka::{Analyzer, Schema};
use fiszka_evaluate::{Collection, Evaluation, LatencySummary, Metric, Overrides, Session, time_in_turn};
use serde::Deserialize;

#[derive(Deserialize)]
struct Peers {
    engine: Vec<Peer>,
}

#[derive(Deserialize)]
struct Peer {
    name: String,
    #[serde(flatten)]
    values: BTreeMap<String, f64>,
}

/// What fiszka reaches on one collection.
struct Ours {
    name: String,
    queries: usize,
    documents: usize,
    as_typed: f64,
    folded: f64,
    latency: Option<LatencySummary>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder of the collections")?;
    let peers: Peers = toml::from_str(include_str!("peers.toml"))?;
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    folders.retain(|folder| folder.join("corpus.jsonl").is_file());
    folders.sort();
    let ours: Vec<Ours> = folders.iter().map(|folder| measure(folder)).collect::<Result<_, _>>()?;
    std::io::stdout().lock().write_all(table(&ours, &peers.engine)?.as_bytes())?;
    Ok(())
}

fn measure(folder: &Path) -> Result<Ours, Box<dyn Error>> {
    let mut collection = Collection::open(folder, &Overrides::default())?;
    let dir = tempfile::tempdir()?;
    let schema = Arc::new(Schema::builtin().clone());
    let session = Session::of_collection(&collection, dir.path(), schema, Analyzer::new(), &mut |_| {})?;
    let metric: Metric = "nDCG@10".parse()?;
    let mean = |collection: &Collection| -> Result<f64, Box<dyn Error>> {
        let run = session.rank_all(collection.queries(), 100, "fiszka", &mut |_| {})?;
        let evaluation = Evaluation::new(&run, collection.qrels(), &[metric]);
        Ok(evaluation.mean(metric).unwrap_or_default())
    };
    let as_typed = mean(&collection)?;
    let latencies = time_in_turn(&[&session], collection.queries(), &mut |_, _| {})?;
    collection.fold_queries();
    Ok(Ours {
        name: collection.name().to_owned(),
        queries: collection.qrels().judged().count(),
        documents: session.documents(),
        as_typed,
        folded: mean(&collection)?,
        latency: latencies.first().and_then(fiszka_evaluate::Latencies::summary),
    })
}

fn table(ours: &[Ours], peers: &[Peer]) -> Result<String, std::fmt::Error> {
    let mut text = "| nDCG@10 |".to_owned();
    for one in ours {
        write!(text, " {} |", one.name)?;
    }
    text += "\n|---|";
    text += &"---:|".repeat(ours.len());
    let mut row = |name: &str, cell: &dyn Fn(&Ours) -> String| {
        let _ = write!(text, "\n| {name} |");
        for one in ours {
            let _ = write!(text, " {} |", cell(one));
        }
    };
    row("**fiszka**", &|one| format!("**{:.4}**", one.as_typed));
    row("fiszka, queries in lower case without Polish letters", &|one| format!("{:.4}", one.folded));
    for peer in peers {
        row(&peer.name, &|one| {
            peer.values.get(&one.name).map_or_else(String::new, |value| format!("{value:.4}"))
        });
    }
    row("documents / queries", &|one| format!("{} / {}", one.documents, one.queries));
    row("fiszka, ms p50 / p99", &|one| {
        one.latency.map_or_else(String::new, |latency| format!("{:.2} / {:.2}", latency.p50, latency.p99))
    });
    text.push('\n');
    Ok(text)
}
