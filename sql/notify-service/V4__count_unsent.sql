-- What is not sent is counted every few seconds, and told how old the oldest is.
ALTER TABLE notification
  ADD KEY idx_status_created (status, created_at);
