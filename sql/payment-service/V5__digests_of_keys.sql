-- Of a key its SHA-256 is kept, as a client may make keys of what is personal. The column gets another name, so that an instance of the
-- earlier version fails, before it charges, where it would not find the digest of a key that was used.
-- Earlier fingerprints had the whole digest of a payer's code, which gives the code away to whoever tries all: a key of the last day
-- answers its next request 422, and charges nothing.
ALTER TABLE idempotency_key
  CHANGE COLUMN idempotency_key key_digest VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
UPDATE idempotency_key SET key_digest = SHA2(key_digest, 256), fingerprint = '';
ALTER TABLE idempotency_key
  MODIFY COLUMN key_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  FORCE;
