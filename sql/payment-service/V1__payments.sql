-- The memory that survives a crash between charging and recording: one row per charge at the provider, committed before it is made.
CREATE TABLE payment_attempt (
  id              BIGINT        NOT NULL AUTO_INCREMENT,
  attempt_no      VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id        VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id         BIGINT        NOT NULL,
  amount          DECIMAL(10,2) NOT NULL,
  -- CHARGING, REVERSING, PAID, DECLINED, CLOSED
  state           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- At most one live attempt per order, and none beside a payment: PAID stays live for ever.
  live_order_id   VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin
                  GENERATED ALWAYS AS (CASE WHEN state IN ('CHARGING', 'REVERSING', 'PAID') THEN order_id END) STORED,
  charge_deadline DATETIME(3)   NOT NULL,
  decline_code    VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  decline_reason  VARCHAR(255)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  created_at      DATETIME(3)   NOT NULL,
  updated_at      DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_attempt_no (attempt_no),
  UNIQUE KEY uk_live_order_id (live_order_id),
  KEY idx_order_id (order_id, id)
) ENGINE = InnoDB;

CREATE TABLE payment_record (
  id                BIGINT        NOT NULL AUTO_INCREMENT,
  payment_no        VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id          VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id           BIGINT        NOT NULL,
  amount            DECIMAL(10,2) NOT NULL,
  pay_time          DATETIME(3)   NOT NULL,
  status            VARCHAR(20)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Of the half message whose local transaction wrote this row: what a check-back is answered by.
  transaction_id    VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider_trade_no VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  created_at        DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_payment_no (payment_no),
  UNIQUE KEY uk_order_id (order_id),
  UNIQUE KEY uk_transaction_id (transaction_id)
) ENGINE = InnoDB;

-- What needs a person: the provider says one thing and the attempt another.
CREATE TABLE payment_case (
  id         BIGINT       NOT NULL AUTO_INCREMENT,
  attempt_no VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id   VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  detail     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  opened_at  DATETIME(3)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_attempt_reason (attempt_no, reason),
  KEY idx_order_id (order_id)
) ENGINE = InnoDB;

-- What the first request under a key was answered from: an attempt, or a conflict with another one.
CREATE TABLE idempotency_key (
  idempotency_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fingerprint     CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_no      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin,
  conflict        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin,
  created_at      DATETIME(3)  NOT NULL,
  PRIMARY KEY (idempotency_key),
  KEY idx_created_at (created_at)
) ENGINE = InnoDB;
