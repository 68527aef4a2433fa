-- What the provider calls the attempt's charge, where it cannot be asked by the attempt's number; kept before the charge is made.
ALTER TABLE payment_attempt
  ADD COLUMN provider_reference VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
