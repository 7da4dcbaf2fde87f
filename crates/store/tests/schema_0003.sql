-- Rows of a store of schema 3, as its program wrote them. Read by the test of migrations;
-- never changed.
INSERT INTO batch (key, kind, title, source, author, recorded_at, input_digest, summary)
  VALUES (1,'import','a',NULL,'tester',1700000001000000,'digest of a','{}');
INSERT INTO batch (key, kind, title, source, author, recorded_at, input_digest, summary)
  VALUES (2,'import','b',NULL,'tester',1700000002000000,'digest of b','{}');
INSERT INTO batch (key, kind, title, source, author, recorded_at, input_digest, summary)
  VALUES (3,'import','c',NULL,'tester',1700000003000000,'digest of c','');
INSERT INTO batch_undo (key, author, undone_at)
  VALUES (2,'tester',1700000005000000);
INSERT INTO entity (key, id, type, name_zh, name_en, normal, former, batch)
  VALUES (1,'x','park','甲','',NULL,NULL,1);
INSERT INTO entity (key, id, type, name_zh, name_en, normal, former, batch)
  VALUES (2,'y','park','乙','',NULL,NULL,1);
INSERT INTO entity_merge (key, from_entity, into_entity, batch)
  VALUES (1,'y','x',3);
INSERT INTO extent (key, batch, source, first_record, last_record, records)
  VALUES (1,1,1,1,2,2);
INSERT INTO extent (key, batch, source, first_record, last_record, records)
  VALUES (2,2,2,3,3,1);
INSERT INTO grant_event (key, list, number, act, author, done_at)
  VALUES (1,1,1,'{"act":"1.1"}','tester',1700000001000000);
INSERT INTO layout (key, digest, shape, about)
  VALUES (1,'1f1fb304d073b7905f8c06c6eb0c5db6fd65991a80347dee8f7055967c87c55b','c61bab2abf16d46c674aa3c2bf0bc118c110aec3083faf8b77942ac07ae0db8c','{"columns":[{"field":"revenue","unit":"cny","column":2,"heading":"revenue"},{"field":"staff","unit":"cny","column":3,"heading":"staff"}],"sheet":"表一"}');
INSERT INTO mute (key, rule, clause, kind, entity, note, until, author, muted_at)
  VALUES (1,'p/r',NULL,NULL,NULL,'不需要','2026-12-31','tester',1700000006000000);
INSERT INTO mute_end (key, author, ended_at)
  VALUES (1,'tester',1700000007000000);
INSERT INTO pack (key, id, version, digest, batch)
  VALUES (1,'zgc','1','d',3);
INSERT INTO record (key, entity, period, layout, source, spot, phrase, status, vals, told, fact_key, batch)
  VALUES (1,1,'2024',1,1,'R2',NULL,'reported','[1.5,1]',NULL,NULL,1);
INSERT INTO record (key, entity, period, layout, source, spot, phrase, status, vals, told, fact_key, batch)
  VALUES (2,2,'2024',1,1,'R3',NULL,'reported','[0.1,2]',NULL,NULL,1);
INSERT INTO record (key, entity, period, layout, source, spot, phrase, status, vals, told, fact_key, batch)
  VALUES (3,1,'2024',1,2,'R2',NULL,'reported','[2,1]',NULL,NULL,2);
INSERT INTO run (key, id, kind, parameters, pack_digest, input_digest, output_digest, seed, computed_at, result)
  VALUES (1,'run','measure.ranking','{}','p','i','o',-1,1700000004000000,'[1]');
INSERT INTO source (key, id, series, about, raw_digest, cleaned_digest, former, batch)
  VALUES (1,'a','yearbook','{"id":"a","kind":"table","title":{"zh":"表","en":"a"},"publisher":{},"published":null,"licence":null,"url":null,"file":"a.csv","sha256":null,"series":"yearbook","note":{}}',NULL,NULL,NULL,1);
INSERT INTO source (key, id, series, about, raw_digest, cleaned_digest, former, batch)
  VALUES (2,'b','yearbook','{"id":"b","kind":"table","title":{"zh":"表","en":"b"},"publisher":{},"published":null,"licence":null,"url":null,"file":"b.csv","sha256":null,"series":"yearbook","note":{}}',NULL,NULL,NULL,2);
INSERT INTO supersession (key, old_record, new_record, batch)
  VALUES (1,1,3,2);
INSERT INTO tally (key, batch, type, entities)
  VALUES (1,1,'park',2);
