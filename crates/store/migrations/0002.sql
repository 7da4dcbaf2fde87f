-- Changes of eligibility a person does not want to hear of. A reason that is null is any;
-- `until` is the last day. The key of `mute_end` is that of the mute ended.
CREATE TABLE mute (
  key KEY, rule TEXT, clause TEXT, kind TEXT, entity TEXT, note TEXT NOT NULL, until TEXT,
  author TEXT NOT NULL, muted_at BIGINT NOT NULL);
CREATE TABLE mute_end (key KEY, author TEXT NOT NULL, ended_at BIGINT NOT NULL);
