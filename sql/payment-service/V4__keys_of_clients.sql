-- A key belongs to the client that made it up: two clients may choose the same.
ALTER TABLE idempotency_key
  ADD COLUMN client VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' FIRST,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (client, idempotency_key);
