-- Lists somebody asked for as a file: copies of what stands elsewhere, removed after a time.
-- `export_end` is there once it has ended, with the file where there is one.
CREATE TABLE export (
  key KEY, author TEXT NOT NULL, page TEXT NOT NULL, lang TEXT NOT NULL,
  started_at BIGINT NOT NULL);
CREATE INDEX export_list ON export (author, key);
CREATE TABLE export_end (
  key KEY, state TEXT NOT NULL, name TEXT NOT NULL, row_count BIGINT NOT NULL, error TEXT,
  ended_at BIGINT NOT NULL, size BIGINT NOT NULL, content BYTES);
