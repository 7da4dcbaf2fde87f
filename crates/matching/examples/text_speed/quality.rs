//! How well abstracts are found by their titles and keywords.
//!
//! Must not know: how speed is measured.

use crate::Outcome;
use crate::plain::Plain;
use julin_matching::evaluation::{Answer, Figure, Judgements, Summary, summary};
use julin_matching::text::{
    FieldWeight, Means, Query, RamDirectory, TermBase, TextCard, TextIndex,
};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

struct Paper {
    id: String,
    title: String,
    keywords: String,
    text: String,
}

impl Paper {
    fn query(&self, task: &str) -> &str {
        match task {
            "title" => &self.title,
            _ => &self.keywords,
        }
    }
}

pub fn run(folder: &Path) -> Outcome {
    let papers = papers(&std::fs::read_to_string(folder.join("csl_dev.jsonl"))?)?;
    let mut plain = Plain::default();
    let index = TextIndex::open(RamDirectory::create(), &[FieldWeight::new("text", 1)])?;
    let mut writer = index.writer(Means {
        threads: 1,
        memory: 64_000_000,
    })?;
    for paper in &papers {
        plain.add(&paper.id, &paper.text);
        writer.add(&TextCard {
            id: paper.id.clone(),
            fields: vec![("text".into(), paper.text.clone())],
        })?;
    }
    writer.commit(1)?;
    println!("papers {}", papers.len());
    for name in ["title", "keywords"] {
        let asked: Vec<(&str, &str)> = papers
            .iter()
            .map(|paper| (paper.id.as_str(), paper.query(name)))
            .filter(|(_, query)| !query.is_empty())
            .collect();
        let judgements: Judgements = asked
            .iter()
            .map(|(id, _)| ((*id).to_owned(), HashMap::from([((*id).to_owned(), 1)])))
            .collect();
        let (mut of_plain, mut of_ours) = (Vec::new(), Vec::new());
        for (id, query) in asked {
            let answer = |ranked| Answer {
                query: id.to_owned(),
                ranked,
            };
            of_plain.push(answer(plain.search(query, 100)));
            let found = index.search(&Query::new(query, &TermBase::default()), 100)?;
            of_ours.push(answer(found.hits.into_iter().map(|hit| hit.id).collect()));
        }
        tell(name, "plain", &summary(&of_plain, &judgements, 1));
        tell(name, "ours", &summary(&of_ours, &judgements, 1));
    }
    Ok(())
}

fn tell(task: &str, system: &str, summary: &Summary) {
    println!("{task} {system} queries {}", summary.queries);
    let figures = [
        ("ndcg@10", summary.ndcg_10),
        ("mrr@10", summary.mrr_10),
        ("r@10", summary.recall_10),
        ("r@100", summary.recall_100),
    ];
    for (name, figure) in figures {
        let Figure { mean, low, high } = figure.unwrap_or_default();
        println!("{task} {system} {name} {mean:.4} [{low:.4}, {high:.4}]");
    }
}

fn papers(text: &str) -> Result<Vec<Paper>, serde_json::Error> {
    let mut papers = Vec::new();
    for line in text.lines() {
        let paper: Value = serde_json::from_str(line)?;
        let text_of = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
        let keywords = paper["keywords"].as_array().cloned().unwrap_or_default();
        let keywords: Vec<&str> = keywords.iter().filter_map(Value::as_str).collect();
        let text = text_of("abstract");
        if !text.is_empty() {
            papers.push(Paper {
                id: text_of("id"),
                title: text_of("title"),
                keywords: keywords.join(" "),
                text,
            });
        }
    }
    Ok(papers)
}
