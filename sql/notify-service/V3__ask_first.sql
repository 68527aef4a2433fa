-- A payment that is published again may have had its SMS: the notification of it was lost, with a database that was restored, say. The
-- provider is asked before anything is sent.
ALTER TABLE notification
  ADD COLUMN ask_first BOOLEAN NOT NULL DEFAULT FALSE AFTER amount;
