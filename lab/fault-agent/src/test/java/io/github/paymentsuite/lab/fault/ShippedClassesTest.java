package io.github.paymentsuite.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.fault.ShippedClasses.NotShipped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a jar in the layout of Boot's, with one class of its own and one in a library. */
class ShippedClassesTest {
  private static final String OWN = "lab.fault.Sample.";
  private static final String OF_LIBRARY = "io.github.paymentsuite.lab.fault.Call.";

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void build() throws IOException {
    jar = directory.resolve("service.jar");
    ByteArrayOutputStream library = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(library)) {
      put(out, "io/github/paymentsuite/lab/fault/Call.class", classFile("Call"));
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(
          out,
          "BOOT-INF/classes/io/github/paymentsuite/lab/fault/Sample.class",
          classFile("Sample"));
      put(out, "BOOT-INF/lib/some-library-1.2.3.jar", library.toByteArray());
    }
  }

  @Test
  void whatIsThereIsFoundInTheServiceAndInItsLibraries() {
    assertThatCode(() -> require(Joint.of(OWN + "add"))).doesNotThrowAnyException();
    assertThatCode(() -> require(Joint.in("some-library", OF_LIBRARY + "skip")))
        .doesNotThrowAnyException();
  }

  @Test
  void aMethodThatIsGoneIsToldByItsName() {
    assertThatThrownBy(() -> require(Joint.of(OWN + "renamed")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("io.github.paymentsuite.lab.fault.Sample.renamed")
        .hasMessageContaining("0 methods");
  }

  @Test
  void aClassOrLibraryThatIsGoneIsToldByItsName() {
    assertThatThrownBy(() -> require(Joint.of("lab.fault.Moved.add")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("lab.fault.Moved");
    assertThatThrownBy(() -> require(Joint.in("other-library", OF_LIBRARY + "skip")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("other-library");
    // Its name begins alike.
    assertThatThrownBy(() -> require(Joint.in("some", OF_LIBRARY + "skip")))
        .isInstanceOf(NotShipped.class);
  }

  @Test
  void whatIsNoStatementHasNoSql() {
    SqlChange change = new SqlChange(Joint.of(OWN + "add"), "AND 1 = 1", "");

    assertThatThrownBy(
            () -> {
              try (ShippedClasses classes = ShippedClasses.open(jar, List.of())) {
                change.verify(classes);
              }
            })
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("no statement");
  }

  @Test
  void aChangeOfSqlKeepsItsParameters() {
    Joint statement = Joint.of(OWN + "add");

    assertThatThrownBy(() -> new SqlChange(statement, "AND state = #{from}", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new SqlChange(statement, "AND state = #{from}", "AND #{from} IS NOT NULL"))
        .isNotNull();
  }

  private void require(Joint joint) throws IOException {
    try (ShippedClasses classes = ShippedClasses.open(jar, List.of(joint))) {
      classes.require(joint);
    }
  }

  private static byte[] classFile(String name) throws IOException {
    try (var file = ShippedClassesTest.class.getResourceAsStream(name + ".class")) {
      return file.readAllBytes();
    }
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
