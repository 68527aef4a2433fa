package io.github.paymentsuite.notify;

/** Where a notification stands. */
enum NotificationStatus {
  /** The user has no phone yet. */
  WAITING,
  /** To be sent as soon as it is due. */
  PENDING,
  /** Claimed; being sent, or nobody knows whether it was. */
  SENDING,
  /** The provider accepted it. For ever. */
  SENT,
  /**
   * The provider refused it, or never took it, as often as the budget allows. Final, unless someone
   * who stood still for a long time learns that it was accepted.
   */
  FAILED;

  /** The same moves as in the guarded updates of {@link NotificationMapper}. */
  boolean canMoveTo(NotificationStatus next) {
    return switch (this) {
      case WAITING -> next == PENDING || next == SENDING;
      case PENDING -> next == SENDING || next == SENT;
      case SENDING -> next == SENDING || next == SENT || next == PENDING || next == FAILED;
      case SENT -> false;
      case FAILED -> next == SENT;
    };
  }
}
