//! Which town is meant: by its name as the table has it, or by another form of it.

use fiszka_analysis::{Analyzer, Language, Side, WordClass};
use fiszka_schema::{Schema, Town, fold};

use crate::search::answer::QueryError;

/// Towns that an error lists.
const CHOICES_MAX: usize = 10;
/// Letters, folded, that every form of a name has in common: *Łódź*, *Łodzi*.
const COMMON_LETTERS: usize = 2;
/// Longest preposition of a name in small letters.
const PREPOSITION_LETTERS_MAX: usize = 2;

/// The town of a name, with its county or voivodeship behind a comma if it has namesakes. A name that no town has may be
/// a form of one, with a preposition or without: `Lublinie`, `w Zielonej Górze`, `pod Krakowem`. Of several towns it is
/// the one whose name is most like what is written, then the first of the table.
pub(crate) fn town<'s>(
    written: &str,
    schema: &'s Schema,
    analyzer: &Analyzer,
) -> Result<&'s Town, QueryError> {
    let (name, context) =
        written.split_once(',').map_or((written, None), |(name, context)| (name, Some(context.trim())));
    let fits = |town: &&Town| {
        context.is_none_or(|context| {
            let voivodeship = schema.voivodeships().recognise(context);
            town.is_in_county(context) || voivodeship.is_some_and(|found| found.name == town.voivodeship)
        })
    };
    let mut found: Vec<&Town> = schema.towns().named(name.trim()).collect();
    if found.is_empty()
        && let Some(town) = inflected(name.trim(), schema, analyzer)
    {
        found = schema.towns().named(&town.name).collect();
    }
    found.retain(fits);
    match found.as_slice() {
        [town] => Ok(town),
        _ => {
            let choice = |town: &&Town| {
                format!("{}, {}", town.name, town.counties.first().unwrap_or(&town.voivodeship))
            };
            let choices = found.iter().take(CHOICES_MAX).map(choice).collect();
            Err(QueryError::UnknownPlace { name: written.to_owned(), choices })
        }
    }
}

/// The town whose name has this form.
fn inflected<'s>(written: &str, schema: &'s Schema, analyzer: &Analyzer) -> Option<&'s Town> {
    let name = without_preposition(written, analyzer);
    let folded = fold(name);
    let beginning = folded
        .char_indices()
        .nth(COMMON_LETTERS)
        .map_or(folded.as_str(), |(end, _)| folded.get(..end).unwrap_or_default());
    let terms = words(name, Side::Query, analyzer);
    let has_form = |town: &&Town| {
        let of_town = words(&town.name, Side::Index, analyzer);
        let share_a_term = |(a, b): (&Vec<String>, &Vec<String>)| a.iter().any(|term| b.contains(term));
        of_town.len() == terms.len() && of_town.iter().zip(&terms).all(share_a_term)
    };
    let like =
        |town: &&Town| fold(&town.name).chars().zip(folded.chars()).take_while(|(a, b)| a == b).count();
    let towns = schema.towns().all().iter();
    let near = towns.filter(|town| !terms.is_empty() && fold(&town.name).starts_with(beginning));
    // `max_by_key` gives the last of equal ones.
    near.filter(has_form).rev().max_by_key(like)
}

/// The terms of each word of a name.
fn words(name: &str, side: Side, analyzer: &Analyzer) -> Vec<Vec<String>> {
    let mut words: Vec<Vec<String>> = Vec::new();
    analyzer.analyze(name, Language::Polish, side, &mut |token| {
        if token.span == 1 && token.position == words.len() {
            words.push(token.terms.iter().map(|term| term.text.to_owned()).collect());
        }
    });
    words
}

/// What is left of `w Lublinie` or `koło Lublina`: words in small letters before a capital, or a preposition.
fn without_preposition<'n>(name: &'n str, analyzer: &Analyzer) -> &'n str {
    let Some((first, rest)) = name.split_once(char::is_whitespace) else { return name };
    let rest = rest.trim_start();
    let mut is_function = first.chars().count() <= PREPOSITION_LETTERS_MAX;
    analyzer.analyze(first, Language::Polish, Side::Query, &mut |token| {
        is_function |= token.class == WordClass::Function;
    });
    let is_small = first.starts_with(char::is_lowercase);
    if is_small && (is_function || rest.starts_with(char::is_uppercase)) { rest } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_are_meant_by_any_form_of_their_names() {
        let (schema, analyzer) = (Schema::builtin(), Analyzer::new());
        for (written, expected) in [
            ("Lublin", "Lublin"),
            ("Lublinie", "Lublin"),
            ("lublinie", "Lublin"),
            ("w Lublinie", "Lublin"),
            ("pod Lublinem", "Lublin"),
            ("koło Lublina", "Lublin"),
            ("Lubinie", "Lubin"),
            ("we Wrocławiu", "Wrocław"),
            ("w Zielonej Górze", "Zielona Góra"),
            ("w zielonej górze", "Zielona Góra"),
            ("Zielonej Gorze", "Zielona Góra"),
            ("Jeleniej Górze", "Jelenia Góra"),
            ("Łodzi", "Łódź"),
            ("Lodzi", "Łódź"),
            ("Bielsku-Białej", "Bielsko-Biała"),
            ("w Białymstoku", "Białystok"),
            ("w Krasnymstawie", "Krasnystaw"),
            ("w Nowym Targu", "Nowy Targ"),
            ("Katowicach", "Katowice"),
            ("Kielcach", "Kielce"),
            ("Tychach", "Tychy"),
            ("Chełmie", "Chełm"),
            ("Chełmnie", "Chełmno"),
            ("Świdniku", "Świdnik"),
            ("Świdnicy", "Świdnica"),
            ("Zakopanem", "Zakopane"),
            ("Stalowej Woli", "Stalowa Wola"),
            ("Rudzie Śląskiej", "Ruda Śląska"),
            ("Ostrowie Wielkopolskim", "Ostrów Wielkopolski"),
            ("Gorzowie Wielkopolskim", "Gorzów Wielkopolski"),
            ("do Ełku", "Ełk"),
            ("Józefowie, otwocki", "Józefów"),
            ("Józefowie", "`Józefowie` is the name of several towns"),
            ("Atlantydzie", "unknown place `Atlantydzie`"),
            ("Lublinie mieszkania", "unknown place `Lublinie mieszkania`"),
            ("Górze", "Góra"),
            ("w", "unknown place `w`"),
            ("", "unknown place ``"),
        ] {
            let found = town(written, schema, &analyzer).map(|town| town.name.clone());
            assert_eq!(found.unwrap_or_else(|error| error.to_string()), expected, "{written}");
        }
    }

    #[test]
    fn every_name_in_the_table_is_its_own_form() {
        let (schema, analyzer) = (Schema::builtin(), Analyzer::new());
        for town in schema.towns().all() {
            let found = inflected(&town.name, schema, &analyzer).map(|found| found.name.as_str());
            assert_eq!(found, Some(town.name.as_str()));
        }
    }
}
