-- One row per user from the first payment on: whoever looks for the phone locks it, so that a phone that arrives at the same moment
-- is not missed. The phone is null until it is known.
CREATE TABLE contact (
  user_id    BIGINT      NOT NULL,
  phone      VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id)
) ENGINE = InnoDB;

CREATE TABLE notification (
  id         BIGINT        NOT NULL AUTO_INCREMENT,
  payment_no VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id   VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id    BIGINT        NOT NULL,
  amount     DECIMAL(10,2) NOT NULL,
  -- WAITING (for a phone), PENDING, SENDING, SENT, FAILED
  status     VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- The phone it was sent to.
  phone      VARCHAR(20)   CHARACTER SET ascii COLLATE ascii_bin,
  -- PENDING: from when on it may be sent. SENDING: until when it belongs to whoever claimed it.
  due_at     DATETIME(3)   NOT NULL,
  attempts   INT           NOT NULL DEFAULT 0,
  sent_at    DATETIME(3),
  created_at DATETIME(3)   NOT NULL,
  updated_at DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_payment_no (payment_no),
  KEY idx_order_id (order_id),
  KEY idx_user_status (user_id, status),
  KEY idx_status_due (status, due_at)
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
