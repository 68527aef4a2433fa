-- The ledger: one row for each payment, also where it is worth no point.
CREATE TABLE points_record (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  payment_no VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id    BIGINT      NOT NULL,
  order_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  points     BIGINT      NOT NULL,
  reason     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_payment_no (payment_no),
  KEY idx_user_id (user_id, id)
) ENGINE = InnoDB;

-- The balance: always the sum of the user's rows in the ledger.
CREATE TABLE user_points (
  user_id    BIGINT      NOT NULL,
  points     BIGINT      NOT NULL DEFAULT 0,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id)
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
