//! Bytes to UTF-8, streaming. The encoding is decided on the first bytes that are not
//! plain ASCII; UTF-8 is passed on as it is, so that damaged bytes stay in their cell.

use crate::error::Problem;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::io::Read;

/// Bytes taken from the file at a time.
const BLOCK: usize = 256 * 1024;
/// With one damaged place in this many Chinese characters, GB 18030 still holds.
const TOLERANCE: usize = 20;
/// The same for UTF-8, which other encodings hardly ever look like.
const UTF8_TOLERANCE: usize = 4;

/// A window over decoded text.
pub(crate) struct TextStream {
    input: Box<dyn Read + Send>,
    state: State,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    bytes_read: u64,
    ended: bool,
    name: String,
}

enum State {
    /// Only ASCII so far.
    Undecided,
    Utf8,
    Other(Box<Decoder>),
}

impl TextStream {
    /// Opens the stream; `encoding` overrides what the bytes suggest.
    pub(crate) fn new(
        input: Box<dyn Read + Send>,
        encoding: Option<&str>,
    ) -> Result<Self, Problem> {
        let mut stream = Self {
            input,
            state: State::Undecided,
            raw: Vec::new(),
            text: Vec::new(),
            start: 0,
            bytes_read: 0,
            ended: false,
            name: "UTF-8".to_owned(),
        };
        let given = match encoding {
            Some(label) => Some(
                Encoding::for_label(label.as_bytes())
                    .ok_or_else(|| Problem::UnknownEncoding(label.to_owned()))?,
            ),
            None => None,
        };
        stream.read_block()?;
        stream.take_mark(given);
        stream.decode_block();
        Ok(stream)
    }

    /// Decoded text not yet consumed.
    #[inline]
    pub(crate) fn window(&self) -> &[u8] {
        &self.text[self.start..]
    }

    /// Marks text as used.
    #[inline]
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start += bytes;
    }

    /// True when the window holds all that is left.
    pub(crate) fn at_end(&self) -> bool {
        self.ended
    }

    /// Makes the window longer.
    pub(crate) fn grow(&mut self) -> Result<(), Problem> {
        self.text.drain(..self.start);
        self.start = 0;
        self.read_block()?;
        self.decode_block();
        Ok(())
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The encoding as people call it.
    pub(crate) fn encoding(&self) -> &str {
        &self.name
    }

    fn read_block(&mut self) -> Result<(), Problem> {
        self.raw.resize(BLOCK, 0);
        let mut filled = 0;
        while filled < BLOCK {
            match self.input.read(&mut self.raw[filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(n) => filled += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Problem::Io(e)),
            }
        }
        self.raw.truncate(filled);
        self.bytes_read += filled as u64;
        Ok(())
    }

    /// Byte order marks, and UTF-16 without one, which shows by its zeros.
    fn take_mark(&mut self, given: Option<&'static Encoding>) {
        let marked = Encoding::for_bom(&self.raw);
        if let Some((_, length)) = marked {
            self.raw.drain(..length);
        }
        let Some(encoding) = given
            .or(marked.map(|m| m.0))
            .or_else(|| utf16_by_zeros(&self.raw))
        else {
            return;
        };
        self.settle(encoding, marked.is_some());
    }

    fn settle(&mut self, encoding: &'static Encoding, marked: bool) {
        let encoding = if encoding == GBK { GB18030 } else { encoding };
        let name = if encoding == GB18030 {
            "GB18030 (GBK)"
        } else {
            encoding.name()
        };
        self.name = if marked {
            format!("{name} (BOM)")
        } else {
            name.to_owned()
        };
        self.state = if encoding == UTF_8 {
            State::Utf8
        } else {
            State::Other(Box::new(encoding.new_decoder_without_bom_handling()))
        };
    }

    fn decode_block(&mut self) {
        if matches!(self.state, State::Undecided) && !self.raw.is_ascii() {
            self.settle(guess(&self.raw), false);
        }
        match &mut self.state {
            State::Undecided | State::Utf8 => self.text.extend_from_slice(&self.raw),
            State::Other(decoder) => append(decoder, &self.raw, &mut self.text, self.ended),
        }
    }
}

