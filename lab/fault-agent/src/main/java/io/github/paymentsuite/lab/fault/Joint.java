package io.github.paymentsuite.lab.fault;

/**
 * A place in a shipped service where faults can be: a method of a class, by name. The method of a
 * MyBatis mapper stands for its statement.
 *
 * @param type the binary name of the class that declares the method
 */
record Joint(String type, String method) {
  static final Joint EVERY_STATEMENT = new Joint("org.apache.ibatis.binding.MapperProxy", "invoke");
  static final Joint EVERY_SQL =
      new Joint("org.apache.ibatis.mapping.MappedStatement", "getBoundSql");

  private static final String ROOT = "io.github.paymentsuite.";

  /**
   * In a service's own code.
   *
   * @param name such as {@code payment.Payments.pay}
   */
  static Joint of(String name) {
    return inLibrary(ROOT + name);
  }

  /** In a library that the service brings along, by its full name. */
  static Joint inLibrary(String name) {
    int dot = name.lastIndexOf('.');
    return new Joint(name.substring(0, dot), name.substring(dot + 1));
  }

  /** Where RocketMQ's client tells the broker what became of a half message. */
  static Joint endOfTransaction() {
    return inLibrary(
        "org.apache.rocketmq.client.impl.producer.DefaultMQProducerImpl.endTransaction");
  }

  @Override
  public String toString() {
    return type + "." + method;
  }
}
