package dev.weft.agent.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Copies of the JDK's methods: which, of which shapes. */
class CompanionCopyTest {

  @Test
  void methodsOfTheTable_becomeStatic_withTheReceiverFirst() {
    ClassNode copy =
        read(CompanionCopy.of(bytes("java/util/ArrayList"), n -> Optional.empty()).orElseThrow());
    assertEquals("java/util/ArrayList$$Weft", copy.name);
    TreeSet<String> methods = new TreeSet<>();
    for (MethodNode method : copy.methods) {
      assertEquals(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, method.access);
      methods.add(method.name + method.desc);
    }
    assertTrue(
        methods.contains("forEach(Ljava/util/ArrayList;Ljava/util/function/Consumer;)V"),
        methods::toString);
    assertTrue(
        methods.contains(
            "replaceAllRange(Ljava/util/ArrayList;Ljava/util/function/UnaryOperator;II)V"),
        methods::toString);
  }

  @Test
  void synchronizedMethods_haveNoCopy() {
    Optional<byte[]> copy = CompanionCopy.of(bytes("java/util/Vector"), n -> Optional.empty());
    assertTrue(
        copy.isEmpty()
            || read(copy.get()).methods.stream().noneMatch(m -> m.name.equals("forEach")));
  }

  @Test
  void classesWithoutSuchMethods_haveNoCopy() {
    assertEquals(
        Optional.empty(), CompanionCopy.of(bytes("java/lang/String"), n -> Optional.empty()));
  }

  /** Such methods are called in their copies as if nobody overrode them. */
  @Test
  void methodsOfAPackageThatTakeFunctions_areNotOverridden() throws IOException {
    Map<String, ClassNode> classes = new HashMap<>();
    for (String directory : List.of("java/util", "java/util/concurrent")) {
      Path root =
          FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/" + directory);
      try (Stream<Path> files = Files.list(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          ClassNode type = read(Files.readAllBytes(file));
          classes.put(type.name, type);
        }
      }
    }
    List<String> overridden = new ArrayList<>();
    for (ClassNode type : classes.values()) {
      for (ClassNode up = classes.get(type.superName); up != null; up = classes.get(up.superName)) {
        for (MethodNode method : up.methods) {
          int hidden = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;
          if ((method.access & (hidden | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) == 0
              && method.desc.contains("Ljava/util/function/")
              && type.methods.stream()
                  .anyMatch(m -> m.name.equals(method.name) && m.desc.equals(method.desc))) {
            overridden.add(type.name + "." + method.name + method.desc);
          }
        }
      }
    }
    assertEquals(List.of(), overridden);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Object.class.getModule().getResourceAsStream(name + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static ClassNode read(byte[] bytes) {
    ClassNode type = new ClassNode();
    new ClassReader(bytes).accept(type, 0);
    return type;
  }
}
