//! A place on the map, as pages print it.

use crate::document::Coordinates;

/// Reads two angles, degrees north first: `51.2465, 22.5684`, `51,2465; 22,5684`, `51.2465 N 22.5684 E`,
/// `51°14′47″N 22°34′06″E`, `N51.2465 E22.5684`. Letters of the compass decide when they stand the other way round.
pub(crate) fn coordinates(printed: &str) -> Option<Coordinates> {
    const BYTES_MAX: usize = 80;
    if printed.len() > BYTES_MAX {
        return None;
    }
    let (first, second) = halves(printed.trim())?;
    let (first, second) = (angle(first)?, angle(second)?);
    let (north, east) = match (first.axis, second.axis) {
        (Some(Axis::East), Some(Axis::North) | None) | (None, Some(Axis::North)) => (second, first),
        (Some(Axis::North) | None, Some(Axis::East)) | (Some(Axis::North), None) | (None, None) => {
            (first, second)
        }
        _ => return None,
    };
    Coordinates::new(north.degrees, east.degrees)
}

#[derive(Clone, Copy, PartialEq)]
enum Axis {
    North,
    East,
}

#[derive(Clone, Copy)]
struct Angle {
    degrees: f64,
    /// Which way it is measured, if a letter says so.
    axis: Option<Axis>,
}

/// The texts of the two angles. A comma is a decimal comma where something else splits them.
fn halves(text: &str) -> Option<(&str, &str)> {
    let split = |separator: &str| {
        let mut parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), None) => Some((first, second)),
            _ => None,
        }
    };
    split(";")
        .or_else(|| split(", "))
        .or_else(|| split("/"))
        .or_else(|| behind_letter(text))
        .or_else(|| split(","))
        .or_else(|| split(" "))
}

/// Splits behind the first letter of the compass, or before the second one where letters stand in front.
fn behind_letter(text: &str) -> Option<(&str, &str)> {
    let mut letters = text.char_indices().filter(|(_, c)| axis_of(*c).is_some());
    let (first, letter) = letters.next()?;
    let (second, _) = letters.next()?;
    let at = if first == 0 { second } else { first + letter.len_utf8() };
    Some((text.get(..at)?.trim_end_matches([',', ' ']), text.get(at..)?.trim_start_matches([',', ' '])))
}

fn axis_of(letter: char) -> Option<Axis> {
    match letter {
        'N' | 'n' | 'S' | 's' => Some(Axis::North),
        'E' | 'e' | 'W' | 'w' => Some(Axis::East),
        _ => None,
    }
}

/// One angle: decimal degrees, or degrees, minutes and seconds.
fn angle(text: &str) -> Option<Angle> {
    let letter = text.chars().find(|c| c.is_alphabetic());
    let axis = match letter {
        Some(letter) => Some(axis_of(letter)?),
        None => None,
    };
    let bare = text.trim_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let (sign, bare) = bare.strip_prefix('-').map_or((1.0, bare), |rest| (-1.0, rest));
    let marks = ['°', 'º', '′', '\'', '’', '″', '"', '”', ':', ' '];
    let mut degrees = 0.0;
    let mut unit = 1.0;
    let mut parts = bare.split(marks).filter(|part| !part.is_empty());
    for part in parts.by_ref().take(3) {
        if !part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
            return None;
        }
        let number: f64 = part.replace(',', ".").parse().ok()?;
        if unit < 1.0 && number >= 60.0 {
            return None;
        }
        degrees += number * unit;
        unit /= 60.0;
    }
    let south_or_west = matches!(letter, Some('S' | 's' | 'W' | 'w'));
    (unit < 1.0 && parts.next().is_none())
        .then_some(Angle { degrees: if south_or_west { -degrees } else { degrees } * sign, axis })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_pages_print_them() {
        for (printed, expected) in [
            ("51.2465, 22.5684", Some((51.2465, 22.5684))),
            ("51.2465,22.5684", Some((51.2465, 22.5684))),
            ("51.2465 22.5684", Some((51.2465, 22.5684))),
            ("51,2465; 22,5684", Some((51.2465, 22.5684))),
            ("51,2465, 22,5684", Some((51.2465, 22.5684))),
            ("51.2465; 22.5684", Some((51.2465, 22.5684))),
            ("51.2465°N, 22.5684°E", Some((51.2465, 22.5684))),
            ("51.2465 N 22.5684 E", Some((51.2465, 22.5684))),
            ("N51.2465 E22.5684", Some((51.2465, 22.5684))),
            ("22.5684 E, 51.2465 N", Some((51.2465, 22.5684))),
            ("51°15′N 22°34′12″E", Some((51.25, 22.57))),
            ("51°15'00\"N, 22°34'12\"E", Some((51.25, 22.57))),
            ("33.9 S 18.4 E", Some((-33.9, 18.4))),
            ("-33.9, 18.4", Some((-33.9, 18.4))),
            ("91, 22", None),
            ("51.2, 181", None),
            ("51°75′N 22°34′E", None),
            ("51.2 N 22.5 N", None),
            ("51.2465", None),
            ("NaN, 22", None),
            ("inf, 22", None),
            ("1e1, 22", None),
            ("Lublin, Rynek 1", None),
            ("51.2, 22.5, 17", None),
            ("", None),
        ] {
            let found = coordinates(printed).map(|place| (place.latitude(), place.longitude()));
            let near = match (found, expected) {
                (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9,
                (a, b) => a == b,
            };
            assert!(near, "{printed}: {found:?}");
        }
    }
}
