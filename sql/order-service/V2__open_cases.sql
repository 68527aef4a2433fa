-- A payment makes one order PAID at most, and the fulfilment look-up asks by payments.
ALTER TABLE orders
  ADD UNIQUE KEY uk_payment_no (payment_no);
