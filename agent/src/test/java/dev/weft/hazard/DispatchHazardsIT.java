package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.drive;
import static dev.weft.hazard.HazardHarness.suspended;
import static dev.weft.hazard.HazardHarness.verify;
import static dev.weft.hazard.HazardHarness.verifyPlain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.Callers;
import dev.weft.hazard.targets.Dispatch;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** Hazards 56-59, 73, 78, 79, 83, 87 and 91: which method a call reaches, and with which stack. */
class DispatchHazardsIT {
  private static final String OVERRIDDEN = TARGETS + "Dispatch$Overridden";

  @Test
  void h56_bridgesAndCovariantResults() {
    verify(Dispatch.Bridges.class, 0, 1);
  }

  @Test
  void h57_interfaceMethodsWithBody() {
    verify(Dispatch.InterfaceMethods.class);
  }

  @Test
  void h58_superNestmateAndOuterCalls() {
    verify(Dispatch.SpecialCalls.class);
  }

  /** As compilers before nestmates call a private method of the outer class. */
  @Test
  void h58_accessMethod() {
    String name = TARGETS + "H58Access";
    verify(
        program(
            "H58Access",
            V1_8,
            mv -> {
              mv.visitVarInsn(ALOAD, 0);
              s(mv, 4);
              mv.visitMethodInsn(INVOKESTATIC, name, "access$000", "(L" + name + ";I)I", false);
              box(mv);
              mv.visitInsn(ARETURN);
            },
            type -> {
              code(
                  type.visitMethod(
                      ACC_STATIC | ACC_SYNTHETIC, "access$000", "(L" + name + ";I)I", null, null),
                  mv -> {
                    mv.visitVarInsn(ALOAD, 0);
                    mv.visitVarInsn(ILOAD, 1);
                    mv.visitMethodInsn(INVOKESPECIAL, name, "hidden", "(I)I", false);
                    mv.visitInsn(IRETURN);
                  });
              code(
                  type.visitMethod(ACC_PRIVATE, "hidden", "(I)I", null, null),
                  mv -> {
                    mv.visitVarInsn(ILOAD, 1);
                    s(mv);
                    s(mv, 1);
                    mv.visitInsn(IADD);
                    mv.visitInsn(IRETURN);
                  });
            }));
  }

  @Test
  void h59_onlyImplementationIsMarked() {
    verify(Dispatch.MarkedImplementations.class);
    Class<?> marked = dev.weft.hazard.marked.MarkedImplementation.class;
    assertTrue(
        dev.weft.abi.Captures.counts()
            .keySet()
            .containsAll(SuspendPoints.woven(Target.looking(marked), marked.getName())),
        "a point of " + marked + " was never captured");
  }

  @Test
  void h73_excludedOverrideRuns() {
    verify(Dispatch.ExcludedOverrides.class);
  }

  @Test
  void h73_traceNamesMethodsWithoutSuspendPointOnce() {
    verify(Dispatch.TraceOfBridged.class, 0, 1, 2, 3);
  }

  @Test
  void h78_hiddenClass_overrideIsNotBypassed() throws Exception {
    Class<?> hidden =
        MethodHandles.privateLookupIn(Dispatch.Overridden.class, MethodHandles.lookup())
            .defineHiddenClass(overriding("HiddenOverride", 7), true)
            .lookupClass();
    Dispatch.Overridden receiver =
        (Dispatch.Overridden) hidden.getDeclaredConstructor().newInstance();
    int plain = Callers.callOverridden(receiver, 1);
    assertEquals(1 * 2 + 7 + 1, plain);
    assertEquals(plain, drive(() -> Callers.callOverridden(receiver, 1)));
    Dispatch.Overridden woven = new Dispatch.Overridden();
    assertEquals(3, drive(() -> Callers.callOverridden(woven, 2)));
  }

