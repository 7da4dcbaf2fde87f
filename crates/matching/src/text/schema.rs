//! How cards lie in an index: one list of words, one of characters, the identifier.
//!
//! BM25F counts a field's words as often as the field weighs and takes one length for all
//! (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, CIKM
//! 2004). So every token is written as often as its field weighs, at one position, into
//! one list. The weight travels as the first character of the text to take apart.
//!
//! Must not know: scores, queries.

use super::error::TextError;
use super::tokens::{bigrams, words};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Changes whenever the same card would be indexed otherwise.
const LAYOUT: u32 = 1;
/// Greatest weight of a field.
const WEIGHTIEST: u32 = 16;

/// Name of a field of cards.
pub type FieldId = String;

/// A card as far as its words go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextCard {
    /// Which card it is; one of this name in the index is replaced.
    pub id: String,
    /// Fields with what stands in them; a field may come more than once.
    pub fields: Vec<(FieldId, String)>,
}

/// How much the words of a field count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWeight {
    /// The field.
    pub field: FieldId,
    /// How often each of its words counts, 1 to 16.
    pub weight: u32,
}

impl FieldWeight {
    /// A field with its weight.
    pub fn new(field: impl Into<FieldId>, weight: u32) -> Self {
        Self {
            field: field.into(),
            weight,
        }
    }
}

/// The parts of the index.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub schema: Schema,
    pub id: Field,
    pub words: Field,
    pub characters: Field,
    pub weights: Vec<FieldWeight>,
}

/// Name of the identifier's column.
pub(super) const ID: &str = "id";

impl Layout {
    /// Fields and weights that can be used, in one order whatever order they came in.
    pub fn new(weights: &[FieldWeight]) -> Result<Self, TextError> {
        let mut weights = weights.to_vec();
        weights.sort_by(|a, b| a.field.cmp(&b.field));
        let twice = weights
            .windows(2)
            .find(|pair| pair[0].field == pair[1].field);
        let bad = weights
            .iter()
            .find(|w| !(1..=WEIGHTIEST).contains(&w.weight));
        if let Some(bad) = bad.or(twice.map(|pair| &pair[1])) {
            return Err(TextError::BadWeight {
                field: bad.field.clone(),
                weight: bad.weight,
                most: WEIGHTIEST,
            });
        }
        let mut schema = Schema::builder();
        let tokens = |name: &str, option| {
            let indexing = TextFieldIndexing::default();
            let indexing = indexing.set_tokenizer(name).set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let id = schema.add_text_field(ID, STRING | FAST);
        let words = schema.add_text_field("words", tokens("words", positions));
        // Words side by side tell phrases; pairs of characters need no positions.
        let frequencies = IndexRecordOption::WithFreqs;
        let characters = schema.add_text_field("characters", tokens("characters", frequencies));
        Ok(Self {
            schema: schema.build(),
            id,
            words,
            characters,
            weights,
        })
    }

    /// What tells one layout from another.
    pub fn name(&self) -> String {
        let fields = self.weights.iter();
        let fields: Vec<_> = fields
            .map(|w| format!("{}={}", w.field, w.weight))
            .collect();
        format!("{LAYOUT} {}", fields.join(" "))
    }

    /// The weight of a field.
    pub fn weight(&self, field: &str) -> Option<u32> {
        let place = self
            .weights
            .binary_search_by(|w| w.field.as_str().cmp(field));
        Some(self.weights[place.ok()?].weight)
    }
}

/// A folded text with its weight in front.
pub(super) fn weighted(weight: u32, folded: &str) -> String {
    let mut text = String::with_capacity(folded.len() + 1);
    text.push(char::from_u32(weight).unwrap_or('\u{1}'));
    text.push_str(folded);
    text
}

/// How the parts of the index take weighted texts apart.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("words", TextAnalyzer::from(Apart { words: true }));
    manager.register("characters", TextAnalyzer::from(Apart { words: false }));
    manager
}

#[derive(Clone)]
struct Apart {
    words: bool,
}

impl Tokenizer for Apart {
    type TokenStream<'a> = Repeated<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Repeated<'a> {
        let first = text.chars().next();
        let folded = &text[first.map_or(0, char::len_utf8)..];
        Repeated {
            tokens: if self.words {
                words(folded)
            } else {
                bigrams(folded)
            },
            weight: first.map_or(1, u32::from),
            given: 0,
            next: 0,
            token: Token::default(),
        }
    }
}

/// Tokens, each as often as the weight says.
struct Repeated<'a> {
    tokens: Vec<super::tokens::Token<'a>>,
    weight: u32,
    given: u32,
    next: usize,
    token: Token,
}

impl TokenStream for Repeated<'_> {
    fn advance(&mut self) -> bool {
        if self.next > 0 && self.given < self.weight {
            self.given += 1;
            return true;
        }
        let Some(token) = self.tokens.get(self.next) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&token.text);
        self.token.offset_from = token.range.start;
        self.token.offset_to = token.range.end;
        self.token.position = token.place;
        self.next += 1;
        self.given = 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_fields_makes_no_other_layout_and_their_weights_do() {
        let layout = |fields: &[(&str, u32)]| {
            let fields: Vec<_> = fields
                .iter()
                .map(|(f, w)| FieldWeight::new(*f, *w))
                .collect();
            Layout::new(&fields)
        };
        let name = layout(&[("title", 3), ("text", 1)]).unwrap().name();
        assert_eq!(name, layout(&[("text", 1), ("title", 3)]).unwrap().name());
        assert_ne!(name, layout(&[("title", 2), ("text", 1)]).unwrap().name());
        assert!(layout(&[("text", 0)]).is_err());
        assert!(layout(&[("text", 1), ("text", 2)]).is_err());
        assert!(layout(&[("text", 17)]).is_err());
    }

    #[test]
    fn tokens_come_as_often_as_the_field_weighs() {
        let mut apart = Apart { words: true };
        let text = weighted(2, "深度学习");
        let mut stream = apart.token_stream(&text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("深度", 0), ("深度", 0), ("学习", 1), ("学习", 1)];
        assert_eq!(seen, expected.map(|(text, place)| (text.to_owned(), place)));
    }
}
