//! Store addresses: `sqlite://parks.db`, `sqlite:///var/lib/parks.db`,
//! `sqlite::memory:`, `postgres://user@host:port/database`.

use crate::StoreError;
use crate::sql::{Conn, postgres, sqlite};
use std::path::PathBuf;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file, or memory.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where a store is.
#[derive(Debug, Clone)]
pub(crate) enum Url {
    File(PathBuf),
    Memory,
    Server(Box<::postgres::Config>),
}

impl Url {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let bad = || StoreError::BadUrl(without_password(text));
        if text == "sqlite::memory:" {
            return Ok(Self::Memory);
        }
        if let Some(path) = text.strip_prefix("sqlite://") {
            return if path.is_empty() || path.ends_with('/') {
                Err(bad())
            } else {
                Ok(Self::File(path.into()))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let config: ::postgres::Config = text.parse().map_err(|_| bad())?;
            let named = !config.get_hosts().is_empty() && config.get_dbname().is_some();
            return if named {
                Ok(Self::Server(Box::new(config)))
            } else {
                Err(bad())
            };
        }
        Err(bad())
    }

    /// Which database.
    pub fn backend(&self) -> Backend {
        match self {
            Self::Server(_) => Backend::Postgres,
            _ => Backend::Sqlite,
        }
    }

    /// The place for messages: path or server, never a password.
    pub fn place(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Memory => ":memory:".to_owned(),
            Self::Server(config) => postgres::place(config),
        }
    }

    /// How many connections may be open at once. Memory belongs to one connection; three
    /// programs fit into the hundred connections PostgreSQL takes by itself.
    pub fn connections(&self) -> usize {
        match self {
            Self::Memory => 1,
            Self::File(_) => 8,
            Self::Server(_) => 32,
        }
    }

    /// Opens a connection.
    pub fn connect(&self, create: bool) -> Result<Conn, StoreError> {
        match self {
            Self::Memory => sqlite::Sqlite::open(None, true).map(Conn::Sqlite),
            Self::File(path) => {
                if !create && !path.exists() {
                    return Err(StoreError::Missing(self.place()));
                }
                sqlite::Sqlite::open(Some(path), create).map(Conn::Sqlite)
            }
            Self::Server(config) => {
                postgres::Postgres::open(config).map(|db| Conn::Postgres(Box::new(db)))
            }
        }
    }
}

/// The address with the part between the user's name and `@` left out.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let Some((login, place)) = rest.rsplit_once('@') else {
        return text.to_owned();
    };
    let user = login.split(':').next().unwrap_or_default();
    let place = place.split('?').next().unwrap_or_default();
    format!("{scheme}://{user}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_addresses_people_write() {
        let place = |text: &str| Url::parse(text).map(|url| url.place());
        assert_eq!(place("sqlite://demo.db").unwrap(), "demo.db");
        assert_eq!(place("sqlite:///var/demo.db").unwrap(), "/var/demo.db");
        assert_eq!(place("sqlite::memory:").unwrap(), ":memory:");
        assert_eq!(
            place("postgresql://me:secret@host:5433/parks").unwrap(),
            "host:5433/parks"
        );
        for bad in [
            "",
            "demo.db",
            "sqlite://",
            "sqlite://folder/",
            "mysql://x/y",
            "postgres://host",
        ] {
            assert!(
                matches!(Url::parse(bad), Err(StoreError::BadUrl(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_refused_address_hides_its_password() {
        let error =
            Url::parse("postgres://me:se@cret@host:notaport/x?password=secret").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("cret"), "{error}");
    }
}
