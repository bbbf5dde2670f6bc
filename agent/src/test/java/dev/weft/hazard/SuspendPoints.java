package dev.weft.hazard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The suspend points of a target. Two sources that know nothing of one another: the resumers that
 * the woven classes name, and the calls in the original classes that suspend for certain.
 */
final class SuspendPoints {
  private static final String SUSPENDING = Target.PACKAGE.replace('.', '/') + "Suspending";

  private SuspendPoints() {}

  /** Fails unless a frame was captured at every suspend point of the target's classes. */
  static void assertAllCaptured(Target target) {
    assertTrue(Captures.ENABLED, "run the JVM with -Ddev.weft.captures=true");
    Set<String> captured = Captures.counts().keySet();
    Set<String> missing = new TreeSet<>();
    int points = 0;
    for (String name : classNames(target)) {
      Set<String> woven = woven(target, name);
      points += woven.size();
      missing.addAll(woven);
      suspendingCalls(classFile(target, name))
          .forEach(
              (method, calls) -> {
                String prefix = name + "." + method + "#";
                long seen = captured.stream().filter(key -> key.startsWith(prefix)).count();
                assertTrue(
                    seen >= calls,
                    () -> prefix + ": " + calls + " suspending calls, captured at " + seen);
              });
    }
    missing.removeAll(captured);
    assertTrue(missing.isEmpty(), () -> "never captured at " + missing);
    assertFalse(points == 0, () -> target.className() + " has no suspend point");
  }

  /** The suspend points of a woven class, named as {@link Captures} names them. */
  static Set<String> woven(Target target, String className) {
    Set<String> points = new TreeSet<>();
    ClassNode woven = new ClassNode();
    new ClassReader(WovenBytes.of(target, className)).accept(woven, ClassReader.SKIP_FRAMES);
    for (MethodNode method : woven.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof LdcInsnNode ldc && ldc.cst instanceof ConstantDynamic dynamic) {
          if (isResumer(dynamic.getBootstrapMethod())) {
            Object descriptor = dynamic.getBootstrapMethodArgument(0);
            Object lines = dynamic.getBootstrapMethodArgument(3);
            addPoints(points, className, dynamic.getName() + descriptor, lines);
          }
        } else if (instruction instanceof InvokeDynamicInsnNode indy && isResumer(indy.bsm)) {
          addPoints(points, className, indy.name + indy.bsmArgs[0], indy.bsmArgs[3]);
        }
      }
    }
    return points;
  }

  private static boolean isResumer(Handle bootstrap) {
    return bootstrap.getOwner().equals("dev/weft/abi/Bootstraps")
        && bootstrap.getName().startsWith("resumer");
  }

  private static void addPoints(Set<String> points, String className, String method, Object lines) {
    for (int point = 1; point <= ((String) lines).length(); point++) {
      points.add(className + "." + method + "#" + point);
    }
  }

  private static Map<String, Integer> suspendingCalls(byte[] original) {
    Map<String, Integer> calls = new TreeMap<>();
    ClassNode node = new ClassNode();
    new ClassReader(original).accept(node, ClassReader.SKIP_DEBUG);
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call && call.owner.equals(SUSPENDING)) {
          calls.merge(method.name + method.desc, 1, Integer::sum);
        }
      }
    }
    return calls;
  }

  /** The target's class and the classes nested in it. */
  private static Set<String> classNames(Target target) {
    Set<String> names = new TreeSet<>(target.generated().keySet());
    names.add(target.className());
    ClassNode node = new ClassNode();
    for (String name : Set.copyOf(names)) {
      new ClassReader(classFile(target, name)).accept(node, ClassReader.SKIP_CODE);
      for (InnerClassNode inner : node.innerClasses) {
        String innerName = inner.name.replace('/', '.');
        if (innerName.startsWith(name + "$") && !target.absent().contains(innerName)) {
          names.add(innerName);
        }
      }
    }
    return names;
  }

  /** The class file as it was compiled. */
  static byte[] classFile(Target target, String name) {
    byte[] generated = target.generated().get(name);
    if (generated != null) {
      return generated;
    }
    ClassLoader loader = SuspendPoints.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
