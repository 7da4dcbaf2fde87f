//! The store: a few connections, and transactions over them.

use crate::sql::schema::known_schema;
use crate::sql::{Conn, Mode};
use crate::url::Url;
use crate::{Backend, StoreError, Tx, admin};
use std::ops::RangeInclusive;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A load of fewer bytes is a write like any other; one of more would keep others waiting
/// for longer than they have patience.
const LOAD: RangeInclusive<u64> = 4 << 20..=256 << 20;

/// A store of what is known about entities. Cheap to clone, usable from all threads.
///
/// Many may read at once, each seeing one state from beginning to end; one writes.
/// In a memory store a read also waits for a write, and must not begin another read.
#[derive(Clone)]
pub struct Store {
    pool: Arc<Pool>,
}

pub(crate) struct Pool {
    pub url: Url,
    idle: Mutex<Idle>,
    given_back: Condvar,
    writer: Mutex<()>,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Conn>,
    out: usize,
}

impl Store {
    /// Opens a store that exists and is of this version.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::start(Url::parse(url)?, false)
    }

    /// Opens a store; makes it if it is missing and brings it to this version.
    pub fn open_or_create(url: &str) -> Result<Self, StoreError> {
        Self::start(Url::parse(url)?, true)
    }

    fn start(url: Url, create: bool) -> Result<Self, StoreError> {
        let mut first = url.connect(create)?;
        let found = admin::migrate::schema_of(&mut first, &url)?;
        let known = known_schema();
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found < known {
            if !create {
                return Err(StoreError::Older { found, known });
            }
            admin::migrate::bring_up(&mut first, &url)?;
        }
        let idle = Mutex::new(Idle {
            connections: vec![first],
            out: 0,
        });
        let pool = Pool {
            url,
            idle,
            given_back: Condvar::new(),
            writer: Mutex::new(()),
        };
        Ok(Self {
            pool: Arc::new(pool),
        })
    }

    /// Which database it is in.
    pub fn backend(&self) -> Backend {
        self.pool.url.backend()
    }

    /// Path or server, without user and password.
    pub fn place(&self) -> String {
        self.pool.url.place()
    }

    /// The schema of an open store: that of this version.
    pub fn schema_version(&self) -> i64 {
        known_schema()
    }

    /// Reads one consistent state.
    pub fn read<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = Tx::begin(&self.pool, Mode::Read)?;
        let outcome = f(&mut tx)?;
        tx.end()?;
        Ok(outcome)
    }

    /// Does everything in `f`, or, when it fails or panics, nothing.
    pub fn write<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.change(Mode::Write, f)
    }

    /// As [`Store::write`], for a load of about so many bytes. In a SQLite file that nobody
    /// else has open it is quicker, and whoever opens the file meanwhile waits for its end.
    pub fn load<T, E: From<StoreError>>(
        &self,
        bytes: u64,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mode = if LOAD.contains(&bytes) {
            Mode::Load
        } else {
            Mode::Write
        };
        self.change(mode, f)
    }

    /// As [`Store::write`], for what is done in cases: where the database can, others write
    /// at the same time, and `f` takes the turns it needs ([`Tx::take_turn`],
    /// [`Tx::case_to_change`]).
    pub fn act<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        match self.backend() {
            Backend::Sqlite => self.change(Mode::Act, f),
            Backend::Postgres => self.changed(Mode::Act, f),
        }
    }

    fn change<T, E: From<StoreError>>(
        &self,
        mode: Mode,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let _turn = lock(&self.pool.writer);
        self.changed(mode, f)
    }

    fn changed<T, E: From<StoreError>>(
        &self,
        mode: Mode,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = Tx::begin(&self.pool, mode)?;
        let outcome = f(&mut tx)?;
        tx.end()?;
        Ok(outcome)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.place())
    }
}

impl Pool {
    /// An idle connection, a new one, or the next given back.
    pub fn take(&self) -> Result<Conn, StoreError> {
        let mut idle = lock(&self.idle);
        loop {
            if let Some(conn) = idle.connections.pop() {
                idle.out += 1;
                return Ok(conn);
            }
            if idle.out < self.url.connections() {
                break;
            }
            idle = self
                .given_back
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
        idle.out += 1;
        drop(idle);
        self.url.connect(false).inspect_err(|_| self.forget())
    }

    /// Takes a connection back.
    pub fn give_back(&self, conn: Conn) {
        if conn.is_healthy() || matches!(self.url, Url::Memory) {
            let mut idle = lock(&self.idle);
            idle.out -= 1;
            idle.connections.push(conn);
            self.given_back.notify_one();
        } else {
            self.forget();
        }
    }

    fn forget(&self) {
        lock(&self.idle).out -= 1;
        self.given_back.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
