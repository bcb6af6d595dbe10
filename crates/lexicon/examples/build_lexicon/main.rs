//! Builds the compiled dictionary from the packages that SGJP and Morfologik are published in.
//!
//! ```text
//! cargo run --release -p fiszka-lexicon --example build_lexicon -- \
//!     --sgjp morfeusz2-1.99.15-….whl --morfologik morfologik-polish.jar \
//!     --counts data/counts.tsv.gz --out data/lexicon.bin
//! ```
//!
//! The README of this crate says where the packages come from and what they must hash to. The same input gives
//! the same bytes. `--hold-out 20` leaves out 20 % of the lemmas, for measuring guesses.
#![expect(clippy::print_stdout, reason = "a program that reports what it built")]

mod automaton;
mod bytes;
mod compile;
mod entry;
mod guesser;
mod merge;
mod morfologik;
mod rank;
mod scripts;
mod sgjp;
mod tags;

use std::fs::{self, File};
use std::io::Read;

use compile::{Compiled, Inputs, compile};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Largest file taken out of an archive, in bytes.
const UNPACKED_BYTES_MAX: u64 = 256 << 20;

#[derive(Default)]
struct Arguments {
    sgjp: String,
    morfologik: String,
    counts: String,
    out: String,
    hold_out_percent: u8,
}

fn arguments() -> Result<Arguments> {
    let mut found = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--sgjp" => found.sgjp = value,
            "--morfologik" => found.morfologik = value,
            "--counts" => found.counts = value,
            "--out" => found.out = value,
            "--hold-out" => found.hold_out_percent = value.parse()?,
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    for (name, value) in [
        ("--sgjp", &found.sgjp),
        ("--morfologik", &found.morfologik),
        ("--counts", &found.counts),
        ("--out", &found.out),
    ] {
        if value.is_empty() {
            return Err(format!("missing argument {name}").into());
        }
    }
    Ok(found)
}

/// One file of a zip archive (a wheel, a jar).
fn unpack(archive: &str, name: &str) -> Result<Vec<u8>> {
    let opened = File::open(archive).map_err(|error| format!("{archive}: {error}"))?;
    let mut archive_reader = zip::ZipArchive::new(opened).map_err(|error| format!("{archive}: {error}"))?;
    let file = archive_reader.by_name(name).map_err(|error| format!("{archive}: {name}: {error}"))?;
    let mut bytes = Vec::new();
    file.take(UNPACKED_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn main() -> Result<()> {
    let arguments = arguments()?;
    let sgjp = unpack(&arguments.sgjp, "libmorfeusz2.so")?;
    let morfologik = unpack(&arguments.morfologik, "morfologik/stemming/polish/polish.dict")?;
    let mut counts = String::new();
    flate2::read::GzDecoder::new(File::open(&arguments.counts)?).read_to_string(&mut counts)?;

    let Compiled { bytes, report } = compile(Inputs {
        sgjp: &sgjp,
        morfologik: &morfologik,
        counts: &counts,
        hold_out_percent: arguments.hold_out_percent,
    })?;
    fs::write(&arguments.out, &bytes)?;
    print!("{report}");
    println!("{:>9} bytes, the whole of {}", bytes.len(), arguments.out);
    println!("blake3 {}", blake3::hash(&bytes));
    Ok(())
}