  /** A subclass of {@link Dispatch.Overridden}: m(x) = 2x + k. */
  private static byte[] overriding(String simpleName, int k) {
    ClassWriter writer = writer(ClassWriter.COMPUTE_FRAMES);
    writer.visit(V17, ACC_PUBLIC | ACC_SUPER, TARGETS + simpleName, null, OVERRIDDEN, null);
    constructor(writer, OVERRIDDEN);
    code(
        writer.visitMethod(ACC_PUBLIC, "m", "(I)I", null, null),
        mv -> {
          mv.visitVarInsn(ILOAD, 1);
          mv.visitInsn(DUP);
          mv.visitInsn(IADD);
          push(mv, k);
          mv.visitInsn(IADD);
          mv.visitInsn(IRETURN);
        });
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void h79_diamonds() {
    verify(Dispatch.Diamonds.class);
  }

  @Test
  void h83_calleeRefused_plainCall() {
    String name = TARGETS + "H83RefusedCallee";
    Target target =
        program(
            "H83RefusedCallee",
            V17,
            mv -> {
              s(mv, 1);
              mv.visitMethodInsn(INVOKESTATIC, name, "huge", "()I", false);
              mv.visitInsn(IADD);
              box(mv);
              mv.visitInsn(ARETURN);
            },
            type ->
                code(
                    type.visitMethod(ACC_STATIC, "huge", "()I", null, null),
                    mv -> {
                      push(mv, 0);
                      for (int i = 0; i < 5000; i++) {
                        s(mv, 1);
                        mv.visitInsn(IADD);
                      }
                      mv.visitInsn(IRETURN);
                    }));
    verifyPlain(target);
    String result = suspended(target, 0).result();
    assertTrue(result.contains("PinnedException") && result.contains(".huge"), result);
  }

  @Test
  void h83_calleeGeneratedAtRunTime_overrideRuns() throws Exception {
    // The loader has no resource for this class: its outline cannot be read.
    byte[] bytes = overriding("H83Generated", 30);
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) {
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    Dispatch.Overridden receiver =
        (Dispatch.Overridden)
            loader
                .loadClass(Target.PACKAGE + "H83Generated")
                .getDeclaredConstructor()
                .newInstance();
    assertEquals(33, drive(() -> Callers.callOverridden(receiver, 1)));
  }

  @Test
  void h83_calleeOfAnotherVersion_plainCall() {
    assertEquals(11, callVersion("H83PromisedOnly", true, false));
    assertEquals(11, callVersion("H83MarkedLater", false, true));
  }

  /** Calls a class whose resource, which the weaver reads, differs from what is defined. */
  private static Object callVersion(String caller, boolean readMarked, boolean definedMarked) {
    String callee = "dev/weft/hazard/versions/" + caller + "Callee";
    Target program =
        program(
            caller,
            mv -> {
              push(mv, 10);
              mv.visitMethodInsn(INVOKESTATIC, callee, "m", "(I)I", false);
              s(mv);
              box(mv);
              mv.visitInsn(ARETURN);
            });
    Map<String, byte[]> classes = new HashMap<>(program.generated());
    String calleeName = callee.replace('/', '.');
    classes.put(calleeName, callee(callee, readMarked));
    byte[] defined = callee(callee, definedMarked);
    Target both = new Target(program.className(), classes, java.util.Set.of(), false);
    ClassLoader loader = TargetLoader.wovenButDefining(both, calleeName, defined);
    try {
      Object instance =
          loader.loadClass(program.className()).getDeclaredConstructor().newInstance();
      return drive(() -> ((dev.weft.hazard.targets.Program) instance).run(0));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make the program", e);
    }
  }

  /** m(x) = x + 1, without a suspend point. */
  private static byte[] callee(String name, boolean marked) {
    ClassWriter writer = writer(ClassWriter.COMPUTE_FRAMES);
    writer.visit(V17, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
    MethodVisitor m = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "m", "(I)I", null, null);
    if (marked) {
      AnnotationVisitor annotation = m.visitAnnotation("Ldev/weft/Suspendable;", false);
      annotation.visitEnd();
    }
    code(
        m,
        mv -> {
          mv.visitVarInsn(ILOAD, 0);
          push(mv, 1);
          mv.visitInsn(IADD);
          mv.visitInsn(IRETURN);
        });
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void h87_superCalls_eachMethodOnce() {
    verify(Dispatch.SuperCalls.class);
  }

  @Test
  void h91_mxBeanInterface_stillRegisters() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.weft.hazard:type=Gauge");
    Callers.Gauge gauge = new Callers.Gauge();
    server.registerMBean(gauge, name);
    try {
      assertEquals(
          List.of("Level"),
          Arrays.stream(server.getMBeanInfo(name).getAttributes())
              .map(MBeanAttributeInfo::getName)
              .toList());
      assertEquals(1, server.getMBeanInfo(name).getOperations().length);
      assertEquals(5, server.getAttribute(name, "Level"));
      assertEquals(6, drive(() -> Callers.callGauge(gauge)));
    } finally {
      server.unregisterMBean(name);
    }
  }
}
