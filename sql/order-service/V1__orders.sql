CREATE TABLE orders (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  order_id   VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id    BIGINT        NOT NULL,
  amount     DECIMAL(10,2) NOT NULL,
  -- CREATED, PAID, CANCELLED
  status     VARCHAR(20)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- The payment that made the order PAID.
  payment_no VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin,
  created_at DATETIME(3)   NOT NULL,
  updated_at DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_order_id (order_id)
) ENGINE = InnoDB;

-- Payments that did not make their order PAID, one row each: money that a person has to decide about.
CREATE TABLE order_case (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  payment_no VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id   VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id    BIGINT        NOT NULL,
  amount     DECIMAL(10,2) NOT NULL,
  reason     VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_at  DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_payment_no (payment_no),
  KEY idx_order_id (order_id)
) ENGINE = InnoDB;

-- Messages that no retry could deliver, and those that are no event at all.
CREATE TABLE dead_letter (
  id             BIGINT        NOT NULL AUTO_INCREMENT,
  consumer_group VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- "payment:" and the payment's number, or "message:" and RocketMQ's id where there is no number to be read.
  message_key    VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message_id     VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tag            VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  payload        MEDIUMBLOB    NOT NULL,
  reason         VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  attempts       INT           NOT NULL,
  died_at        DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_group_message (consumer_group, message_key)
) ENGINE = InnoDB;
