package dev.weft.agent.transform;

import static dev.weft.agent.kit.ClassSketch.ofClass;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.ClassPool;
import dev.weft.agent.kit.ClassSketch;
import dev.weft.agent.names.RuntimeNames;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Pairs: the verifier accepts the original class, and it accepts the woven one. */
class EmissionTest {
  private static final String TARGETS = "dev/weft/agent/targets/";
  private static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

  private static ClassPool targets() {
    ClassPool pool = ClassPool.of();
    for (String name : List.of("Shapes", "Shapes$Source", "Shapes$Late", "Shapes$Open")) {
      pool.with(TARGETS + name, pool.bytes(TARGETS + name).orElseThrow());
    }
    return pool;
  }

  private static void verifyPair(ClassPool pool) {
    pool.plainLoader().verify();
    pool.wovenLoader().verify();
  }

  private static void point(MethodVisitor mv) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, "t/A", "give", "()I", false);
  }

  /** A method {@code give} that is suspendable and no leaf: an interface call might be anything. */
  private static ClassSketch withGive(ClassSketch type) {
    return type.method(
            STATIC,
            "give()I",
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
            })
        .suspendable();
  }

  @Test
  void weave_targets_verify() {
    verifyPair(targets());
  }

  @Test
  void weave_targetsWithChaos_verify() {
    verifyPair(targets().chaos());
  }

  @Test
  void weave_sameClassTwice_sameBytes() {
    assertArrayEquals(targets().woven(TARGETS + "Shapes"), targets().woven(TARGETS + "Shapes"));
  }

  @Test
  void weave_plainBodies_keepTheirInstructions_butForChecks() {
    ClassNode before = node(targets().bytes(TARGETS + "Shapes").orElseThrow());
    ClassNode after = node(targets().woven(TARGETS + "Shapes"));
    for (MethodNode method : before.methods) {
      MethodNode same =
          after.methods.stream()
              .filter(m -> m.name.equals(method.name) && m.desc.equals(method.desc))
              .findFirst()
              .orElseThrow();
      assertEquals(method.access, same.access, method.name);
      if (!method.name.equals("lambdas")) {
        assertEquals(opcodes(method), opcodes(same), method.name);
      }
    }
  }

  @Test
  void weave_addedMembers_areSynthetic() {
    ClassNode before = node(targets().bytes(TARGETS + "Shapes").orElseThrow());
    Set<String> names = new TreeSet<>();
    before.methods.forEach(method -> names.add(method.name + method.desc));
    for (MethodNode method : node(targets().woven(TARGETS + "Shapes")).methods) {
      assertTrue(
          names.contains(method.name + method.desc)
              || ((method.access & Opcodes.ACC_SYNTHETIC) != 0 && method.name.startsWith("$weft")),
          method.name);
    }
  }

  @Test
  void weave_wovenClass_notWovenAgain() {
    byte[] woven = targets().woven(TARGETS + "Shapes");
    assertTrue(targets().weave(woven).bytes().isEmpty());
  }

  @Test
  void weave_everyReferenceToTheRuntime_exists() {
    List<Executable> checks = new ArrayList<>();
    for (ClassPool pool : List.of(targets(), targets().chaos(), arrays(), old())) {
      for (String name : List.of(TARGETS + "Shapes", TARGETS + "Shapes$Source", "t/A")) {
        if (pool.bytes(name).isPresent()) {
          for (MethodNode method : node(pool.woven(name)).methods) {
            for (AbstractInsnNode instruction : method.instructions) {
              checks.add(() -> checkReference(instruction));
            }
          }
        }
      }
    }
    assertAll(checks);
  }

  private static void checkReference(AbstractInsnNode instruction)
      throws ReflectiveOperationException {
    if (instruction instanceof MethodInsnNode call
        && call.owner.startsWith("dev/weft/abi/")
        && !call.owner.startsWith(RuntimeNames.MARKER_PACKAGE)) {
      assertTrue(
          Stream.of(Class.forName(call.owner.replace('/', '.')).getMethods())
              .anyMatch(
                  method ->
                      method.getName().equals(call.name)
                          && Type.getMethodDescriptor(method).equals(call.desc)),
          call.owner + "." + call.name + call.desc);
    }
    if (instruction instanceof FieldInsnNode field && field.owner.startsWith("dev/weft/abi/")) {
      Field found = Class.forName(field.owner.replace('/', '.')).getField(field.name);
      assertEquals(field.desc, Type.getDescriptor(found.getType()));
    }
  }

  /** More values than any generated frame holds. */
  private static ClassPool arrays() {
    return ClassPool.of(
        withGive(ofClass("t/A"))
            .method(
                STATIC,
                "m(" + "Ljava/lang/String;".repeat(13) + "JDFI" + "J".repeat(7) + ")J",
                mv -> {
                  point(mv);
                  mv.visitInsn(Opcodes.POP);
                  point(mv);
                  mv.visitInsn(Opcodes.POP);
                  for (int i = 0; i < 13; i++) {
                    mv.visitVarInsn(Opcodes.ALOAD, i);
                    mv.visitInsn(Opcodes.POP);
                  }
                  mv.visitVarInsn(Opcodes.DLOAD, 15);
                  mv.visitInsn(Opcodes.POP2);
                  mv.visitVarInsn(Opcodes.FLOAD, 17);
                  mv.visitInsn(Opcodes.POP);
                  mv.visitVarInsn(Opcodes.ILOAD, 18);
                  mv.visitInsn(Opcodes.POP);
                  for (int i = 0; i < 7; i++) {
                    mv.visitVarInsn(Opcodes.LLOAD, 19 + 2 * i);
                    mv.visitInsn(Opcodes.POP2);
                  }
                  mv.visitVarInsn(Opcodes.LLOAD, 13);
                  mv.visitInsn(Opcodes.LRETURN);
                })
            .suspendable());
  }

  /** A class file that knows no dynamic constants. */
  private static ClassPool old() {
    return ClassPool.of(
        withGive(ofClass("t/A").version(Opcodes.V1_7))
            .method(STATIC, "m()V", EmissionTest::callGive)
            .suspendable());
  }

  private static void callGive(MethodVisitor mv) {
    point(mv);
    mv.visitInsn(Opcodes.POP);
    point(mv);
    mv.visitInsn(Opcodes.POP);
  }

  @Test
  void weave_moreValuesThanTheLargestFrame_verifies() {
    assertTrue(arrays().weave("t/A").reports().toString().contains("array 13x11"));
    verifyPair(arrays());
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcodes.V1_7, Opcodes.V1_8, Opcodes.V9, Opcodes.V11, Opcodes.V17})
  void weave_everyClassFileVersionFrom51_verifies(int version) {
    verifyPair(
        ClassPool.of(
            withGive(ofClass("t/A").version(version))
                .method(STATIC, "m()V", EmissionTest::callGive)
                .suspendable()));
  }

  @Test
  void weave_jumpsBeyond32K_verify() {
    ClassPool pool =
        ClassPool.of(
            withGive(ofClass("t/A"))
                .method(
                    STATIC,
                    "m(I)I",
                    mv -> {
                      Label head = new Label();
                      Label end = new Label();
                      mv.visitLabel(head);
                      mv.visitVarInsn(Opcodes.ILOAD, 0);
                      mv.visitJumpInsn(Opcodes.IFEQ, end);
                      for (int i = 0; i < 20; i++) {
                        point(mv);
                        mv.visitInsn(Opcodes.POP);
                      }
                      for (int i = 0; i < 10_880; i++) {
                        mv.visitIincInsn(0, 1); // just below 32K: not wide until woven
                      }
                      mv.visitJumpInsn(Opcodes.GOTO, head);
                      mv.visitLabel(end);
                      mv.visitVarInsn(Opcodes.ILOAD, 0);
                    })
                .suspendable());
    verifyPair(pool);
    assertTrue(node(pool.woven("t/A")).methods.stream().anyMatch(m -> m.name.equals("$weft$m")));
  }

  @Test
  void weave_methodThatWouldPassTheFormatLimit_refusedAndLocated() {
    ClassPool pool =
        ClassPool.of(
            withGive(ofClass("t/A"))
                .method(
                    STATIC,
                    "m(I)V",
                    mv -> {
                      for (int i = 0; i < 4_000; i++) {
                        mv.visitVarInsn(Opcodes.ILOAD, 0);
                        point(mv);
                        mv.visitInsn(Opcodes.POP2);
                      }
                    })
                .suspendable());
    String reports =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> pool.weave("t/A").reports().toString());
    assertTrue(reports.contains("bytes for 4000 suspend points"), reports);
    assertTrue(reports.contains("split the method"), reports);
  }

  @Test
  void weave_moreThan4095Points_refusedAndLocated() {
    ClassPool pool =
        ClassPool.of(
            withGive(ofClass("t/A"))
                .method(
                    STATIC,
                    "m()V",
                    mv -> {
                      for (int i = 0; i < 4_096; i++) {
                        point(mv);
                        mv.visitInsn(Opcodes.POP);
                      }
                    })
                .suspendable());
    verifyPair(pool);
    String reports = pool.weave("t/A").reports().toString();
    assertTrue(reports.contains("4096 suspend points, at most 4,095"), reports);
  }

  @Test
  void weave_constantPoolFull_callersStillFindTheTwin() {
    ClassPool pool =
        ClassPool.of(
            withGive(ofClass("t/A"))
                .method(STATIC, "m()V", EmissionTest::callGive)
                .suspendable()
                .method(STATIC, "full1()V", mv -> constants(mv, 0, 16_000))
                .method(STATIC, "full2()V", mv -> constants(mv, 16_000, 32_000))
                .method(STATIC, "full3()V", mv -> constants(mv, 32_000, 48_000))
                .method(STATIC, "full4()V", mv -> constants(mv, 48_000, 64_000))
                .method(STATIC, "full5()V", mv -> constants(mv, 64_000, 65_480)));
    pool.plainLoader().verify();
    assertTrue(pool.hasTwin("t/A", "m()V"));
    assertTrue(
        node(pool.woven("t/A")).methods.stream().anyMatch(m -> m.name.equals("$weft$m")),
        "promised to callers");
  }

  private static void constants(MethodVisitor mv, int from, int to) {
    for (int i = from; i < to; i++) {
      mv.visitLdcInsn(1_000_000 + i);
      mv.visitInsn(Opcodes.POP);
    }
  }

  @Test
  void weave_codeThatNoVerifierAccepts_refusedWithABridge() {
    byte[] bytes =
        ofClass("t/A")
            .method(
                STATIC,
                "m()V",
                mv -> {
                  mv.visitInsn(Opcodes.ICONST_0);
                  mv.visitMethodInsn(
                      Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
                  mv.visitInsn(Opcodes.RETURN);
                })
            .suspendable()
            .bytes();
    ClassPool pool = ClassPool.of().with("t/A", bytes);
    assertTrue(node(pool.woven("t/A")).methods.stream().anyMatch(m -> m.name.equals("$weft$m")));
  }

  @Test
  void weave_lambdaBootstrap_onlyWhereItMaySuspend() {
    ClassNode shapes = node(targets().woven(TARGETS + "Shapes"));
    Set<String> bootstraps = new TreeSet<>();
    shapes.methods.forEach(
        method ->
            method.instructions.forEach(
                instruction -> {
                  if (instruction instanceof InvokeDynamicInsnNode site) {
                    Handle handle = site.bsm;
                    bootstraps.add(handle.getOwner() + "." + handle.getName());
                  }
                }));
    assertTrue(bootstraps.contains("dev/weft/abi/Bootstraps.lambda"));
    assertFalse(bootstraps.isEmpty());
  }

  private static ClassNode node(byte[] bytes) {
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    new ClassReader(bytes).accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return type;
  }

  /** Without those of the checks behind what may have blocked. */
  private static List<Integer> opcodes(MethodNode method) {
    List<Integer> opcodes = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      boolean isCheck =
          instruction instanceof MethodInsnNode call && call.owner.equals(RuntimeNames.HOLD);
      if (instruction.getOpcode() >= 0 && !isCheck) {
        opcodes.add(instruction.getOpcode());
      }
    }
    return opcodes;
  }
}
