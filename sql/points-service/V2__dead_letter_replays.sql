-- An operator can have a dead letter handled after all. It is open as long as replayed_at is null: until a replay, or a message that came
-- later, was handled.
ALTER TABLE dead_letter
  ADD COLUMN replayed_at DATETIME(3),
  ADD COLUMN replays     INT NOT NULL DEFAULT 0,
  ADD KEY idx_open (replayed_at, id);
