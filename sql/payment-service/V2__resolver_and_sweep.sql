-- When an attempt whose outcome is open, or a closed one that could still surprise, is asked about next; null: never again.
-- Until busy_until somebody is at it: the thread that charges, or one that asks.
ALTER TABLE payment_attempt
  ADD COLUMN next_query_at DATETIME(3),
  ADD COLUMN busy_until    DATETIME(3) NOT NULL DEFAULT '1970-01-01 00:00:00.000',
  ADD KEY idx_next_query_at (next_query_at);

UPDATE payment_attempt SET next_query_at = created_at WHERE state IN ('CHARGING', 'REVERSING');

-- When a payment that somebody may lack is looked after next; null: every participant has it, since fulfilled_at.
ALTER TABLE payment_record
  ADD COLUMN fulfilled_at  DATETIME(3),
  ADD COLUMN next_sweep_at DATETIME(3),
  ADD KEY idx_next_sweep_at (next_sweep_at, created_at);

UPDATE payment_record SET next_sweep_at = created_at;
