//! Queries, judgements and documents as the field writes them, and the run it reads:
//! topics as `id<TAB>text`, qrels as `query iteration document grade` (TREC), documents as
//! JSON lines `{"id": …, "text": …}`, a run as `query Q0 document rank score tag`.
//!
//! A line that cannot be read is a finding with its number; the rest goes on.
//!
//! Must not know: files, measures.

use julin_model::{Diagnostic, Place};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Findings of one text that are told one by one; the rest is counted.
const TOLD: usize = 20;

/// What was read, and what could not be.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// One finding per line that was not, the first twenty of them.
    pub findings: Vec<Diagnostic>,
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its identifier.
    pub id: String,
    /// What is asked.
    pub text: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its identifier.
    pub id: String,
    /// What it says.
    pub text: String,
    /// All else the line says.
    pub rest: Map<String, Value>,
}

/// Query to document to grade; 1 and more is relevant.
pub type Judgements = BTreeMap<String, HashMap<String, i64>>;

/// Reads topics. `name` is what to call the text in findings.
pub fn topics(name: &str, text: &str) -> Read<Vec<Topic>> {
    let mut known = HashSet::new();
    each_line(name, text, |line, topics: &mut Vec<Topic>| {
        let (id, text) = line
            .split_once('\t')
            .map(|(id, text)| (id.trim(), text.trim()))
            .filter(|(id, _)| !id.is_empty())
            .ok_or_else(|| Diagnostic::error("match.eval.topic"))?;
        if !known.insert(id.to_owned()) {
            return Err(Diagnostic::warning("match.eval.twice").with("id", id));
        }
        topics.push(Topic {
            id: id.to_owned(),
            text: text.to_owned(),
        });
        Ok(())
    })
}

/// Reads judgements. `name` is what to call the text in findings.
pub fn judgements(name: &str, text: &str) -> Read<Judgements> {
    each_line(name, text, |line, judgements: &mut Judgements| {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [query, _, document, grade] = parts[..] else {
            return Err(Diagnostic::error("match.eval.judgement"));
        };
        let grade = grade
            .parse()
            .map_err(|_| Diagnostic::error("match.eval.grade").with("grade", grade))?;
        let of_query = judgements.entry(query.to_owned()).or_default();
        match of_query.insert(document.to_owned(), grade) {
            Some(before) if before != grade => {
                of_query.insert(document.to_owned(), before);
                let finding = Diagnostic::warning("match.eval.judged-twice");
                Err(finding.with("query", query).with("id", document))
            }
            _ => Ok(()),
        }
    })
}

/// Reads documents. `name` is what to call the text in findings.
pub fn documents(name: &str, text: &str) -> Read<Vec<Document>> {
    let mut known = HashSet::new();
    each_line(name, text, |line, documents: &mut Vec<Document>| {
        let not_json = |_| Diagnostic::error("match.eval.json");
        let mut rest: Map<String, Value> = serde_json::from_str(line).map_err(not_json)?;
        let id = match rest.remove("id") {
            Some(Value::String(id)) if !id.is_empty() => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(Diagnostic::error("match.eval.no-id")),
        };
        let Some(Value::String(text)) = rest.remove("text") else {
            return Err(Diagnostic::error("match.eval.no-text").with("id", id));
        };
        if !known.insert(id.clone()) {
            return Err(Diagnostic::warning("match.eval.twice").with("id", id));
        }
        documents.push(Document { id, text, rest });
        Ok(())
    })
}

/// The lines of a run for one query: best document first, each with its score.
pub fn run_lines(query: &str, ranked: &[(String, f64)], tag: &str) -> String {
    let ranked = (1..).zip(ranked);
    ranked
        .map(|(rank, (id, score))| format!("{query} Q0 {id} {rank} {score:.9} {tag}\n"))
        .collect()
}

/// Reads line by line; blank lines and a byte order mark are passed over.
fn each_line<T: Default>(
    name: &str,
    text: &str,
    mut read: impl FnMut(&str, &mut T) -> Result<(), Diagnostic>,
) -> Read<T> {
    let (mut value, mut findings, mut untold) = (T::default(), Vec::new(), 0);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        if let Err(finding) = read(line, &mut value) {
            if findings.len() < TOLD {
                findings.push(finding.at(Place::line(name, number, 1)));
            } else {
                untold += 1;
            }
        }
    }
    if untold > 0 {
        let finding = Diagnostic::warning("match.eval.more").with("n", untold);
        findings.push(finding.at(Place::file(name)));
    }
    Read { value, findings }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(findings: &[Diagnostic]) -> Vec<(&str, u64)> {
        let told = findings.iter();
        told.map(|f| {
            (
                f.code.as_str(),
                f.place.as_ref().and_then(|p| p.line).unwrap_or(0),
            )
        })
        .collect()
    }

    #[test]
    fn wrong_lines_are_told_with_their_number_and_the_rest_goes_on() {
        let read = topics("q.tsv", "\u{feff}q1\t芯片\nq2 no tab\n\nq1\tagain\nq3\t\n");
        let ids: Vec<&str> = read.value.iter().map(|t| t.id.as_str()).collect();
        assert_eq!(ids, ["q1", "q3"]);
        assert_eq!(
            told(&read.findings),
            [("match.eval.topic", 2), ("match.eval.twice", 4)]
        );

        let read = judgements(
            "qrels",
            "q1 0 d1 1\nq1 0 d1 2\nq1 0 d2\nq1 0 d3 many\nq2\t0\td1\t0\n",
        );
        assert_eq!(read.value["q1"], HashMap::from([("d1".to_owned(), 1)]));
        assert_eq!(read.value["q2"]["d1"], 0);
        let codes = [
            "match.eval.judged-twice",
            "match.eval.judgement",
            "match.eval.grade",
        ];
        assert_eq!(
            told(&read.findings),
            [(codes[0], 2), (codes[1], 3), (codes[2], 4)]
        );

        let lines = "{\"id\":\"a\",\"text\":\"x\",\"year\":3}\n{\"id\":1,\"text\":\"y\"}\n[]\n{\"text\":\"\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"z\"}\n{";
        let read = documents("d.jsonl", lines);
        let ids: Vec<&str> = read.value.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids, ["a", "1"]);
        assert_eq!(read.value[0].rest["year"], 3);
        let lines: Vec<u64> = told(&read.findings).iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7]);
    }

    #[test]
    fn many_wrong_lines_are_counted() {
        let read = topics("q.tsv", &"x\n".repeat(1_000));
        assert_eq!(read.findings.len(), TOLD + 1);
        assert_eq!(read.findings[TOLD].args["n"], "980");
    }

    #[test]
    fn a_run_is_written_as_the_field_reads_it() {
        let lines = run_lines("q1", &[("d2".into(), 2.5), ("d1".into(), 1.0)], "julin");
        assert_eq!(
            lines,
            "q1 Q0 d2 1 2.500000000 julin\nq1 Q0 d1 2 1.000000000 julin\n"
        );
    }
}
