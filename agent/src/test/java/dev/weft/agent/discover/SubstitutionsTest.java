package dev.weft.agent.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.names.RuntimeNames;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class SubstitutionsTest {
  /** Methods that came after the oldest JDK. */
  private static final Set<String> NEWER =
      Set.of(
          "java.lang.Thread.sleep(java.time.Duration)",
          "java.lang.Thread.join(java.time.Duration)",
          "java.lang.Process.waitFor(java.time.Duration)");

  @Test
  void table_everyRow_namesAMethodOfTheJdkAndOneThatStandsForIt() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Substitution row : Substitutions.builtIn().rows()) {
      List<Method> methods = declared(row);
      boolean newer = NEWER.contains(row.text().substring(0, row.text().indexOf(" =")));
      if (methods.isEmpty() && !newer) {
        wrong.add(row + ": the JDK has no such method");
      }
      for (Method method : methods) {
        String descriptor =
            RuntimeNames.substituteDescriptor(
                row.by().receiver(),
                Type.getMethodDescriptor(method),
                Modifier.isStatic(method.getModifiers()));
        if (row.by().guard().isEmpty() && !stands(row, descriptor)) {
          wrong.add(row + ": there is no @Suspendable public static " + descriptor);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(Substitutions.builtIn().rows().size() > 20);
  }

  private static List<Method> declared(Substitution row) throws ClassNotFoundException {
    return Arrays.stream(type(row.by().receiver()).getDeclaredMethods())
        .filter(method -> row.fits(method.getName(), Type.getMethodDescriptor(method)))
        .filter(method -> !method.isBridge())
        .toList();
  }

  private static boolean stands(Substitution row, String descriptor) throws IOException {
    try (InputStream stream =
        SubstitutionsTest.class.getResourceAsStream("/" + row.by().owner() + ".class")) {
      return OutlineReader.read(stream.readAllBytes())
          .method(row.by().name(), descriptor)
          .filter(method -> method.marked() || row.bodies() == Substitution.Bodies.PLAIN)
          .filter(method -> method.is(Opcodes.ACC_PUBLIC) && method.is(Opcodes.ACC_STATIC))
          .isPresent();
    }
  }

  private static Class<?> type(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'));
  }

  @Test
  void parse_arraysPrimitivesAndSpaces() {
    Substitution row =
        Substitution.parse(" leaf  a.B.c( int[][] ,double,java.lang.String )  =  d.E$F.g  if h ");
    assertEquals("c", row.name());
    assertEquals("([[IDLjava/lang/String;)", row.parameters());
    assertEquals(new CallTarget.Substitute("a/B", "d/E$F", "g", "h"), row.by());
    assertEquals(Substitution.Bodies.LEAF, row.bodies());
    assertEquals(
        "a.B.c( int[][] ,double,java.lang.String ) = d.E$F.g if h  (woven and plain bodies)",
        row.toString());
  }

  @Test
  void classOfTheSubstitute_callsTheJdksOwn() {
    Substitution row = Substitution.parse("a.B.c() = d.E.f");
    assertTrue(row.isCalledPlainlyBy("d/E"));
    assertTrue(row.isCalledPlainlyBy("d/E$Nested"));
    assertEquals(false, row.isCalledPlainlyBy("d/Em"));
  }
}
