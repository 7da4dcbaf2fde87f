-- What was done to lists of who gets a benefit: one row for each act, never changed. The
-- pair of list and number is unique, so that of two who act at once one is refused.
CREATE TABLE grant_event (
  key KEY, list BIGINT NOT NULL, number BIGINT NOT NULL, act TEXT NOT NULL,
  author TEXT NOT NULL, done_at BIGINT NOT NULL);
CREATE UNIQUE INDEX grant_event_of ON grant_event (list, number);
