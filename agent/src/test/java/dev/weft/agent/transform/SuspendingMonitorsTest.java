package dev.weft.agent.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.discover.ClassPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What becomes of monitors in the classes of {@code monitors=}; that it works is MonitorsIT's. */
class SuspendingMonitorsTest {
  private final List<String> log = new ArrayList<>();

  private static ClassWriter type(int version) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(version, Opcodes.ACC_PUBLIC, "demo/Job", null, "java/lang/Object", null);
    return writer;
  }

  private static byte[] withMethod(int version, int access, boolean overwritesThis) {
    ClassWriter writer = type(version);
    MethodVisitor method = writer.visitMethod(access, "step", "()V", null, null);
    method.visitCode();
    if (overwritesThis) {
      method.visitInsn(Opcodes.ACONST_NULL);
      method.visitVarInsn(Opcodes.ASTORE, 0);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return writer.toByteArray();
  }

  private MethodNode changed(byte[] bytes) {
    byte[] changed = SuspendingMonitors.apply(bytes, log::add);
    assertNotSame(bytes, changed, log::toString);
    ClassNode type = new ClassNode();
    new ClassReader(changed).accept(type, 0);
    return type.methods.get(0);
  }

  private static List<String> calls(MethodNode method) {
    return StreamSupport.stream(method.instructions.spliterator(), false)
        .filter(MethodInsnNode.class::isInstance)
        .map(instruction -> ((MethodInsnNode) instruction).name)
        .toList();
  }

  @Test
  void apply_synchronizedMethods_enterAndLeaveByCalls() {
    for (int access : new int[] {0, Opcodes.ACC_STATIC}) {
      MethodNode method =
          changed(withMethod(Opcodes.V17, access | Opcodes.ACC_SYNCHRONIZED, false));
      assertEquals(access, method.access);
      assertEquals(List.of("enter", "exit", "exit"), calls(method));
    }
    assertEquals(List.of(), log);
  }

  @Test
  void apply_nothingToChange_sameBytes() {
    byte[] bytes = withMethod(Opcodes.V17, 0, true);
    assertSame(bytes, SuspendingMonitors.apply(bytes, log::add));
    assertEquals(List.of(), log);
  }

  @Test
  void apply_whatCompilersOfJavaDoNotMake_staysAndIsSaid() {
    int instance = Opcodes.ACC_SYNCHRONIZED;
    int ofClass = Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STATIC;
    for (byte[] bytes :
        List.of(
            withMethod(Opcodes.V17, instance, true),
            withMethod(Opcodes.V1_4, ofClass, false),
            withMethod(Opcodes.V1_1, ofClass, false))) {
      log.clear();
      assertSame(bytes, SuspendingMonitors.apply(bytes, log::add));
      assertEquals(1, log.size());
      assertTrue(
          log.get(0)
              .startsWith(
                  "demo.Job.step was compiled in a way that monitors= cannot change: the monitors"
                      + " of its class pin;"),
          log::toString);
    }
  }

  /** An exit that fails would be tried for ever: javac's handler covers itself. */
  @Test
  void apply_handlerOfItself_isGone() {
    ClassWriter writer = type(Opcodes.V1_5);
    MethodVisitor method = writer.visitMethod(0, "step", "()V", null, null);
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label handlerEnd = new Label();
    method.visitCode();
    method.visitTryCatchBlock(start, end, handler, null);
    method.visitTryCatchBlock(handler, handlerEnd, handler, null);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitInsn(Opcodes.MONITORENTER);
    method.visitLabel(start);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitInsn(Opcodes.MONITOREXIT);
    method.visitLabel(end);
    method.visitInsn(Opcodes.RETURN);
    method.visitLabel(handler);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitInsn(Opcodes.MONITOREXIT);
    method.visitLabel(handlerEnd);
    method.visitInsn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
    MethodNode changed = changed(writer.toByteArray());
    assertEquals(List.of("enter", "exit", "exit"), calls(changed));
    assertEquals(1, changed.tryCatchBlocks.size());
  }

  @Test
  void concerns_patterns_theseClasses() {
    assertFalse(new SuspendingMonitors(ClassPatterns.NONE).concerns("demo/Job"));
    assertTrue(new SuspendingMonitors(ClassPatterns.parse("demo.*")).concerns("demo/Job"));
    assertFalse(new SuspendingMonitors(ClassPatterns.parse("demo.*")).concerns("demo/sub/Job"));
  }
}
