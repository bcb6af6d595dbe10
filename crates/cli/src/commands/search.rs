//! `fiszka search`

use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use fiszka_protocol::{Condition, Format, InvalidValue, PartialDate, SearchRequest, Sort, limits};

use crate::arguments::Common;
use crate::commands::answers::IndexOption;
use crate::error::Error;
use crate::exit;
use crate::output::{Output, search};

/// Search the documents
///
/// Words are found in every form, with or without Polish letters. The exit code is 1 when no document matches,
/// even if the nearest ones are shown.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for; several words are one query, none lists every document, newest first. A word with a minus goes
    /// into quotes behind another one, "klub -remont", or everything behind two: -- -remont klub
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only documents of this kind: practice, news, other, or a portal's own
    #[arg(long)]
    kind: Option<String>,
    /// Only documents whose field has this value, as in voivodeship=śląskie; may be repeated
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = parse::<Condition>)]
    conditions: Vec<Condition>,
    /// Only documents published on or after YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = parse::<PartialDate>)]
    from: Option<PartialDate>,
    /// Only documents published on or before YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = parse::<PartialDate>)]
    to: Option<PartialDate>,
    /// Only documents near a place, as in Lublin~30km or 51.25,22.57~30km; also what --sort distance goes by
    #[arg(long, value_name = "PLACE~DISTANCE")]
    near: Option<String>,
    /// The order of the hits
    #[arg(long, default_value_t, value_parser = PossibleValuesParser::new(Sort::ALL.map(Sort::as_str)).try_map(|name| name.parse::<Sort>()))]
    sort: Sort,
    /// Most hits to show, at most 100; 1000 with --geojson
    #[arg(long, value_name = "N", default_value_t = limits::LIMIT_DEFAULT)]
    limit: u32,
    /// Hits to leave out before the first one
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u32,
    /// Go on behind the page that gave this cursor
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    cursor: Option<String>,
    /// Count the values of this field over all matches, numbers and dates in ranges, as in population:10000 or
    /// published:month; may be repeated
    #[arg(long, value_name = "FIELD[:RANGES]")]
    facet: Vec<String>,
    /// Print what lies on the map, at most 1000 documents, as GeoJSON
    #[arg(long, conflicts_with = "explain")]
    geojson: bool,
    /// Take the score of every hit apart
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    index: IndexOption,
}

impl Search {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let answers = self.index.open(common)?;
        let request = SearchRequest {
            q: self.query.join(" "),
            kind: self.kind,
            where_: self.conditions,
            from: self.from,
            to: self.to,
            near: self.near,
            sort: self.sort,
            limit: self.limit,
            offset: self.offset,
            cursor: self.cursor,
            facet: self.facet,
            explain: self.explain,
            format: Format::Json,
        };
        if self.geojson {
            let map = answers.map(&request)?;
            Output::new(true).print(&map, |_, _| String::new())?;
            return Ok(if map.total > 0 { exit::FOUND } else { exit::NOTHING_FOUND });
        }
        let answer = answers.search(&request)?;
        common.output().print(&answer, |answer, style| search::text(answer, request.offset, style))?;
        Ok(if answer.total > 0 { exit::FOUND } else { exit::NOTHING_FOUND })
    }
}

/// Reads a value and keeps its remedy, which the command line has no other place for.
fn parse<T: FromStr<Err = InvalidValue>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: InvalidValue| format!("{error}: {}", error.remedy()))
}
