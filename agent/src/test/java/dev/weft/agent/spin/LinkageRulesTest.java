package dev.weft.agent.spin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The rules against the JDK's metafactory, for all pairs and triples of telling types. */
class LinkageRulesTest {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final List<Class<?>> TYPES =
      List.of(
          boolean.class,
          byte.class,
          short.class,
          char.class,
          int.class,
          long.class,
          float.class,
          double.class,
          Boolean.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Number.class,
          String.class,
          Object.class,
          int[].class);

  private final Class<?> bodies = bodies();
  private final List<String> differences = new ArrayList<>();
  private int linked;
  private int refused;

  @Test
  void parameters_everyPair_asTheJdk() throws Exception {
    for (Class<?> taken : TYPES) {
      MethodHandle body = implementation(taken);
      for (Class<?> used : TYPES) {
        for (Class<?> erased : TYPES) {
          check(
              MethodType.methodType(Object.class),
              MethodType.methodType(void.class, erased),
              body,
              MethodType.methodType(void.class, used));
        }
      }
    }
    assertAgreed();
  }

  @Test
  void results_everyPair_asTheJdk() throws Exception {
    List<Class<?>> results = new ArrayList<>(TYPES);
    results.add(void.class);
    for (Class<?> given : results) {
      MethodHandle body = LOOKUP.findStatic(bodies, name(given), MethodType.methodType(given));
      for (Class<?> used : results) {
        check(
            MethodType.methodType(Object.class),
            MethodType.methodType(used),
            body,
            MethodType.methodType(used));
      }
    }
    assertAgreed();
  }

  @Test
  void captures_receiversAndCounts_asTheJdk() throws Exception {
    List<MethodHandle> bodies =
        List.of(
            implementation(String.class),
            LOOKUP.findVirtual(
                CharSequence.class, "charAt", MethodType.methodType(char.class, int.class)),
            LOOKUP.findVirtual(String.class, "length", MethodType.methodType(int.class)),
            LOOKUP.findConstructor(String.class, MethodType.methodType(void.class, String.class)));
    List<List<Class<?>>> lists =
        List.of(
            List.of(),
            List.of(String.class),
            List.of(CharSequence.class),
            List.of(Object.class),
            List.of(int.class),
            List.of(String.class, int.class),
            List.of(CharSequence.class, Integer.class),
            List.of(String.class, String.class));
    for (MethodHandle body : bodies) {
      for (List<Class<?>> captured : lists) {
        for (List<Class<?>> used : lists) {
          for (List<Class<?>> erased : lists) {
            check(
                MethodType.methodType(Object.class, captured),
                MethodType.methodType(void.class, erased),
                body,
                MethodType.methodType(void.class, used));
          }
        }
      }
    }
    assertAgreed();
  }

  private void check(
      MethodType captured, MethodType erased, MethodHandle body, MethodType instantiated) {
    MethodType factory = captured.changeReturnType(Runnable.class);
    boolean holds =
        LinkageRules.hold(
            LambdaDescription.read(LOOKUP, "any", factory, erased, body, instantiated)
                .orElseThrow());
    boolean links;
    try {
      LambdaMetafactory.metafactory(LOOKUP, "any", factory, erased, body, instantiated);
      links = true;
      linked++;
    } catch (LambdaConversionException e) {
      links = false;
      refused++;
    }
    if (holds != links) {
      differences.add(
          factory + " " + erased + " " + body.type() + " " + instantiated + ": JDK " + links);
    }
  }

  private void assertAgreed() {
    assertEquals(List.of(), differences);
    assertTrue(linked > 10 && refused > 10, linked + " linked, " + refused + " refused");
  }

  private MethodHandle implementation(Class<?> parameter) throws Exception {
    return LOOKUP.findStatic(bodies, "take", MethodType.methodType(void.class, parameter));
  }

  private static String name(Class<?> type) {
    return "give" + type.getSimpleName().replace("[]", "s");
  }

  /** {@code static void take(T)} and {@code static T giveT()} for each type. */
  private static Class<?> bodies() {
    ClassWriter writer = new ClassWriter(0);
    String name = LinkageRulesTest.class.getName().replace('.', '/') + "Bodies";
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    fails(writer, name(void.class), MethodType.methodType(void.class));
    for (Class<?> type : TYPES) {
      fails(writer, "take", MethodType.methodType(void.class, type));
      fails(writer, name(type), MethodType.methodType(type));
    }
    try {
      return LOOKUP
          .defineHiddenClass(writer.toByteArray(), true, ClassOption.NESTMATE)
          .lookupClass();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void fails(ClassWriter writer, String name, MethodType type) {
    MethodVisitor body =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            name,
            type.toMethodDescriptorString(),
            null,
            null);
    body.visitCode();
    body.visitInsn(Opcodes.ACONST_NULL);
    body.visitInsn(Opcodes.ATHROW);
    body.visitMaxs(1, 2);
    body.visitEnd();
  }
}
