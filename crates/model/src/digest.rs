//! Digests: SHA-256 over parts, each preceded by its length so that no two lists of
//! parts read alike.

use sha2::{Digest as _, Sha256};

/// Builds a digest from parts in order.
#[derive(Debug, Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// An empty digest.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one part.
    pub fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds bytes as they are, for the digest of a file read piece by piece.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(bytes);
        self
    }

    /// The digest in hexadecimal.
    pub fn hex(&self) -> String {
        hex(&self.0.clone().finalize())
    }

    /// SHA-256 of plain bytes, as `sha256sum` prints it.
    pub fn of_bytes(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]].map(char::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_published_vector() {
        // FIPS 180-4, appendix: "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of_bytes(b"abc"), abc);
    }

    #[test]
    fn parts_do_not_run_together() {
        let (mut a, mut b) = (Digest::new(), Digest::new());
        assert_ne!(a.part("ab").part("c").hex(), b.part("a").part("bc").hex());
    }
}
