//! Scores a TREC run: `cargo run -p fiszka-evaluate --example score -- RUN QRELS [METRIC]...`
//!
//! Prints the means as one JSON value, in the form of `fiszka eval --json`.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::PathBuf;

use fiszka_evaluate::{Evaluation, Metric, Qrels, Run, Summary};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(run), Some(qrels)) = (arguments.next(), arguments.next()) else {
        return Err("usage: score RUN QRELS [METRIC]...".into());
    };
    let mut metrics: Vec<Metric> = arguments.map(|name| name.parse()).collect::<Result<_, _>>()?;
    if metrics.is_empty() {
        metrics = Metric::defaults();
    }
    let evaluation =
        Evaluation::new(&Run::open(&PathBuf::from(run))?, &Qrels::open(&PathBuf::from(&qrels))?, &metrics);
    let mut stdout = io::stdout().lock();
    serde_json::to_writer(&mut stdout, &Summary::new(qrels, &evaluation))?;
    writeln!(stdout)?;
    Ok(())
}
