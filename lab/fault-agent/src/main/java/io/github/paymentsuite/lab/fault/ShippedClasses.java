package io.github.paymentsuite.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The classes of a built service, read from its unpacked jar and the libraries beside it, and not
 * loaded: whether what the faults name is there must be known before anything runs.
 */
final class ShippedClasses implements AutoCloseable {
  private final Path path;
  private final URLClassLoader jars;

  private ShippedClasses(Path path, URLClassLoader jars) {
    this.path = path;
    this.jars = jars;
  }

  /**
   * Opens a jar with all that its manifest names.
   *
   * @throws IOException if there is no such file
   */
  static ShippedClasses open(Path path) throws IOException {
    URL url = path.toRealPath().toUri().toURL();
    // Without a parent nothing of this process is taken for the service's.
    return new ShippedClasses(path, new URLClassLoader(new URL[] {url}, null));
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
    jars.close();
  }

  private Method method(Joint joint) throws IOException {
    List<Method> found =
        methods(file(joint)).stream().filter(method -> method.name.equals(joint.method())).toList();
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

  private byte[] file(Joint joint) throws IOException {
    String name = joint.type().replace('.', '/') + ".class";
    try (InputStream file = jars.getResourceAsStream(name)) {
      if (file == null) {
        throw new NotShipped("there is no class " + joint.type() + " in " + path);
      }
      return file.readAllBytes();
    }
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
