-- Every row that carries knowledge names the batch that brought it; rows are never
-- changed or removed. KEY, BYTES and TEXT are put into each backend's words by `sql`.

CREATE TABLE batch (
  key KEY, kind TEXT NOT NULL, title TEXT NOT NULL, source TEXT, author TEXT NOT NULL,
  recorded_at BIGINT NOT NULL, input_digest TEXT NOT NULL, summary TEXT NOT NULL);
CREATE INDEX batch_input ON batch (input_digest);

-- The key is that of the batch undone.
CREATE TABLE batch_undo (key KEY, author TEXT NOT NULL, undone_at BIGINT NOT NULL);

-- `former` is the version in force that this version replaced.
CREATE TABLE source (
  key KEY, id TEXT NOT NULL, series TEXT NOT NULL, about TEXT NOT NULL,
  raw_digest TEXT, cleaned_digest TEXT, former BIGINT, batch BIGINT NOT NULL);
CREATE INDEX source_id ON source (id);
CREATE TABLE source_content (key KEY, raw BYTES, cleaned TEXT);

-- `normal` is null where it equals `name_zh`, as it mostly does: a fifth of a large table.
CREATE TABLE entity (
  key KEY, id TEXT NOT NULL, type TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
  normal TEXT, former BIGINT, batch BIGINT NOT NULL);
CREATE INDEX entity_id ON entity (id);
CREATE INDEX entity_normal ON entity (COALESCE(normal, name_zh));
CREATE INDEX entity_type ON entity (type);
CREATE INDEX entity_former ON entity (former) WHERE former IS NOT NULL;

CREATE TABLE name (
  key KEY, entity BIGINT NOT NULL, kind TEXT NOT NULL, lang TEXT, text TEXT NOT NULL,
  normal TEXT NOT NULL, batch BIGINT NOT NULL);
CREATE INDEX name_entity ON name (entity);
CREATE INDEX name_normal ON name (normal);

-- Layouts of equal `shape` have the same fields and scopes in any order.
CREATE TABLE layout (key KEY, digest TEXT NOT NULL UNIQUE, shape TEXT NOT NULL, about TEXT NOT NULL);

CREATE TABLE record (
  key KEY, entity BIGINT NOT NULL, period TEXT, layout BIGINT NOT NULL, source BIGINT NOT NULL,
  spot TEXT NOT NULL, phrase TEXT, status TEXT NOT NULL, vals TEXT NOT NULL, told TEXT,
  fact_key TEXT, batch BIGINT NOT NULL);
CREATE INDEX record_entity ON record (entity);

-- Which records a batch brought from a source, and how many entities of a type it made:
-- what indexes on a million records would cost too much for.
CREATE TABLE extent (
  key KEY, batch BIGINT NOT NULL, source BIGINT NOT NULL,
  first_record BIGINT NOT NULL, last_record BIGINT NOT NULL, records BIGINT NOT NULL);
CREATE INDEX extent_source ON extent (source);
CREATE TABLE tally (key KEY, batch BIGINT NOT NULL, type TEXT NOT NULL, entities BIGINT NOT NULL);

-- A record without a successor was retracted.
CREATE TABLE supersession (
  key KEY, old_record BIGINT NOT NULL, new_record BIGINT, batch BIGINT NOT NULL);
CREATE INDEX supersession_old ON supersession (old_record);

CREATE TABLE entity_merge (
  key KEY, from_entity TEXT NOT NULL, into_entity TEXT NOT NULL, batch BIGINT NOT NULL);

CREATE TABLE relation (
  key KEY, id TEXT NOT NULL, kind TEXT NOT NULL, from_entity TEXT NOT NULL, to_entity TEXT NOT NULL,
  period TEXT, note_zh TEXT NOT NULL, note_en TEXT NOT NULL, source TEXT NOT NULL,
  spot TEXT NOT NULL, phrase TEXT, confidence TEXT, batch BIGINT NOT NULL);
CREATE INDEX relation_id ON relation (id);
CREATE INDEX relation_from ON relation (from_entity);
CREATE INDEX relation_to ON relation (to_entity);
CREATE TABLE relation_end (key KEY, relation BIGINT NOT NULL, batch BIGINT NOT NULL);
CREATE INDEX relation_end_of ON relation_end (relation);

CREATE TABLE row_error (
  key KEY, batch BIGINT NOT NULL, line BIGINT NOT NULL, sheet TEXT, heading TEXT, value TEXT,
  diagnostic TEXT NOT NULL);
CREATE INDEX row_error_batch ON row_error (batch);

CREATE TABLE review (
  key KEY, entity TEXT NOT NULL, other TEXT NOT NULL, why TEXT NOT NULL, batch BIGINT NOT NULL);
CREATE TABLE review_verdict (
  key KEY, review BIGINT NOT NULL, verdict TEXT NOT NULL, author TEXT NOT NULL,
  settled_at BIGINT NOT NULL);
CREATE INDEX review_verdict_of ON review_verdict (review);

CREATE TABLE run (
  key KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parameters TEXT NOT NULL,
  pack_digest TEXT NOT NULL, input_digest TEXT NOT NULL, output_digest TEXT NOT NULL,
  seed BIGINT, computed_at BIGINT NOT NULL, result TEXT NOT NULL);

CREATE TABLE pack (
  key KEY, id TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL, batch BIGINT NOT NULL);
