package io.github.paymentsuite.lab.fault;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaModule;

/**
 * {@code -javaagent:fault-agent.jar=<folder>} before {@code -jar <service>.jar}: puts every crash
 * point and every bug of that service in place, all of them asleep until the {@link TrapFolder}
 * wakes one. A process in which one of them could not be put in place does not start.
 */
public final class FaultAgent {
  /** Of a process in which a fault could not be put in place, or itself failed. */
  public static final int EXIT_CODE = 86;

  private FaultAgent() {}

  /** The JVM's way in. */
  public static void premain(String folder, Instrumentation instrumentation) {
    Path jar = Path.of(System.getProperty("java.class.path"));
    try {
      String service = jar.getFileName().toString().replaceFirst("\\.jar$", "");
      verify(jar, service);
      install(service, new TrapFolder(Path.of(folder)), instrumentation);
      System.out.printf(
          "fault-agent: %d crash points and %d bugs of %s are in place%n",
          CrashPoint.of(service).size(), Bug.of(service).size(), service);
    } catch (IOException | RuntimeException | Error failure) {
      die(jar + " cannot be made to fail", failure);
    }
  }

  /**
   * Makes sure that all that the service's faults name is in its unpacked jar.
   *
   * @throws ShippedClasses.NotShipped if not
   */
  public static void verify(Path jar, String service) throws IOException {
    try (ShippedClasses classes = ShippedClasses.open(jar)) {
      for (Joint joint : joints(service).toList()) {
        classes.require(joint);
      }
      for (Bug bug : Bug.of(service)) {
        for (Planting planting : bug.plantings()) {
          planting.verification().verify(classes);
        }
      }
    }
  }

  static void install(String service, TrapFolder folder, Instrumentation instrumentation) {
    CrashPoint.of(service).forEach(point -> Faults.put(point.joint(), new Trap(folder, point)));
    for (Bug bug : Bug.of(service)) {
      for (Planting planting : bug.plantings()) {
        Faults.put(planting.joint(), new Planted(folder, bug, planting));
      }
    }
    weave(joints(service).toList(), instrumentation);
  }

  /** Makes the methods ask the {@link Faults} whenever they are called. */
  static void weave(List<Joint> joints, Instrumentation instrumentation) {
    Set<String> types = joints.stream().map(Joint::type).collect(Collectors.toSet());
    Set<String> places = joints.stream().map(Joint::toString).collect(Collectors.toSet());
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(new FailingLoudly())
        // An interface is a mapper: its methods are called by way of MyBatis' one method.
        .type(type -> types.contains(type.getName()) && !type.isInterface())
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(
                            type.getName().equals(Joint.EVERY_STATEMENT.type())
                                ? StatementAdvice.class
                                : MethodAdvice.class)
                        .on(
                            method ->
                                places.contains(type.getName() + "." + method.getName())
                                    && method.isMethod()
                                    && !method.isSynthetic())))
        .installOn(instrumentation);
  }

  /** Ends the process at once: in whatever state it is, it proves nothing. */
  static void die(String what, Throwable why) {
    System.err.println("fault-agent: " + what + ": " + why.getMessage());
    why.printStackTrace();
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private static Stream<Joint> joints(String service) {
    return Stream.of(
            CrashPoint.of(service).stream().map(CrashPoint::joint),
            Bug.of(service).stream().flatMap(bug -> bug.plantings().stream()).map(Planting::joint),
            Stream.of(Joint.EVERY_STATEMENT, Joint.EVERY_SQL))
        .flatMap(each -> each)
        .distinct();
  }

  /** A class that could not be changed would run without its faults. */
  private static final class FailingLoudly extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String type, ClassLoader loader, JavaModule module, boolean loaded, Throwable failure) {
      die(type + " cannot be instrumented", failure);
    }
  }
}
