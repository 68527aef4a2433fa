package io.github.paymentsuite.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.fault.ShippedClasses.NotShipped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a jar as it is when unpacked, with one class of its own and one in a library. */
class ShippedClassesTest {
  private static final String OWN = "lab.fault.Sample.";
  private static final String OF_LIBRARY = "io.github.paymentsuite.lab.fault.Call.";

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void build() throws IOException {
    jar = directory.resolve("service.jar");
    Path library = Files.createDirectories(directory.resolve("lib")).resolve("some-library.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/some-library.jar");
    write(jar, manifest, "Sample");
    write(library, new Manifest(), "Call");
  }

  @Test
  void whatIsThereIsFoundInTheServiceAndInItsLibraries() {
    assertThatCode(() -> require(Joint.of(OWN + "add"))).doesNotThrowAnyException();
    assertThatCode(() -> require(Joint.inLibrary(OF_LIBRARY + "skip"))).doesNotThrowAnyException();
  }

  @Test
  void aMethodThatIsGoneIsToldByItsName() {
    assertThatThrownBy(() -> require(Joint.of(OWN + "renamed")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("io.github.paymentsuite.lab.fault.Sample.renamed")
        .hasMessageContaining("0 methods");
  }

  @Test
  void aClassThatIsGoneIsToldByItsName() throws IOException {
    assertThatThrownBy(() -> require(Joint.of("lab.fault.Moved.add")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("lab.fault.Moved");

    Files.delete(directory.resolve("lib/some-library.jar"));
    // Although this process has it.
    assertThatThrownBy(() -> require(Joint.inLibrary(OF_LIBRARY + "skip")))
        .isInstanceOf(NotShipped.class)
        .hasMessageContaining("lab.fault.Call");
  }

  @Test
  void whatIsNoStatementHasNoSql() {
    SqlChange change = new SqlChange(Joint.of(OWN + "add"), "AND 1 = 1", "");

    assertThatThrownBy(
            () -> {
              try (ShippedClasses classes = ShippedClasses.open(jar)) {
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
    try (ShippedClasses classes = ShippedClasses.open(jar)) {
      classes.require(joint);
    }
  }

  private static void write(Path jar, Manifest manifest, String className) throws IOException {
    String file = "io/github/paymentsuite/lab/fault/" + className + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        InputStream content = ShippedClassesTest.class.getResourceAsStream(className + ".class")) {
      entries.putNextEntry(new ZipEntry(file));
      content.transferTo(entries);
    }
  }
}
