//! Takes a Rust file apart far enough for the checks: code without comments and
//! literals, the literals themselves, and which lines are tests.
//!
//! Must not know: any rule.

/// A string or character literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Line it starts on, from 1.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
    /// The last code before it, without spaces: `Diagnostic::error(`.
    pub before: String,
}

/// One file, taken apart.
#[derive(Debug, Default)]
pub struct Rust {
    /// Code line by line; comments and literals left out.
    pub code: Vec<String>,
    /// Literals in order.
    pub literals: Vec<Literal>,
    /// Per line: is it test code?
    pub tested: Vec<bool>,
}

const LEAD: usize = 60;

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    out: Rust,
    lead: String,
}

impl Rust {
    /// Takes a text apart; `tests` says that the whole file is test code.
    pub fn read(text: &str, tests: bool) -> Self {
        let mut reader = Reader {
            rest: text.chars().peekable(),
            out: Self {
                code: vec![String::new()],
                ..Self::default()
            },
            lead: String::new(),
        };
        while let Some(c) = reader.rest.next() {
            reader.step(c);
        }
        let mut file = reader.out;
        file.tested = vec![tests; file.code.len()];
        file.mark_tests();
        file
    }

    /// Is this line (from 1) test code?
    pub fn is_test(&self, line: usize) -> bool {
        self.tested.get(line - 1).copied().unwrap_or(false)
    }

    /// Code lines outside tests, with their number.
    pub fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code.iter().enumerate();
        lines
            .filter(|(i, _)| !self.tested[*i])
            .map(|(i, l)| (i + 1, l.as_str()))
    }

    /// Literals outside tests.
    pub fn shipped_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|l| !self.is_test(l.line))
    }

    fn mark_tests(&mut self) {
        const MARKS: [&str; 4] = [
            "#[cfg(test)]",
            "#[cfg(any(test",
            "#[cfg(all(test",
            "#[test]",
        ];
        let starts: Vec<usize> = (0..self.code.len())
            .filter(|&i| MARKS.iter().any(|m| self.code[i].contains(m)))
            .collect();
        for start in starts {
            let end = self.end_of_item(start);
            self.tested[start..=end].fill(true);
        }
    }

    /// The last line of the item whose attribute stands on line `start` (from 0).
    fn end_of_item(&self, start: usize) -> usize {
        let mut depth = 0i32;
        for (i, line) in self.code.iter().enumerate().skip(start) {
            for c in line.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 1 => return i,
                    '}' => depth -= 1,
                    ';' if depth == 0 => return i,
                    _ => {}
                }
            }
        }
        self.code.len() - 1
    }
}

impl Reader<'_> {
    fn step(&mut self, c: char) {
        match (c, self.rest.peek().copied()) {
            ('/', Some('/')) => while self.rest.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.string(),
            ('r', Some('"' | '#')) if !self.in_word() => self.raw_string(),
            ('\'', _) => self.quote(),
            _ => self.code(c),
        }
    }

    /// True when the code so far ends inside a word, other than a literal's prefix.
    fn in_word(&self) -> bool {
        let line = self.line().trim_end_matches(['b', 'c']);
        line.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    fn line(&self) -> &str {
        self.out.code.last().map_or("", String::as_str)
    }

    fn code(&mut self, c: char) {
        if c == '\n' {
            self.out.code.push(String::new());
            return;
        }
        if let Some(line) = self.out.code.last_mut() {
            line.push(c);
        }
        if !c.is_whitespace() {
            self.lead.push(c);
        }
    }

    /// A character of a comment or literal: only line ends count.
    fn skip(&mut self, c: char) {
        if c == '\n' {
            self.out.code.push(String::new());
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        let mut last = '/';
        while let Some(c) = self.rest.next() {
            self.skip(c);
            match (last, c) {
                ('/', '*') => (depth, last) = (depth + 1, ' '),
                ('*', '/') => (depth, last) = (depth - 1, ' '),
                _ => last = c,
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn literal(&mut self, line: usize, text: String) {
        let from = self.lead.chars().count().saturating_sub(LEAD);
        let before = self.lead.chars().skip(from).collect();
        self.lead.push('"');
        if let Some(code) = self.out.code.last_mut() {
            code.push_str("\"\"");
        }
        self.out.literals.push(Literal { line, text, before });
    }

    fn string(&mut self) {
        let (line, mut text) = (self.out.code.len(), String::new());
        while let Some(c) = self.rest.next() {
            self.skip(c);
            match c {
                '"' => break,
                '\\' => {
                    text.push(c);
                    if let Some(next) = self.rest.next() {
                        self.skip(next);
                        text.push(next);
                    }
                }
                _ => text.push(c),
            }
        }
        self.literal(line, text);
    }

    fn raw_string(&mut self) {
        let mut hashes = String::new();
        while self.rest.next_if_eq(&'#').is_some() {
            hashes.push('#');
        }
        if self.rest.next_if_eq(&'"').is_none() {
            // A raw identifier: r#type.
            return self.code('r');
        }
        let (line, end) = (self.out.code.len(), format!("\"{hashes}"));
        let mut text = String::new();
        for c in self.rest.by_ref() {
            if c == '\n' {
                self.out.code.push(String::new());
            }
            text.push(c);
            if text.ends_with(&end) {
                text.truncate(text.len() - end.len());
                break;
            }
        }
        self.literal(line, text);
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('\\'), _) | (Some(_), Some('\'')) => self.character(),
            _ => self.code('\''),
        }
    }

    fn character(&mut self) {
        let line = self.out.code.len();
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            self.skip(c);
            match c {
                '\'' => break,
                '\\' => text.extend(std::iter::once(c).chain(self.rest.next())),
                _ => text.push(c),
            }
        }
        self.literal(line, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &Rust) -> Vec<&str> {
        file.literals.iter().map(|l| l.text.as_str()).collect()
    }

    #[test]
    fn literals_are_told_from_comments_and_lifetimes() {
        let text = "// \"no\"\nfn f<'a>(x: &'a str) { g(\"a\\\"b\", 'c', '\\'', r#\"d\"e\"#); /* \"n /* o */\" */ }\n";
        let file = Rust::read(text, false);
        assert_eq!(texts(&file), ["a\\\"b", "c", "\\'", "d\"e"]);
        assert_eq!(file.literals[0].line, 2);
        assert!(
            file.literals[0].before.ends_with("fnf<'a>(x:&'astr){g("),
            "{}",
            file.literals[0].before
        );
    }

    #[test]
    fn the_code_before_a_literal_runs_over_line_ends() {
        let file = Rust::read("Diagnostic::error(\n    \"pack.x\",\n)", false);
        assert_eq!(file.literals[0].before, "Diagnostic::error(");
        assert_eq!(file.literals[0].line, 2);
    }

    #[test]
    fn test_code_is_found_by_its_braces() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\" }\n}\nfn c() {}\n";
        let file = Rust::read(text, false);
        let tested: Vec<usize> = (1..=6).filter(|&l| file.is_test(l)).collect();
        assert_eq!(tested, [2, 3, 4, 5]);
    }

    #[test]
    fn a_raw_identifier_is_no_string() {
        assert!(texts(&Rust::read("let r#type = 1;", false)).is_empty());
    }
}
