-- Which key a phone is sealed with: what is under an old one is sealed anew. The tables are written anew, because pages still hold what
-- their rows held before.
ALTER TABLE contact
  ADD COLUMN phone_key VARCHAR(17) CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (CASE WHEN sealed_phone LIKE 'v1:%' THEN SUBSTRING_INDEX(SUBSTRING(sealed_phone, 4, 17), ':', 1) END) VIRTUAL,
  ADD KEY idx_phone_key (phone_key),
  FORCE;
ALTER TABLE notification
  ADD COLUMN phone_key VARCHAR(17) CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (CASE WHEN sealed_phone LIKE 'v1:%' THEN SUBSTRING_INDEX(SUBSTRING(sealed_phone, 4, 17), ':', 1) END) VIRTUAL,
  ADD KEY idx_phone_key (phone_key),
  FORCE;
