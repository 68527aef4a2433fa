package io.github.paymentsuite.lab.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The classes of a built service, read from its jar and not loaded: whether what the faults name is
 * there must be known before anything runs.
 */
final class ShippedClasses implements AutoCloseable {
  private static final String OWN = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  private final Path path;
  private final JarFile jar;
  private final Map<String, byte[]> libraryClasses = new HashMap<>();

  private ShippedClasses(Path path) throws IOException {
    this.path = path;
    this.jar = new JarFile(path.toFile());
  }

  /**
   * Opens a jar.
   *
   * @param joints whose libraries are to be read; each of them once
   */
  static ShippedClasses open(Path path, List<Joint> joints) throws IOException {
    ShippedClasses classes = new ShippedClasses(path);
    Map<String, List<Joint>> byLibrary =
        joints.stream()
            .filter(joint -> !joint.library().isEmpty())
            .collect(Collectors.groupingBy(Joint::library));
    for (Map.Entry<String, List<Joint>> library : byLibrary.entrySet()) {
      classes.read(
          library.getKey(), library.getValue().stream().map(ShippedClasses::file).toList());
    }
    return classes;
  }

  /**
   * @throws NotShipped if there is no such class, no such method in it, or more than one
   */
  void require(Joint joint) throws IOException {
    method(joint);
  }

  /**
   * The SQL of a mapper's statement.
   *
   * @throws NotShipped if it is no statement
   */
  String sql(Joint statement) throws IOException {
    Method method = method(statement);
    if (method.sql.isEmpty()) {
      throw new NotShipped(statement + " is no statement in " + path);
    }
    return String.join(" ", method.sql);
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }

  private Method method(Joint joint) throws IOException {
    byte[] file = joint.library().isEmpty() ? own(joint) : libraryClasses.get(file(joint));
    if (file == null) {
      throw new NotShipped("there is no class " + joint.type() + " in " + path);
    }
    List<Method> found =
        methods(file).stream().filter(method -> method.name.equals(joint.method())).toList();
    if (found.size() != 1) {
      throw new NotShipped(
          "%s names %d methods in %s, not one".formatted(joint, found.size(), path));
    }
    return found.get(0);
  }

  /** Those that somebody wrote. */
  private static List<Method> methods(byte[] file) {
    List<Method> methods = new ArrayList<>();
    OpenedClassReader.of(file)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] thrown) {
                Method method = new Method(name);
                if ((access & Opcodes.ACC_SYNTHETIC) == 0) {
                  methods.add(method);
                }
                return method;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return methods;
  }

  private byte[] own(Joint joint) throws IOException {
    ZipEntry entry = jar.getEntry(OWN + file(joint));
    if (entry == null) {
      return null;
    }
    try (var stream = jar.getInputStream(entry)) {
      return stream.readAllBytes();
    }
  }

  private void read(String library, List<String> files) throws IOException {
    String versioned = "\\Q" + LIBRARIES + library + "\\E-\\d.*\\.jar";
    ZipEntry entry =
        jar.stream()
            .filter(each -> each.getName().matches(versioned))
            .findFirst()
            .orElseThrow(() -> new NotShipped("there is no " + library + " in " + path));
    try (JarInputStream nested = new JarInputStream(jar.getInputStream(entry))) {
      for (ZipEntry each = nested.getNextEntry(); each != null; each = nested.getNextEntry()) {
        if (files.contains(each.getName())) {
          libraryClasses.put(each.getName(), nested.readAllBytes());
        }
      }
    }
  }

  private static String file(Joint joint) {
    return joint.type().replace('.', '/') + ".class";
  }

  /** A method, and what stands in its annotations of MyBatis. */
  private static final class Method extends MethodVisitor {
    private final String name;
    private final List<String> sql = new ArrayList<>();

    Method(String name) {
      super(OpenedClassReader.ASM_API);
      this.name = name;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
      if (!type.startsWith("Lorg/apache/ibatis/annotations/")) {
        return null;
      }
      return new AnnotationVisitor(OpenedClassReader.ASM_API) {
        @Override
        public AnnotationVisitor visitArray(String attribute) {
          return this;
        }

        @Override
        public void visit(String attribute, Object value) {
          sql.add(value.toString());
        }
      };
    }
  }

  /** What a fault names is not in the jar any more: it would silently do nothing. */
  static class NotShipped extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotShipped(String message) {
      super(message);
    }
  }
}
