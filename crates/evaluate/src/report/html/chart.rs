//! The charts of a study, as inline SVG. Sizes are in units of a drawing 900 wide.

use std::fmt::Write as _;

use super::{difference_text, escape, interval_text};
use crate::study::{Study, SystemFigures};

const WIDTH: f64 = 900.0;
/// Room for the names of systems.
const NAMES: f64 = 220.0;
const ROW: f64 = 26.0;
const AXIS: f64 = 24.0;
/// Room for a number behind a bar.
const NUMBER: f64 = 60.0;
/// Columns that a chart of single queries has at most: more would be thinner than a pixel.
const COLUMNS_MAX: usize = 340;

/// A dot and its interval for the difference of each system from the baseline.
pub(super) fn differences(study: &Study) -> String {
    let rows: Vec<_> = study.comparisons.iter().filter(|one| one.metric == study.metric).collect();
    let bounds = rows.iter().flat_map(|one| {
        let interval = one.interval.map_or([one.difference; 2], |interval| [interval.low, interval.high]);
        interval.into_iter().chain([one.difference])
    });
    let (low, high) = bounds.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if rows.is_empty() || high - low <= 0.0 {
        return String::new();
    }
    let x = |value: f64| NAMES + 10.0 + (value - low) / (high - low) * (WIDTH - NAMES - 20.0);
    let height = ROW * rows.len() as f64 + AXIS;
    let title = format!("Difference in {} from the baseline, with 95 % intervals", study.metric);
    let mut svg = open(&title, height);
    for value in [low, 0.0, high] {
        let class = if value == 0.0 { "axis" } else { "rule" };
        let (at, bottom) = (x(value), height - AXIS);
        let _ = write!(
            svg,
            "<line class=\"{class}\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"0\" y2=\"{bottom:.1}\"/>"
        );
        let anchor = if value == low && low < 0.0 {
            "start"
        } else if value == high {
            "end"
        } else {
            "middle"
        };
        // The ends are told only where they do not cover the zero.
        if value == 0.0 || (x(value) - x(0.0)).abs() > 90.0 {
            let (text, y) = (difference_text(value), height - 6.0);
            let _ = write!(
                svg,
                "<text class=\"soft\" text-anchor=\"{anchor}\" x=\"{at:.1}\" y=\"{y:.1}\">{text}</text>"
            );
        }
    }
    for (at, one) in rows.iter().enumerate() {
        let y = ROW * (at as f64 + 0.5);
        svg += &name(&one.run, y);
        let told = format!(
            "{}: {} ({})",
            one.run,
            difference_text(one.difference),
            interval_text(one.interval, difference_text)
        );
        let _ = write!(svg, "<g><title>{}</title>", escape(&told));
        if let Some(interval) = one.interval {
            let (from, to) = (x(interval.low), x(interval.high));
            let _ = write!(
                svg,
                "<line class=\"whisker\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"
            );
        }
        let _ =
            write!(svg, "<circle class=\"mark\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"5\"/></g>", x(one.difference));
    }
    close(svg, &title)
}

/// A bar up to the median and a pale one up to the 99th percentile of each system.
pub(super) fn latencies(study: &Study) -> String {
    let rows: Vec<_> =
        study.systems.iter().filter_map(|system| Some((&system.name, system.latency_ms?))).collect();
    let longest = rows.iter().map(|(_, latency)| latency.p99).fold(0.0, f64::max);
    if longest <= 0.0 {
        return String::new();
    }
    let title = "Milliseconds for ten documents: median, and pale the 99th percentile";
    let mut svg = open(title, ROW * rows.len() as f64);
    for (at, (system, latency)) in rows.iter().enumerate() {
        let y = ROW * (at as f64 + 0.5);
        svg += &name(system, y);
        let width = |milliseconds: f64| milliseconds / longest * (WIDTH - NAMES - NUMBER - 10.0);
        let (p50, p99) = (width(latency.p50), width(latency.p99));
        let (left, top) = (NAMES + 10.0, y - 7.0);
        let _ = write!(
            svg,
            "<rect class=\"pale\" x=\"{left}\" y=\"{top:.1}\" width=\"{p99:.1}\" height=\"14\"/>\
             <rect class=\"mark\" x=\"{left}\" y=\"{top:.1}\" width=\"{p50:.1}\" height=\"14\"/>\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\">{:.2} / {:.2}</text>",
            (left + p99 + 6.0).min(WIDTH - NUMBER - 20.0),
            y + 4.5,
            latency.p50,
            latency.p99
        );
    }
    close(svg, title)
}

/// The differences of all queries, sorted: gains to the left, losses to the right.
pub(super) fn query_differences(study: &Study, system: &SystemFigures) -> String {
    const HEIGHT: f64 = 120.0;
    let all = study.differences(system);
    if all.iter().all(|difference| *difference == 0.0) {
        return String::new();
    }
    let share = all.len().div_ceil(COLUMNS_MAX).max(1);
    let columns: Vec<f64> =
        all.chunks(share).map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64).collect();
    let title = format!("Difference in {} of each query, sorted; the frame is from -1 to 1", study.metric);
    let mut svg = open(&title, HEIGHT);
    let step = WIDTH / columns.len() as f64;
    let _ = write!(svg, "<line class=\"axis\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{0}\" y2=\"{0}\"/>", HEIGHT / 2.0);
    for (at, difference) in columns.iter().enumerate().filter(|(_, difference)| **difference != 0.0) {
        let height = difference.abs() * HEIGHT / 2.0;
        let (class, top) =
            if *difference > 0.0 { ("gain", HEIGHT / 2.0 - height) } else { ("loss", HEIGHT / 2.0) };
        let (left, width) = (step * at as f64, (step * 0.9).min(16.0));
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.2}\" height=\"{height:.1}\"/>"
        );
    }
    close(svg, &title)
}

fn open(title: &str, height: f64) -> String {
    format!("<figure><svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{}\">", escape(title))
}

fn close(svg: String, caption: &str) -> String {
    format!("{svg}</svg>\n<figcaption>{}</figcaption></figure>\n", escape(caption))
}

fn name(system: &str, y: f64) -> String {
    format!("<text text-anchor=\"end\" x=\"{NAMES}\" y=\"{:.1}\">{}</text>", y + 4.5, escape(system))
}
