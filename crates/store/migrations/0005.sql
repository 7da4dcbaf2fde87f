-- Cases and what was done in them. `follow_event` is the truth: rows are added, never
-- changed, each hashed with the one before it in its case. `follow_case`, `follow_part` and
-- `follow_visit` say where things stand, for lists; they can be made again from the events.
CREATE TABLE workflow_version (
  key KEY, digest TEXT NOT NULL, workflow TEXT NOT NULL, version BIGINT NOT NULL,
  spec TEXT NOT NULL, kept_at BIGINT NOT NULL);
CREATE UNIQUE INDEX workflow_version_digest ON workflow_version (digest);

-- The number people call a case by is `series`, `year` and `number`. The key of an event is
-- 65,536 times that of its case and its number; `command` and `request` stand on the first
-- event of a command.
CREATE TABLE follow_event (
  key KEY, case_key BIGINT NOT NULL, number BIGINT NOT NULL, command TEXT, request TEXT,
  author TEXT NOT NULL, done_at BIGINT NOT NULL, happened_at BIGINT NOT NULL,
  basis TEXT NOT NULL, deed TEXT NOT NULL, hash TEXT NOT NULL);
CREATE UNIQUE INDEX follow_event_command ON follow_event (command) WHERE command IS NOT NULL;

CREATE TABLE follow_case (
  key KEY, workflow TEXT NOT NULL, version TEXT NOT NULL, series TEXT NOT NULL,
  year BIGINT NOT NULL, number BIGINT NOT NULL, code TEXT NOT NULL, title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL, subject TEXT, above TEXT, source TEXT, state TEXT NOT NULL,
  phase TEXT NOT NULL, opened_at BIGINT NOT NULL, moved_at BIGINT NOT NULL, since BIGINT NOT NULL,
  ended_at BIGINT, amber_at BIGINT, due_at BIGINT, wake_at BIGINT, last BIGINT NOT NULL,
  head TEXT NOT NULL);
CREATE UNIQUE INDEX follow_case_code ON follow_case (code);
CREATE UNIQUE INDEX follow_case_number ON follow_case (series, year, number);
CREATE INDEX follow_case_list ON follow_case (workflow, phase, moved_at);
CREATE INDEX follow_case_subject ON follow_case (subject) WHERE subject IS NOT NULL;
CREATE INDEX follow_case_above ON follow_case (above) WHERE above IS NOT NULL;
CREATE INDEX follow_case_due ON follow_case (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX follow_case_wake ON follow_case (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE follow_part (
  key KEY, case_key BIGINT NOT NULL, person TEXT NOT NULL, part TEXT NOT NULL,
  role TEXT NOT NULL, since BIGINT NOT NULL, due_at BIGINT, sort BIGINT NOT NULL);
CREATE INDEX follow_part_case ON follow_part (case_key);
CREATE INDEX follow_part_list ON follow_part (person, part, sort, key);

CREATE TABLE follow_visit (
  key KEY, budget TEXT NOT NULL, subject TEXT NOT NULL, code TEXT NOT NULL, day BIGINT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX follow_visit_subject ON follow_visit (subject, budget, day);

CREATE TABLE follow_document (
  key KEY, digest TEXT NOT NULL, media TEXT NOT NULL, content BYTES);
CREATE UNIQUE INDEX follow_document_digest ON follow_document (digest);
