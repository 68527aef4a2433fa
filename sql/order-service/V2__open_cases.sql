-- A payment makes one order PAID at most, and the fulfilment look-up asks by payments.
ALTER TABLE orders
  ADD UNIQUE KEY uk_payment_no (payment_no);

-- A payment of an unknown order is a case for as long as the order does not arrive. A case is open as long as resolved_at is null.
ALTER TABLE order_case
  ADD COLUMN pay_time    DATETIME(3) AFTER amount,
  ADD COLUMN resolved_at DATETIME(3),
  ADD KEY idx_reason_resolved (reason, resolved_at);
