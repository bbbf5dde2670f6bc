package dev.weft.agent.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Copies use nothing that the JVM keeps from them, which would show only when they run. */
class CompanionAccessTest {
  private final Map<String, ClassNode> classes = new HashMap<>();
  private JdkImage jdk;

  static List<JdkImage> jdks() throws IOException {
    return JdkImage.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void copiesOfAllClasses_useOnlyWhatTheyMay(JdkImage image) throws IOException {
    jdk = image;
    int copies = 0;
    TreeSet<String> refused = new TreeSet<>();
    for (String folder :
        List.of(
            "java/util",
            "java/util/concurrent",
            "java/util/concurrent/locks",
            "java/io",
            "java/net",
            "sun/nio/ch",
            "sun/nio/cs",
            "sun/security/ssl",
            "sun/net/www",
            "sun/net/www/http",
            "sun/net/www/protocol/http",
            "sun/net/www/protocol/https")) {
      for (String name : jdk.namesIn(folder)) {
        Optional<ClassNode> copy = jdk.copy(name);
        if (copy.isPresent()) {
          copies++;
          check(name, copy.get(), refused);
        }
      }
    }
    assertTrue(copies > 100, copies + " copies");
    assertEquals(new TreeSet<>(), refused);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void methodsThatWaitBySuper_areCopiedAlong(JdkImage image) {
    String name = "sun/net/www/protocol/http/HttpURLConnection$HttpInputStream";
    ClassNode copy = image.copy(name).orElseThrow();
    assertTrue(
        copy.methods.stream().anyMatch(m -> m.name.equals("super$read")),
        () -> copy.methods.stream().map(m -> m.name).toList().toString());
  }

  private void check(String user, ClassNode copy, Set<String> refused) {
    for (MethodNode method : copy.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof FieldInsnNode field) {
          check(user, method, field.owner, field.name, field.desc, false, refused);
        } else if (instruction instanceof MethodInsnNode call && !call.owner.startsWith("[")) {
          check(user, method, call.owner, call.name, call.desc, true, refused);
          if (call.getOpcode() == Opcodes.INVOKESPECIAL
              && !call.name.equals("<init>")
              && !call.owner.equals(user)) {
            refused.add(user + "." + method.name + " calls super." + call.name);
          }
        }
      }
    }
  }

  private void check(
      String user,
      MethodNode method,
      String owner,
      String name,
      String descriptor,
      boolean isMethod,
      Set<String> refused) {
    for (ClassNode type = get(owner); type != null; type = get(type.superName)) {
      int access = InheritedMembers.access(type, name, descriptor, isMethod);
      if (access >= 0) {
        boolean nested = outermost(type.name).equals(outermost(user));
        boolean mayUse =
            (access & Opcodes.ACC_PUBLIC) != 0
                || nested
                || ((access & Opcodes.ACC_PRIVATE) == 0 && folder(type.name).equals(folder(user)));
        if (!mayUse) {
          refused.add(user + "." + method.name + " uses " + type.name + "." + name);
        }
        return;
      }
    }
  }

  private ClassNode get(String name) {
    return name == null
        ? null
        : classes.computeIfAbsent(name, n -> jdk.bytes(n).map(JdkImage::read).orElse(null));
  }

  private static String outermost(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static String folder(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }
}
