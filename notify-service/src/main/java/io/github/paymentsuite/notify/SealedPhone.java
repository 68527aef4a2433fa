package io.github.paymentsuite.notify;

/** A phone as the tables keep it: what {@link PhoneCipher} made of it, and nobody else can read. */
record SealedPhone(String text) {
  @Override
  public String toString() {
    return "sealed phone";
  }
}