/// Decodes onto the end of `text`; damaged places become U+FFFD.
fn append(decoder: &mut Decoder, mut raw: &[u8], text: &mut Vec<u8>, last: bool) {
    loop {
        let room = decoder
            .max_utf8_buffer_length(raw.len())
            .unwrap_or(raw.len() * 3 + 16);
        let from = text.len();
        text.resize(from + room, 0);
        let (outcome, read, written, _) = decoder.decode_to_utf8(raw, &mut text[from..], last);
        text.truncate(from + written);
        raw = &raw[read..];
        if outcome == CoderResult::InputEmpty {
            return;
        }
    }
}

pub(super) fn utf16_by_zeros(raw: &[u8]) -> Option<&'static Encoding> {
    let sample = &raw[..raw.len().min(4096) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    // Separators, digits and line ends give at least one zero in ten pairs.
    match (even * 10 >= pairs, odd * 10 >= pairs) {
        (false, true) if even * 50 < pairs => Some(UTF_16LE),
        (true, false) if odd * 50 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

fn guess(raw: &[u8]) -> &'static Encoding {
    if mostly_utf8(raw) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(raw, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    if guess.is_single_byte() && mostly_gb18030(raw) {
        GB18030
    } else {
        guess
    }
}

fn mostly_utf8(raw: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in raw.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // The last chunk may be cut in the middle of a character.
    let bad = if good > 0 { bad.saturating_sub(1) } else { bad };
    bad * UTF8_TOLERANCE <= good && good > 0
}

fn mostly_gb18030(raw: &[u8]) -> bool {
    let (text, _) = GB18030.decode_without_bom_handling(raw);
    let hanzi = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fa5}').contains(c))
        .count();
    let bad = text.chars().filter(|c| *c == '\u{fffd}').count();
    let other = text.chars().filter(|c| !c.is_ascii()).count();
    hanzi > 0 && bad * TOLERANCE <= hanzi && hanzi * 2 > other
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::BIG5;

    fn read(bytes: &[u8]) -> (String, String) {
        let input = Box::new(std::io::Cursor::new(bytes.to_vec()));
        let mut stream = TextStream::new(input, None).unwrap();
        while !stream.at_end() {
            stream.grow().unwrap();
        }
        (
            String::from_utf8_lossy(stream.window()).into_owned(),
            stream.encoding().to_owned(),
        )
    }

    #[test]
    fn every_encoding_of_chinese_tables_reads_the_same() {
        let text = "园区名称,营业收入(千元)\n北京中关村,12\n武汉东湖,34\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_marked = [vec![0xff, 0xfe], utf16.clone()].concat();
        let utf16be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gbk = GBK.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf".to_vec(), text.as_bytes().to_vec()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked,
            gbk,
            utf16_marked,
            utf16,
            utf16be,
        ] {
            assert_eq!(read(&bytes).0, text);
        }
    }

    #[test]
    fn gbk_is_found_behind_a_long_ascii_start() {
        let mut bytes = "a,b,c\n".repeat(80_000).into_bytes();
        bytes.extend_from_slice(&GBK.encode("高新区,1,2\n").0);
        let (text, name) = read(&bytes);
        assert!(text.ends_with("高新区,1,2\n"));
        assert_eq!(name, "GB18030 (GBK)");
    }

    #[test]
    fn one_damaged_byte_does_not_change_the_encoding() {
        let mut bytes = "高新技术产业开发区,".repeat(20).into_bytes();
        bytes.extend_from_slice(b"\xff,1\n");
        assert_eq!(read(&bytes).1, "UTF-8");
        let mut bytes = GBK.encode(&"高新技术产业开发区,".repeat(20)).0.into_owned();
        bytes.extend_from_slice(b"\xff,1\n");
        let (text, name) = read(&bytes);
        assert_eq!(name, "GB18030 (GBK)");
        assert!(text.contains('\u{fffd}'));
    }

    #[test]
    fn a_given_encoding_wins_and_an_unknown_one_is_named() {
        let bytes = BIG5.encode("園區,收入\n").0.into_owned();
        let open =
            |label| TextStream::new(Box::new(std::io::Cursor::new(bytes.clone())), Some(label));
        assert_eq!(open("big5").unwrap().window(), "園區,收入\n".as_bytes());
        assert!(matches!(open("klingon"), Err(Problem::UnknownEncoding(_))));
    }
}
