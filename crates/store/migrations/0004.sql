-- Drafts of rules. Every saving is a row; none is changed. A draft is not in use: it
-- becomes so only when somebody puts its text into a pack.
CREATE TABLE rule_draft (
  key KEY, rule TEXT NOT NULL, base TEXT NOT NULL, text TEXT NOT NULL, note TEXT NOT NULL,
  author TEXT NOT NULL, saved_at BIGINT NOT NULL);
CREATE INDEX rule_draft_of ON rule_draft (rule);
