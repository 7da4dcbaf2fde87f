-- What people are told of cases: rows are added, never changed. `notice_reader` says how
-- somebody wants to be told and how far they have read.
CREATE TABLE notice (
  key KEY, person TEXT NOT NULL, case_key BIGINT NOT NULL, event BIGINT NOT NULL,
  kind TEXT NOT NULL, made_at BIGINT NOT NULL);
CREATE INDEX notice_list ON notice (person, made_at);
CREATE TABLE notice_reader (
  key KEY, person TEXT NOT NULL, seen_at BIGINT NOT NULL, sent_at BIGINT NOT NULL,
  tried_at BIGINT NOT NULL, mail TEXT NOT NULL, lang TEXT NOT NULL, muted TEXT NOT NULL,
  quiet_from BIGINT, quiet_until BIGINT, every_minutes BIGINT NOT NULL);
CREATE UNIQUE INDEX notice_reader_person ON notice_reader (person);
