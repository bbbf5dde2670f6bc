package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.Uses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in the one file to deploy. */
class JarContentIT {
  private static JarFile agent() throws IOException {
    return new JarFile(Jvm.agentJar().toFile());
  }

  private static Set<String> names(JarFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(JarEntry::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    try (InputStream stream = jar.getInputStream(jar.getEntry(name))) {
      return stream.readAllBytes();
    }
  }

  @Test
  void agentJar_roots_areMetaInfAndDev() throws IOException {
    try (JarFile jar = agent()) {
      Set<String> roots =
          jar.stream()
              .map(entry -> entry.getName().replaceFirst("/.*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of("META-INF", "dev"), roots);
      assertTrue(names(jar).stream().noneMatch(name -> name.endsWith("module-info.class")));
      Set<String> below =
          names(jar).stream()
              .filter(name -> name.startsWith("dev/"))
              .map(name -> name.substring(4, name.indexOf('/', 4)))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of("weft"), below);
    }
  }

  @Test
  void agentJar_manifest_hasEveryEntryPoint() throws IOException {
    try (JarFile jar = agent()) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("dev.weft.agent.WeftAgent", manifest.getValue("Premain-Class"));
      assertEquals("dev.weft.agent.WeftAgent", manifest.getValue("Agent-Class"));
      assertEquals("dev.weft.agent.cli.Main", manifest.getValue("Main-Class"));
      assertEquals("weft-agent.jar", manifest.getValue("Boot-Class-Path"));
      assertEquals("true", manifest.getValue("Can-Redefine-Classes"));
      assertEquals("true", manifest.getValue("Can-Retransform-Classes"));
      assertNotNull(manifest.getValue("Implementation-Version"));
    }
  }

  @Test
  void agentJar_libraries_areRelocatedAndLicensed() throws IOException {
    try (JarFile jar = agent()) {
      assertNotNull(jar.getEntry("dev/weft/agent/shaded/asm/ClassReader.class"));
      assertNotNull(jar.getEntry("META-INF/LICENSE"));
      assertNotNull(jar.getEntry("META-INF/NOTICE"));
      assertNotNull(jar.getEntry("META-INF/licenses/asm.txt"));
      for (String name : names(jar)) {
        if (name.endsWith(".class")) {
          assertTrue(
              Uses.of(bytes(jar, name)).stream()
                  .noneMatch(
                      used ->
                          used.startsWith("org.objectweb.") || used.startsWith("net.bytebuddy.")),
              name);
        }
      }
    }
  }

  @Test
  void agentJar_runtime_isTheWholeOneAndWoven() throws IOException {
    try (JarFile jar = agent();
        JarFile runtime = new JarFile(Jvm.runtimeJar().toFile())) {
      Set<String> missing = names(runtime);
      missing.removeAll(names(jar));
      missing.removeIf(file -> file.startsWith("META-INF/maven/"));
      assertEquals(Set.of(), missing);
      String name = "dev/weft/generator/Generator.class";
      String woven = new String(bytes(jar, name), StandardCharsets.ISO_8859_1);
      String plain = new String(bytes(runtime, name), StandardCharsets.ISO_8859_1);
      assertTrue(woven.contains("$weft$next") && woven.contains("dev.weft.Woven"));
      assertFalse(plain.contains("$weft$next") || plain.contains("dev.weft.Woven"));
    }
  }

  @Test
  void runtimeJar_roots_areMetaInfAndDevWithoutTheAgent() throws IOException {
    try (JarFile jar = new JarFile(Jvm.runtimeJar().toFile())) {
      for (String name : names(jar)) {
        assertTrue(name.startsWith("META-INF/") || name.startsWith("dev/weft/"), name);
        assertFalse(name.startsWith("dev/weft/agent/"), name);
        assertFalse(name.startsWith("dev/weft/build/"), name);
      }
      assertEquals(
          "dev.weft", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
    }
  }
}
