package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the list of what a jar is made of, which it carries, is the truth. */
class BillOfMaterialsIT {
  private static final String BILL = "META-INF/sbom/application.cdx.json";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** Jars without a class, which only name others; Boot leaves them out. */
  private static final String STARTERS = "pkg:maven/org.springframework.boot/spring-boot-starter";

  @ParameterizedTest
  @ValueSource(
      strings = {
        WholeSystem.PAYMENT,
        WholeSystem.ORDER,
        WholeSystem.POINTS,
        WholeSystem.NOTIFY,
        "lab/" + WholeSystem.SIMULATOR
      })
  void listsEveryJarByItsHashAndNothingElse(String module) throws IOException {
    assumeFalse(
        Boolean.getBoolean("build.offline"), "the CycloneDX plugin does not run in offline builds");
    try (JarFile jar = jarOf(module)) {
      Map<String, String> shipped = shippedByHash(jar);
      Map<String, String> listed = listedByHash(jar);

      assertThat(listed).containsKeys(shipped.keySet().toArray(String[]::new));
      listed.keySet().removeAll(shipped.keySet());
      assertThat(listed.values()).allSatisfy(other -> assertThat(other).startsWith(STARTERS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WholeSystem.PAYMENT,
        WholeSystem.ORDER,
        WholeSystem.POINTS,
        WholeSystem.NOTIFY,
        "lab/" + WholeSystem.SIMULATOR
      })
  void besideItsJarsThereAreOnlyItsOwnClassesAndBootsLoader(String module) throws IOException {
    try (JarFile jar = jarOf(module)) {
      assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(
              name ->
                  name.startsWith("BOOT-INF/classes/io/github/paymentsuite/")
                      || name.startsWith("org/springframework/boot/loader/"));
      assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".jar")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith(LIBRARIES));
    }
  }

  private static JarFile jarOf(String module) throws IOException {
    return new JarFile(ServiceJar.of(ProjectRoot.find(), module).path().toFile());
  }

  private static Map<String, String> shippedByHash(JarFile jar) throws IOException {
    Map<String, String> shipped = new TreeMap<>();
    for (JarEntry entry : jar.stream().toList()) {
      if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
        shipped.put(
            sha256(jar.getInputStream(entry).readAllBytes()),
            entry.getName().substring(LIBRARIES.length()));
      }
    }
    return shipped;
  }

  private static Map<String, String> listedByHash(JarFile jar) throws IOException {
    JarEntry bill = jar.getJarEntry(BILL);
    assertThat(bill).as(BILL).isNotNull();
    Map<String, String> listed = new TreeMap<>();
    JSONObject content = JSON.parseObject(jar.getInputStream(bill).readAllBytes());
    assertThat(content.getString("bomFormat")).isEqualTo("CycloneDX");
    for (JSONObject component : content.getJSONArray("components").toList(JSONObject.class)) {
      listed.put(sha256Of(component), component.getString("purl"));
    }
    return listed;
  }

  private static String sha256Of(JSONObject component) {
    JSONArray hashes = component.getJSONArray("hashes");
    return hashes.toList(JSONObject.class).stream()
        .filter(hash -> hash.getString("alg").equals("SHA-256"))
        .map(hash -> hash.getString("content"))
        .findAny()
        .orElseThrow();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
