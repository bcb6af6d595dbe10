//! Markdown with front matter or without.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::draft::{Draft, Mark, Parsed, TextBuilder};
use crate::error::Failure;
use crate::format::fields::{Content, Record};
use crate::format::{Format, Source, front_matter, html};
use crate::identity::Identity;

pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let split = front_matter::split(source.text);
    let mut diagnostics: Vec<_> = split.report.into_iter().collect();
    let draft = match split.front {
        Some(front) => {
            let (map, report) = front_matter::read(front, source.limits.depth_max);
            diagnostics.extend(report);
            let record = Record { fields: &map, body: Some(Content::Markdown(split.body)) };
            record.draft(source, Identity::Path(source.path.to_owned()))
        }
        None => page(source, split.body),
    };
    Ok(Parsed { drafts: vec![draft], format: Format::Markdown, diagnostics })
}

fn page(source: &Source<'_>, body: &str) -> Draft {
    let mut builder = TextBuilder::new(source.limits);
    add(body, &mut builder, &Mark::Text, source);
    Draft::of_page(Identity::Path(source.path.to_owned()), builder)
}

/// Adds Markdown to a text; its plain lines get the mark `base`.
pub(super) fn add(markdown: &str, builder: &mut TextBuilder, base: &Mark, source: &Source<'_>) {
    let mut heading = None;
    let mut links = 0_usize;
    let mut images = 0_usize;
    let mut block = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        let mark = || heading.map_or_else(|| base.clone(), Mark::Heading);
        match event {
            Event::Text(text) | Event::Code(text) if images == 0 => builder.flow(&text, links > 0),
            Event::SoftBreak => builder.flow(" ", false),
            Event::HardBreak | Event::Rule => {
                builder.end_line(mark());
            }
            Event::Html(text) => block.push_str(&text),
            Event::InlineHtml(tag) if tag.starts_with("<br") => {
                builder.end_line(mark());
            }
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => {
                builder.end_line(mark());
                builder.blank_line();
                heading = Some(level_number(level));
            }
            Event::End(TagEnd::Heading(_)) => {
                builder.end_line(mark());
                builder.blank_line();
                heading = None;
            }
            Event::Start(
                Tag::Paragraph | Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_),
            ) => {
                builder.end_line(mark());
                builder.blank_line();
            }
            Event::Start(Tag::TableCell) => builder.next_cell(),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) => {
                builder.end_line(mark());
            }
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::List(_) | TagEnd::Table) => {
                builder.end_line(mark());
                builder.blank_line();
            }
            Event::End(TagEnd::HtmlBlock) => {
                builder.end_line(mark());
                html::fragment(&block, builder, base, source);
                block.clear();
            }
            _ => {}
        }
    }
    builder.end_line(base.clone());
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
