-- Phones are kept sealed (PhoneCipher says how). The plain ones are sealed by version 6, which is Java.
-- The columns get another name: an instance of the earlier version, which would send to a sealed phone as if it were a number, or keep a
-- plain one, fails in every statement that has a phone from here on. What it takes on meanwhile comes again, and waits.
ALTER TABLE contact
  CHANGE COLUMN phone sealed_phone VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin;
ALTER TABLE notification
  CHANGE COLUMN phone sealed_phone VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin;
