//! Runs: computations that can be rebuilt.

use crate::Tx;
use crate::sql::schema::RUN;
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use julin_model::{Run, RunHead};

const HEAD: &str =
    "id, kind, parameters, pack_digest, input_digest, output_digest, seed, computed_at";

impl Tx {
    /// Keeps a run. The same inputs give the same run: one kept already gets the new
    /// outcome and time.
    pub fn put_run(&mut self, run: &Run) -> Result<()> {
        let head = &run.head;
        let seed = P::opt_int(head.seed.map(u64::cast_signed));
        let update =
            "UPDATE run SET output_digest = $2, computed_at = $3, result = $4 WHERE id = $1";
        let outcome = [
            P::Text(&head.output_digest),
            P::Int(micros(head.computed_at)),
            P::Text(&run.result),
        ];
        let params = [P::Text(&head.id), outcome[0], outcome[1], outcome[2]];
        if self.for_writing()?.execute(update, &params)? > 0 {
            return Ok(());
        }
        let row = [
            P::Text(&head.id),
            P::Text(&head.kind),
            P::Text(&head.parameters),
            P::Text(&head.pack_digest),
            P::Text(&head.input_digest),
            outcome[0],
            seed,
            outcome[1],
            outcome[2],
        ];
        self.insert_one(RUN, &row).map(|_| ())
    }

    /// One run.
    pub fn run(&mut self, id: &str) -> Result<Option<Run>> {
        let sql = format!("SELECT {HEAD}, result FROM run WHERE id = $1");
        self.conn()?.one(&sql, &[P::Text(id)], |row| {
            let result = row.string(8)?;
            let head = read(row)?;
            Ok(Run { head, result })
        })
    }

    /// Runs without their results, last computed first.
    pub fn runs(&mut self, limit: usize) -> Result<Vec<RunHead>> {
        let sql = format!("SELECT {HEAD} FROM run ORDER BY computed_at DESC, key DESC LIMIT $1");
        self.conn()?.all(&sql, &[P::Int(limit as i64)], read)
    }

    /// Runs of one kind on the same packs and figures, last computed first.
    pub fn runs_on(&mut self, kind: &str, packs: &str, figures: &str) -> Result<Vec<RunHead>> {
        let sql = format!(
            "SELECT {HEAD} FROM run WHERE kind = $1 AND pack_digest = $2 AND input_digest = $3 \
             ORDER BY computed_at DESC, key DESC"
        );
        let params = [P::Text(kind), P::Text(packs), P::Text(figures)];
        self.conn()?.all(&sql, &params, read)
    }
}

fn read(row: Row) -> Result<RunHead> {
    Ok(RunHead {
        id: row.string(0)?,
        kind: row.string(1)?,
        parameters: row.string(2)?,
        pack_digest: row.string(3)?,
        input_digest: row.string(4)?,
        output_digest: row.string(5)?,
        seed: row.opt_int(6)?.map(i64::cast_unsigned),
        computed_at: time(row.int(7)?),
    })
}
